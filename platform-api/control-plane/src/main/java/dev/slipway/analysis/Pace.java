package dev.slipway.analysis;

import java.time.Duration;

import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Stage;

/**
 * How often a gate is asked and how long it may take.
 *
 * @param interval between two looks
 * @param lookTimeout of one look
 * @param timeout after which a gate that has not decided says so
 */
record Pace(Duration interval, Duration lookTimeout, Duration timeout) {

	private static final Duration GATE = Duration.ofSeconds(5);

	private static final Duration RAIL = Duration.ofSeconds(1);

	private static final Duration LOOK = Duration.ofSeconds(30);

	private static final Duration TIMEOUT = Duration.ofMinutes(10);

	/**
	 * Of a gate. Unless it is written, the time-out begins when the stage and what the
	 * gate looks at could be over.
	 */
	static Pace ofGate(GateSpec spec, Stage stage) {
		GateSettings settings = new GateSettings(spec);
		Duration own = longest(settings.duration("atMost", Duration.ZERO),
				settings.duration("window", Duration.ZERO).multipliedBy(3), stage.hold().time().multipliedBy(3));
		return new Pace(settings.atLeastSome(GateSettings.INTERVAL, GATE),
				settings.atLeastSome(GateSettings.LOOK_TIMEOUT, LOOK),
				settings.atLeastSome(GateSettings.TIMEOUT, TIMEOUT.plus(own)));
	}

	/** Of a guard rail, which never has to decide. */
	static Pace ofRail(GateSpec spec) {
		GateSettings settings = new GateSettings(spec);
		return new Pace(settings.atLeastSome(GateSettings.INTERVAL, RAIL),
				settings.atLeastSome(GateSettings.LOOK_TIMEOUT, LOOK), Duration.ofDays(36_500));
	}

	private static Duration longest(Duration one, Duration two, Duration three) {
		Duration longer = (one.compareTo(two) > 0) ? one : two;
		return (longer.compareTo(three) > 0) ? longer : three;
	}

}
