package dev.slipway.console.services;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The stages of a release and what its gates found, as the API gives them. */
final class Schedules {

	private Schedules() {
	}

	/**
	 * The stages, and where the release is.
	 *
	 * @param stage 0 before the first and after the last
	 * @param weight what is asked of the router now, in percent
	 */
	record Schedule(int stage, @Nullable Integer weight, @Nullable Instant since, @Nullable String waitingFor,
			@Nullable String pausedBy, int reached, @Nullable Instant warmUntil, List<Stage> stages) {

		Schedule {
			stages = Views.orEmpty(stages);
		}

		/** The stage where it is; null before the first and after the last. */
		@Nullable Stage now() {
			return this.stages.stream().filter((one) -> one.number() == this.stage).findFirst().orElse(null);
		}

	}

	/** A stage. */
	record Stage(int number, int candidate, int stable, int weight, @Nullable Header header, int mirror,
			@Nullable String hold, boolean untilResumed, List<Gate> gates) {

		Stage {
			gates = Views.orEmpty(gates);
		}

		Duration time() {
			return (this.hold != null) ? Duration.parse(this.hold) : Duration.ZERO;
		}

	}

	/** Requests that go to the candidate whatever the weight. */
	record Header(String name, String value) {
	}

	/** A gate, and what it says now. */
	record Gate(String name, String kind, Map<String, String> settings, @Nullable String conclusion,
			@Nullable String explanation) {

		Gate {
			settings = (settings != null) ? settings : Map.of();
		}

		/** The role that may answer it; null when it does not ask people. */
		@Nullable String asks() {
			return "approval".equals(this.kind) ? this.settings.getOrDefault("role", "developer") : null;
		}

	}

	/** What a gate or a guard rail had found when its stage ended. */
	record Finding(int stage, String gate, String conclusion, @Nullable String explanation,
			@Nullable Map<String, Object> evidence, @Nullable Instant at) {
	}

}
