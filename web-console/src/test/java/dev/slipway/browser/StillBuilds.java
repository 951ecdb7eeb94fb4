package dev.slipway.browser;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildInput.Parameter;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.TestCase;
import dev.slipway.repository.Repositories;
import dev.slipway.repository.Repositories.TreeFile;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.strategy.Strategy;
import dev.slipway.test.RunningPlatform;
import org.jspecify.annotations.NullUnmarked;

/**
 * The service {@code kites} of team {@code shop} with a past: ten builds that ended, of
 * which the last failed, and one that asks a person. They are in the platform's own
 * store; nobody runs them.
 */
@NullUnmarked
final class StillBuilds {

	static final String SERVICE = "kites";

	static final int FAILED = 10;

	static final int ASKING = 11;

	static final String SUITE = "com.example.kites.WindTest";

	private final RunningPlatform platform;

	private final Instant now = Instant.now();

	private final String commit;

	StillBuilds(RunningPlatform platform) {
		this.platform = platform;
		Repositories repositories = platform.bean(Repositories.class);
		Map<String, TreeFile> tree = Map.of("Jenkinsfile", file("node { }"));
		repositories.create("shop", SERVICE, tree, "ada", "First commit", "sample");
		repositories.add("shop", SERVICE, Map.of("tail.txt", file("long")), "ada", "Give kites a longer tail (#12)");
		this.commit = repositories.head("shop", SERVICE, "main").orElseThrow();
		store().addPipeline("shop", SERVICE);
		for (int i = 1; i < ASKING; i++) {
			ended(i);
		}
		asking();
		release();
		platform.bean(Catalog.class)
			.add(new Service(SERVICE, "shop", "Flies kites.", "spring-boot-service",
					repositories.cloneUrl("shop", SERVICE), "ada", this.now));
	}

	/** The commit of all its builds. */
	String commit() {
		return this.commit;
	}

	private void ended(int number) {
		Instant start = this.now.minusSeconds(7200L - 600 * number);
		boolean fails = number == FAILED;
		Build build = add(number, start);
		int[] millis = { 8_000 + 300 * number, 21_000 + 900 * ((number * 7) % 5), 9_000, 12_000, 6_000 };
		stage(number, 1, null, "stage", "Checkout", start, millis[0] / 4, BuildStatus.SUCCESS, null);
		stage(number, 2, null, "stage", "Build", start.plusMillis(2_000), millis[0], BuildStatus.SUCCESS, null);
		Instant checks = start.plusSeconds(12);
		BuildStatus tested = fails ? BuildStatus.FAILURE : BuildStatus.SUCCESS;
		stage(number, 3, null, "stage", "Verify", checks, millis[1], tested, null);
		stage(number, 4, 3, "branch", "Unit tests", checks, millis[1], tested, fails ? "2 tests failed" : null);
		stage(number, 5, 3, "branch", "Static analysis", checks, millis[2], BuildStatus.SUCCESS, null);
		stage(number, 6, 3, "branch", "Dependencies", checks, millis[3], BuildStatus.SUCCESS, null);
		if (!fails) {
			stage(number, 7, null, "stage", "Image", start.plusSeconds(24).plusMillis(millis[1]), millis[4],
					BuildStatus.SUCCESS, null);
		}
		tests(number);
		store().save(build.ended(fails ? BuildStatus.FAILURE : BuildStatus.SUCCESS,
				fails ? null : "localhost:5000/shop/kites@sha256:" + "4b".repeat(32),
				fails ? new BuildFailure("Unit tests", "Tests failed: 2",
						"Read the failed tests, mend, commit and push") : null,
				start.plusSeconds(24).plusMillis(millis[1] + millis[4])));
	}

	private void tests(int number) {
		List<TestCase> tests = new ArrayList<>();
		boolean gust = number % 3 == 1;
		tests.add(new TestCase(SUITE, "holdsAGust", gust ? "FAILED" : "PASSED", 1200 + 90 * number,
				gust ? "expected: <aloft> but was: <in the tree>" : null));
		tests.add(new TestCase(SUITE, "fliesInALightBreezeAndComesDownByItselfWhenTheWindHasGone",
				(number == FAILED) ? "FAILED" : "PASSED", 350 + 20 * number,
				(number == FAILED)
						? "java.lang.AssertionError: it never came down\n\tat WindTest.flies(WindTest.java:41)"
						: null));
		for (int i = 1; i <= 12; i++) {
			tests.add(new TestCase("com.example.kites.StringTest", "unwinds[" + 10 * i + " m]",
					(i == 12) ? "SKIPPED" : "PASSED", 15L * i, null));
		}
		store().addTests(SERVICE, number, tests);
	}

	private void asking() {
		Instant start = this.now.minusSeconds(90);
		add(ASKING, start);
		stage(ASKING, 1, null, "stage", "Build", start, 9_000, BuildStatus.SUCCESS, null);
		store().saveStage(SERVICE, ASKING,
				new BuildStage(2, null, "stage", "Promote", BuildStatus.RUNNING, start.plusSeconds(9), null, null, 0));
		store().saveInput(SERVICE, ASKING,
				new BuildInput("Promote", "Promote kites 1.4.0 to production?", "Promote",
						List.of(new Parameter("STRATEGY", "choice", "How it goes there", "canary",
								List.of("rolling", "blueGreen", "canary")),
								new Parameter("NOTE", "string", "Shown in the release's history", "", List.of()),
								new Parameter("TELL", "boolean", "", "true", List.of())),
						Set.of(), start.plusSeconds(10), null));
	}

	private void release() {
		String image = "localhost:5000/shop/kites@sha256:" + "4b".repeat(32);
		ReleaseStore releases = this.platform.bean(ReleaseStore.class);
		for (String environment : List.of("dev", "staging")) {
			Release.Draft draft = new Release.Draft(SERVICE, environment, "shop", image, this.commit, 9, 2,
					Strategy.defaults(), "[]", null, "ada", this.now.minusSeconds(600));
			releases.record(releases.add(draft, (added) -> {
			}), environment.equals("dev") ? Outcome.SUCCEEDED : Outcome.FAILED,
					environment.equals("dev") ? "Release 1 is stable with 2 pods" : "0 of 2 pods became ready");
		}
	}

	private Build add(int number, Instant at) {
		Build build = store()
			.add(new BuildRequest("shop", SERVICE, "main", this.commit, "sample:" + number,
					(number % 4 == 0) ? "Build " + (number - 1) + " again, by ben" : "Push by ada",
					(number % 4 == 0) ? "ben" : "ada"), at)
			.build()
			.started(at);
		store().save(build);
		return build;
	}

	private void stage(int number, int id, Integer parent, String kind, String name, Instant start, long millis,
			BuildStatus status, String message) {
		store().saveStage(SERVICE, number,
				new BuildStage(id, parent, kind, name, status, start, start.plusMillis(millis), message, 0));
	}

	private BuildStore store() {
		return this.platform.bean(BuildStore.class);
	}

	private static TreeFile file(String text) {
		return new TreeFile(text.getBytes(StandardCharsets.UTF_8), false);
	}

}
