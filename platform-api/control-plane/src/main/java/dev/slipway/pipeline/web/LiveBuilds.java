package dev.slipway.pipeline.web;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import dev.slipway.api.LiveEvents;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildStage;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Publishes builds on {@code services/{service}/builds/{number}}: {@code build} when it
 * is queued or starts, {@code stage}, {@code log}, {@code input} when it asks a person or
 * was answered, and {@code result} at the end.
 */
@Component
class LiveBuilds implements BuildListener {

	private final ObjectProvider<LiveEvents> events;

	private final Clock clock;

	LiveBuilds(ObjectProvider<LiveEvents> events, ObjectProvider<Clock> clock) {
		this.events = events;
		this.clock = clock.getIfUnique(Clock::systemUTC);
	}

	@Override
	public void changed(Build build) {
		publish(build, build.status().ended() ? "result" : "build",
				BuildView.of(build, List.of(), this.clock.instant()));
	}

	@Override
	public void stage(Build build, BuildStage stage) {
		publish(build, "stage", BuildView.StageView.of(stage, this.clock.instant()));
	}

	@Override
	public void log(Build build, long start, long next, String text) {
		publish(build, "log", Map.of("start", start, "next", next, "text", text));
	}

	@Override
	public void input(Build build, BuildInput input) {
		publish(build, "input",
				Map.of("id", input.id(), "message", input.message(), "answered", input.answer() != null));
	}

	private void publish(Build build, String event, Object payload) {
		this.events.ifAvailable((live) -> live.publish(topic(build.service(), build.number()), event, payload));
	}

	static String topic(String service, int number) {
		return "services/" + service + "/builds/" + number;
	}

}
