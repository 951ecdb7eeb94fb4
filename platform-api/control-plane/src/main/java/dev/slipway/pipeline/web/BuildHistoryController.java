package dev.slipway.pipeline.web;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.pipeline.BuildHistory;
import dev.slipway.pipeline.BuildHistory.SlowTest;
import dev.slipway.pipeline.BuildHistory.TestRun;
import dev.slipway.pipeline.BuildHistory.Timed;
import dev.slipway.pipeline.Durations;
import dev.slipway.pipeline.TestHistory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a service's past builds tell of its tests and of the time they take. */
@RestController
@Tag(name = "Builds")
@RequestMapping("/api/v1/services/{service}")
class BuildHistoryController {

	private static final String BUILDS = "How many of the newest builds are looked at";

	private static final String BRANCH = "Builds of this branch only";

	private static final int MOST = 100;

	private static final int MOST_TESTS = 200;

	private final BuildAccess access;

	private final BuildHistory history;

	BuildHistoryController(BuildAccess access, BuildHistory history) {
		this.access = access;
		this.history = history;
	}

	@GetMapping("/tests/failing")
	@Operation(summary = "The tests that failed in one of the newest builds, with all their results there",
			description = "Those that failed in most builds first, at most 200, without messages. flaky says why a test is held to be flaky: it passed and failed on the same commit, or "
					+ "changed between passed and failed at least three times on one branch.")
	Page<TestView> failing(Actor actor, @PathVariable String service,
			@Parameter(description = BUILDS) @RequestParam(defaultValue = "30") int builds,
			@Parameter(description = BRANCH) @RequestParam(required = false) @Nullable String branch,
			@Parameter(description = "Only those that are held to be flaky") @RequestParam(
					defaultValue = "false") boolean flaky) {
		check(actor, service, builds);
		return new Page<>(TestHistory.of(this.history.failingRuns(service, branch, builds, MOST_TESTS))
			.stream()
			.filter((test) -> !flaky || test.flaky() != null)
			.sorted(Comparator.comparingInt(TestHistory::failures).reversed())
			.map(TestView::of)
			.toList(), null);
	}

	@GetMapping("/tests/history")
	@Operation(summary = "The results of one test in the newest builds, oldest first",
			description = "With how long it took, why it failed, and why it is held to be flaky if it is; 404 when "
					+ "none of these builds ran it.")
	TestView test(Actor actor, @PathVariable String service,
			@Parameter(description = "The test's class") @RequestParam String suite,
			@Parameter(description = "The test's name") @RequestParam String name,
			@Parameter(description = BUILDS) @RequestParam(defaultValue = "30") int builds,
			@Parameter(description = BRANCH) @RequestParam(required = false) @Nullable String branch) {
		check(actor, service, builds);
		return TestHistory.of(this.history.testRuns(service, suite, name, branch, builds))
			.stream()
			.findFirst()
			.map(TestView::of)
			.orElseThrow(() -> Problem.notFound("The test " + suite + " " + name + " in the newest builds"));
	}

	@GetMapping("/tests/slowest")
	@Operation(summary = "The tests that took longest on average in the newest builds")
	List<SlowTest> slowest(Actor actor, @PathVariable String service,
			@Parameter(description = BUILDS) @RequestParam(defaultValue = "10") int builds,
			@Parameter(description = BRANCH) @RequestParam(required = false) @Nullable String branch,
			@RequestParam(defaultValue = "20") int limit) {
		check(actor, service, builds);
		if (limit < 1 || limit > MOST) {
			throw Problem.invalid("limit", "must be from 1 to " + MOST);
		}
		return this.history.slowest(service, branch, builds, limit);
	}

	@GetMapping("/builds/trend")
	@Operation(summary = "How long the newest builds that ended well took, as a whole and by stage",
			description = "Percentiles by nearest rank, without the time in which a build only waited for a person; whole is missing when there is no such build.")
	Trend trend(Actor actor, @PathVariable String service,
			@Parameter(description = BUILDS) @RequestParam(defaultValue = "30") int builds,
			@Parameter(description = BRANCH) @RequestParam(required = false) @Nullable String branch) {
		check(actor, service, builds);
		List<Timed> timed = this.history.timed(service, branch, builds);
		List<Took> took = timed.stream().map(Took::of).toList();
		return new Trend(took,
				took.isEmpty() ? null : Durations.of("", took.stream().map(Took::durationMillis).toList()),
				Durations.ofStages(timed));
	}

	private void check(Actor actor, String service, int builds) {
		this.access.service(actor, service);
		if (builds < 1 || builds > MOST) {
			throw Problem.invalid("builds", "must be from 1 to " + MOST);
		}
	}

	/**
	 * A test over builds.
	 *
	 * @param flaky why it is held to be flaky; missing when it is not
	 * @param durations how long it took, without skipped runs; missing when all were
	 * skipped
	 * @param runs oldest first
	 */
	@Schema(name = "TestHistory")
	record TestView(String suite, String name, int failures, @Nullable String flaky, @Nullable Durations durations,
			List<RunView> runs) {

		static TestView of(TestHistory test) {
			return new TestView(test.suite(), test.name(), test.failures(), test.flaky(), test.durations(),
					test.runs().stream().map(RunView::of).toList());
		}

	}

	/** A test in a build. */
	@Schema(name = "TestRun")
	record RunView(int build, String branch, String commit, Instant at, String status, long durationMillis,
			@Nullable String message) {

		static RunView of(TestRun run) {
			return new RunView(run.build(), run.branch(), run.commit(), run.at(), run.test().status(),
					run.test().durationMillis(), run.test().message());
		}

	}

	/**
	 * How long builds take.
	 *
	 * @param builds oldest first
	 * @param whole of whole builds
	 * @param stages by name, in the order of their first appearance
	 */
	@Schema(name = "BuildTrend")
	record Trend(List<Took> builds, @Nullable Durations whole, List<Durations> stages) {
	}

	/** How long one build ran. */
	@Schema(name = "BuildDuration")
	record Took(int number, Instant at, long durationMillis) {

		static Took of(Timed timed) {
			return new Took(timed.build().number(), timed.build().queuedAt(), Durations.millis(timed));
		}

	}

}
