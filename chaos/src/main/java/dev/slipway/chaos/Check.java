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

}
