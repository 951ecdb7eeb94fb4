package dev.slipway.jenkins;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How often Jenkins is looked at. A run that moves is looked at each second, with three
 * calls; when many do, less often, so that there are some {@value #CALLS_A_SECOND} calls
 * a second. When nothing moves, one call each two seconds looks at a hundred pipelines.
 */
public final class PollingPlan {

	/** Pipelines in one look. */
	public static final int PAGE = 100;

	/** Between two looks at the fleet. */
	public static final Duration SWEEP = Duration.ofSeconds(2);

	/** Not being there so often in a row is being gone. */
	public static final int MISSES = 6;

	private static final int CALLS_A_SECOND = 15;

	private static final int CALLS_A_LOOK = 3;

	/** After that nothing comes of a push, or of a branch that Jenkins does not find. */
	private static final Duration PATIENCE = Duration.ofHours(1);

	/** So long a scan may take to come to a run. */
	private static final Duration AFTER_A_SCAN = Duration.ofMinutes(10);

	private static final Duration BETWEEN_SCANS = Duration.ofSeconds(30);

	/** So long a question that was cut off may still arrive. */
	private static final Duration ON_THE_WAY = Duration.ofSeconds(15);

	private static final int LOOKS_BEFORE_ASKING_AGAIN = 3;

	private PollingPlan() {
	}

	/** Between two looks at a run, when so many builds are under way. */
	public static Duration running(int alive) {
		return Duration.ofMillis(Math.max(1_000, 1_000L * alive * CALLS_A_LOOK / CALLS_A_SECOND));
	}

	/** Between two looks for a run that is to come, after waiting so long. */
	public static Duration waiting(Duration age, int alive) {
		long seconds = (age.toSeconds() < 30) ? 1 : (age.toMinutes() < 5) ? 5 : 30;
		return Duration.ofSeconds(Math.max(seconds, running(alive).toSeconds()));
	}

	/** Between two looks for what is not where it should be: 1, 2, 4 … 30 s. */
	public static Duration missing(int misses) {
		return Duration.ofSeconds(Math.min(30, 1L << Math.min(5, misses)));
	}

	/** How long Jenkins is left alone that did not answer so often: 1, 2, 4 … 30 s. */
	public static Duration away(int failures) {
		return missing(Math.max(0, failures - 1));
	}

	/** Whether to ask for a scan: at once, after half a minute, then ever more seldom. */
	public static boolean scans(@Nullable Instant last, Duration age, Instant now) {
		if (last == null) {
			return true;
		}
		Duration pause = Duration.ofSeconds(Math.max(BETWEEN_SCANS.toSeconds(), age.toSeconds() / 3));
		return !now.isBefore(last.plus(pause));
	}

	/**
	 * Whether nothing will come: Jenkins has looked again after all that time, and some
	 * time ago. While it cannot be asked nothing is hopeless.
	 */
	public static boolean hopeless(@Nullable Instant last, Duration age, Instant now) {
		return age.compareTo(PATIENCE) > 0 && last != null && !now.isBefore(last.plus(AFTER_A_SCAN))
				&& !scans(last, age, now);
	}

	/**
	 * Whether a build that ended before a run of it was seen, as aborted ones do, is no
	 * longer looked for. Nobody has Jenkins look for it, so that does not matter.
	 */
	public static boolean forgotten(Duration age) {
		return age.compareTo(PATIENCE) > 0;
	}

	/** Whether a question of which nothing is seen may be asked again. */
	public static boolean asksAgain(Tracked tracked, Instant now) {
		Instant asked = tracked.askedAt();
		return tracked.misses() + 1 >= LOOKS_BEFORE_ASKING_AGAIN
				&& (asked == null || !now.isBefore(asked.plus(ON_THE_WAY)));
	}

	/** What to send next to a run that shall end; null when it is not yet time. */
	public static @Nullable String ending(Tracked tracked, Instant now) {
		Instant since = tracked.abortedAt();
		if (since == null || now.isBefore(since.plusSeconds(10L * tracked.abortSteps()))) {
			return null;
		}
		return switch (tracked.abortSteps()) {
			case 0 -> "stop";
			case 1 -> "term";
			case 2 -> "kill";
			default -> null;
		};
	}

}
