package dev.slipway.runner;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads along what a process prints and finds the line that says why it failed. Knows
 * Maven and the shell.
 */
final class Diagnosis {

	private static final Pattern COMPILE = Pattern.compile("\\[ERROR\\] (\\S+\\.(?:java|kt)):\\[(\\d+),(\\d+)\\] (.*)");

	private static final Pattern TESTS = Pattern
		.compile("\\[ERROR\\] Tests run: \\d+, Failures: \\d+, Errors: \\d+, Skipped: \\d+");

	private static final Pattern TEST = Pattern.compile("\\[ERROR\\] {3,}(\\S+.*)");

	private static final Pattern UNRESOLVED = Pattern.compile("\\[ERROR\\] .*(Could not (?:resolve|transfer|find) .*)");

	private static final Pattern GOAL = Pattern.compile("\\[ERROR\\] (Failed to execute goal .*?)(?: -> \\[Help.*)?");

	private static final Pattern NOT_FOUND = Pattern
		.compile(".*?: (?:\\d+: |line \\d+: )?(\\S+): (?:command )?not found");

	private @Nullable String cause;

	private @Nullable String remedy;

	private int rank;

	private @Nullable String firstTest;

	/** One line of output. */
	void read(String line) {
		Matcher compile = COMPILE.matcher(line);
		if (compile.matches()) {
			found(5, "Compile error: " + file(compile.group(1)) + ", line " + compile.group(2) + ", column "
					+ compile.group(3) + ": " + compile.group(4), "Mend this line, commit and push");
			return;
		}
		Matcher test = TEST.matcher(line);
		if (test.matches() && this.firstTest == null) {
			this.firstTest = test.group(1);
		}
		if (TESTS.matcher(line).lookingAt()) {
			found(4, "Tests failed: " + line.substring("[ERROR] ".length())
					+ ((this.firstTest != null) ? "; first: " + this.firstTest : ""),
					"Read the failed tests of this build, mend, commit and push");
		}
		Matcher unresolved = UNRESOLVED.matcher(line);
		if (unresolved.matches()) {
			found(3, unresolved.group(1), "Check the dependency's coordinates and the network, then build again");
		}
		Matcher missing = NOT_FOUND.matcher(line);
		if (missing.matches()) {
			found(2, "The program '" + missing.group(1) + "' was not found",
					"Install " + missing.group(1) + " so that it is on the PATH, restart the platform, build again");
		}
		Matcher goal = GOAL.matcher(line);
		if (goal.matches()) {
			found(1, goal.group(1), "Read the log of the failed stage; mend, commit and push");
		}
	}

	private static String file(String path) {
		int source = path.indexOf("/src/");
		return (source >= 0) ? path.substring(source + 1) : path;
	}

	private void found(int weight, String text, String advice) {
		if (weight > this.rank) {
			this.rank = weight;
			this.cause = text;
			this.remedy = advice;
		}
	}

	/** The failure of a script that ended with this code. */
	StepFailure failure(int code) {
		return new StepFailure("script returned exit code " + code, this.cause, this.remedy);
	}

}
