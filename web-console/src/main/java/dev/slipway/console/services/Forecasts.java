package dev.slipway.console.services;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What a release would do, as the API says it before anything moves. */
final class Forecasts {

	private Forecasts() {
	}

	/** The whole of it. */
	record Forecast(@Nullable String summary, List<Step> stages, List<Remark> findings) {

		Forecast {
			stages = Views.orEmpty(stages);
			findings = Views.orEmpty(findings);
		}

	}

	/** A stage. */
	record Step(int number, @Nullable String sentence, List<Asked> gates) {

		Step {
			gates = Views.orEmpty(gates);
		}

	}

	/** A gate of a stage. */
	record Asked(String name, @Nullable String kind, @Nullable String sentence) {
	}

	/**
	 * What there is to say about it.
	 *
	 * @param severity {@code ERROR}, {@code WARNING} or {@code NOTE}
	 */
	record Remark(String severity, @Nullable String path, @Nullable String message, @Nullable String remedy) {
	}

}
