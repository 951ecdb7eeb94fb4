package dev.slipway.chaos;

import java.time.Duration;

/** What is done to the victims. */
public sealed interface Fault {

	/** A word for people, such as {@code 500 ms latency}. */
	String title();

	/**
	 * Kills each victim once, without grace. It is healed when its successor is ready.
	 */
	record PodKill() implements Fault {

		@Override
		public String title() {
			return "pod kill";
		}

	}

	/**
	 * Slows down the victims' answers by chaos-monkey until it is taken back.
	 *
	 * @param delay added to each request
	 */
	record Latency(Duration delay) implements Fault {

		public Latency {
			if (delay.isNegative() || delay.isZero()) {
				throw new IllegalArgumentException("The latency must be longer than zero");
			}
		}

		@Override
		public String title() {
			return this.delay.toMillis() + " ms latency";
		}

	}

}
