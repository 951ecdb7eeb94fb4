package dev.slipway.timeline.adapter;

import dev.slipway.timeline.Timeline;
import dev.slipway.timeline.TimelineSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the timeline. */
@Configuration(proxyBeanMethods = false)
class TimelineConfiguration {

	@Bean
	Timeline timeline(ObjectProvider<TimelineSource> sources) {
		return new Timeline(sources.stream().toList());
	}

}
