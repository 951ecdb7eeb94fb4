package dev.slipway.pipeline.adapter;

import dev.slipway.pipeline.StepHelps;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the help of the pipeline library. */
@Configuration(proxyBeanMethods = false)
class LibraryConfiguration {

	@Bean
	StepHelps stepHelps(RunnerSettings settings) {
		return new LibraryFolder(settings.library());
	}

}
