package dev.slipway.pipeline.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.pipeline.BuildFailure;
import org.jspecify.annotations.Nullable;

/** Why the local runner ended a build from outside, and what to do. */
final class RunnerTexts {

	private RunnerTexts() {
	}

	/**
	 * The lines that the log of a build lacks at its end.
	 * @param outcome how the build ends
	 * @param told what the runner has written of its end already; null when nothing
	 */
	static List<String> tell(Outcome outcome, @Nullable Outcome told) {
		BuildFailure failure = outcome.failure();
		if (failure == null) {
			return List.of();
		}
		List<String> lines = new ArrayList<>();
		if (told == null) {
			lines.add("ERROR: " + failure.message());
		}
		boolean advised = told != null && told.failure() != null && told.failure().remedy() != null;
		if (failure.remedy() != null && !advised) {
			lines.add("What to do: " + failure.remedy());
		}
		return lines;
	}

	static Outcome platformStopped() {
		return Outcome.aborted("The platform was stopped while this build ran", "Build again");
	}

	static Outcome abortedBy(String actor) {
		return Outcome.aborted("Aborted by " + actor, null);
	}

	static Outcome timeLimit(Duration limit) {
		return Outcome.aborted("The build ran longer than " + time(limit),
				"Find in the log what it waits for; if it needs the time, raise slipway.runner.time-limit");
	}

	static Outcome inputTimeLimit(Duration limit) {
		return Outcome.aborted("Nobody answered what the build waited for within " + time(limit),
				"Build again and answer its input, or put timeout around the step; slipway.runner.input-time-limit"
						+ " is how long a build may wait");
	}

	private static String time(Duration limit) {
		return (limit.toSeconds() % 3600 == 0) ? limit.toHours() + " h"
				: (limit.toSeconds() % 60 == 0) ? limit.toMinutes() + " min" : limit.toSeconds() + " s";
	}

	static Outcome outOfMemory(int megabytes) {
		return Outcome.failed("The Jenkinsfile needed more memory than the runner's heap of " + megabytes + " MB",
				"Let the Jenkinsfile keep less in memory, or raise slipway.runner.heap-megabytes");
	}

	static Outcome missing() {
		return Outcome.failed("The platform does not find its pipeline runner",
				"Ask who runs the platform to start it with './slipway up', which puts the runner in place;"
						+ " the platform's log names the folder that is missing");
	}

	static Outcome couldNotRun() {
		return Outcome.failed("The platform could not run this build",
				"Ask who runs the platform for free space on the disk of its state directory and for the cause in its"
						+ " log, then build again");
	}

	static Outcome died(int code) {
		return Outcome.failed("The runner ended without a result (exit code " + code + ")",
				"Look at the end of the log and whether the machine has memory left, then build again");
	}

}
