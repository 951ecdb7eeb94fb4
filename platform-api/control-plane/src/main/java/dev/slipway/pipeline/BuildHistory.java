package dev.slipway.pipeline;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What past builds tell: across services, and of tests and stages over time. */
public interface BuildHistory {

	/** Finds builds of all services, those asked for last first. */
	List<Build> find(BuildQuery query, int limit);

	/** The builds of a commit, oldest first; at most a hundred. */
	List<Build> ofCommit(String service, String commit);

	/**
	 * All results, in the newest so many builds that ran tests, of the tests that failed
	 * in one of them; those of the oldest build first, without their messages.
	 * @param branch of this branch only; null for all
	 * @param tests of so many tests at most: of those that failed in most builds
	 */
	List<TestRun> failingRuns(String service, @Nullable String branch, int builds, int tests);

	/** The results of one test in those builds. */
	List<TestRun> testRuns(String service, String suite, String name, @Nullable String branch, int builds);

	/** The tests that took longest on average in those builds, skipped ones left out. */
	List<SlowTest> slowest(String service, @Nullable String branch, int builds, int limit);

	/**
	 * The newest so many builds that ended well, oldest first, each with its stages in
	 * the order of starting and its inputs.
	 * @param branch of this branch only; null for all
	 */
	List<Timed> timed(String service, @Nullable String branch, int builds);

	/**
	 * A test in a build.
	 *
	 * @param build the number
	 * @param branch the build's
	 * @param commit the build's
	 * @param at when the build was asked for
	 * @param test what came of it
	 */
	record TestRun(int build, String branch, String commit, Instant at, TestCase test) {
	}

	/**
	 * A test that takes long.
	 *
	 * @param suite its class
	 * @param name its name
	 * @param runs how often it ran
	 * @param averageMillis how long it took on average
	 * @param longestMillis how long it took at most
	 */
	record SlowTest(String suite, String name, int runs, long averageMillis, long longestMillis) {
	}

	/**
	 * A build with its stages.
	 *
	 * @param build one that has ended
	 * @param stages in the order of starting
	 * @param inputs what it asked people
	 */
	record Timed(Build build, List<BuildStage> stages, List<BuildInput> inputs) {

		public Timed {
			stages = List.copyOf(stages);
			inputs = List.copyOf(inputs);
		}

	}

}
