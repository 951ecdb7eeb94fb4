package dev.slipway.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.pipeline.BuildHistory.TestRun;
import org.jspecify.annotations.Nullable;

/**
 * What became of one test over builds, and whether it is flaky: its result tells of
 * something else than the code. It is when, over the builds looked at and skipped runs
 * left out, it
 * <ol>
 * <li>both passed and failed on the same commit, or</li>
 * <li>changed between passed and failed at least {@value #FLIPS} times on one branch,
 * from build to build.</li>
 * </ol>
 * <p>
 * A worked example, P passed and F failed, builds of main from old to new, each of a
 * commit of its own: {@code P P F P F P} changes 4 times and is flaky;
 * {@code P P F F F P} changes twice and is not: it was broken and mended. {@code P F} is
 * not, unless both are builds of the same commit, for instance because somebody ran it
 * again.
 *
 * @param suite its class
 * @param name its name
 * @param runs oldest first
 * @param flaky why it is held to be flaky; null when it is not
 */
public record TestHistory(String suite, String name, List<TestRun> runs, @Nullable String flaky) {

	static final int FLIPS = 3;

	private static final String PASSED = "PASSED";

	private static final String FAILED = "FAILED";

	public TestHistory {
		runs = List.copyOf(runs);
	}

	/**
	 * Sorts runs, which come oldest first, by their tests. Several runs of a test in one
	 * build, such as those of a matrix, are one: failed when one of them failed, skipped
	 * when all were, as long as the longest.
	 */
	public static List<TestHistory> of(List<TestRun> runs) {
		Map<List<String>, List<TestRun>> tests = new LinkedHashMap<>();
		for (TestRun run : runs) {
			tests.computeIfAbsent(List.of(run.test().suite(), run.test().name()), (test) -> new ArrayList<>()).add(run);
		}
		List<TestHistory> histories = new ArrayList<>();
		tests.forEach((test, its) -> {
			List<TestRun> builds = ofBuilds(its);
			histories.add(new TestHistory(test.get(0), test.get(1), builds, flaky(builds)));
		});
		return histories;
	}

	private static List<TestRun> ofBuilds(List<TestRun> runs) {
		Map<Integer, TestRun> builds = new LinkedHashMap<>();
		for (TestRun run : runs) {
			builds.merge(run.build(), run, TestHistory::both);
		}
		return List.copyOf(builds.values());
	}

	private static TestRun both(TestRun one, TestRun other) {
		TestCase worse = (rank(other.test()) > rank(one.test())) ? other.test() : one.test();
		long longest = Math.max(one.test().durationMillis(), other.test().durationMillis());
		return new TestRun(one.build(), one.branch(), one.commit(), one.at(),
				new TestCase(worse.suite(), worse.name(), worse.status(), longest, worse.message()));
	}

	private static int rank(TestCase test) {
		return test.status().equals(FAILED) ? 2 : test.status().equals(PASSED) ? 1 : 0;
	}

	/** In how many builds it failed. */
	public int failures() {
		return (int) this.runs.stream().filter((run) -> run.test().status().equals(FAILED)).count();
	}

	/** How long it took, without skipped runs; null when all were skipped. */
	public @Nullable Durations durations() {
		List<Long> millis = this.runs.stream()
			.map(TestRun::test)
			.filter((test) -> rank(test) > 0)
			.map(TestCase::durationMillis)
			.toList();
		return millis.isEmpty() ? null : Durations.of(this.name, millis);
	}

	private static @Nullable String flaky(List<TestRun> runs) {
		Map<String, String> ofCommit = new HashMap<>();
		Map<String, String> ofBranch = new HashMap<>();
		Map<String, Integer> flips = new HashMap<>();
		for (TestRun run : runs) {
			String status = run.test().status();
			if (!status.equals(PASSED) && !status.equals(FAILED)) {
				continue;
			}
			String same = ofCommit.putIfAbsent(run.commit(), status);
			if (same != null && !same.equals(status)) {
				return "It passed and failed on the same commit "
						+ run.commit().substring(0, Math.min(8, run.commit().length()));
			}
			String before = ofBranch.put(run.branch(), status);
			if (before != null && !before.equals(status) && flips.merge(run.branch(), 1, Integer::sum) == FLIPS) {
				return "It changed between passed and failed at least " + FLIPS + " times on " + run.branch();
			}
		}
		return null;
	}

}
