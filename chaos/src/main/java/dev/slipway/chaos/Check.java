package dev.slipway.chaos;

import java.time.Duration;

/** A part of the steady state that is looked at before, during and after the fault. */
public sealed interface Check {

	/** A word for people. */
	String title();

	/**
	 * The service answers below status 500 through its entry Service.
	 *
	 * @param path such as {@code /}
	 * @param within how soon
	 */
	record HttpAnswer(String path, Duration within) implements Check {

		public HttpAnswer {
			if (!path.startsWith("/")) {
				throw new IllegalArgumentException("The path of an HTTP check starts with a slash, not " + path);
			}
		}

		@Override
		public String title() {
			return "GET " + this.path + " within " + this.within.toMillis() + " ms";
		}

	}

	/**
	 * A metric of the service's requests stays at or below a limit.
	 *
	 * @param measure which
	 * @param atMost a part of 1, or milliseconds
	 */
	record Metric(Measure measure, double atMost) implements Check {

		public Metric {
			if (!(atMost >= 0)) {
				throw new IllegalArgumentException("The limit of a metric is zero or more, not " + atMost);
			}
		}

		@Override
		public String title() {
			return this.measure + " at most " + this.atMost;
		}

	}

	/** What can be measured. */
	enum Measure {

		/** The part of the requests answered with 5xx, between 0 and 1. */
		ERROR_RATIO,
		/** 95 of 100 requests are faster, in milliseconds. */
		P95_MILLIS

	}

}
