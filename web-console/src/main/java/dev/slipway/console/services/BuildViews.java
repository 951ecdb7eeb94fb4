package dev.slipway.console.services;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

import dev.slipway.console.services.Views.Build;
import org.jspecify.annotations.Nullable;

/** What the pages of builds show beside the builds themselves. */
final class BuildViews {

	private BuildViews() {
	}

	/** A build among those of other services. */
	record Fleet(String team, Line build) {
	}

	/** A build in a list. */
	record Line(String service, int number, @Nullable String branch, @Nullable String commit, @Nullable String status,
			@Nullable Instant queuedAt, @Nullable Instant startedAt, long durationMillis, @Nullable String cause,
			@Nullable String startedBy, @Nullable String image) {

		public @Nullable Instant at() {
			return (this.startedAt != null) ? this.startedAt : this.queuedAt;
		}

	}

	/** A build that waits, for a runner or for a person. */
	record Waiting(Fleet build, Instant since, String waitsFor, String reason) {

		public boolean person() {
			return "PERSON".equals(this.waitsFor);
		}

	}

	/** What a build asks a person. */
	record Input(String id, String message, String proceedLabel, List<Parameter> parameters, List<String> submitters,
			Instant askedAt, boolean mayAnswer, @Nullable Answer answer) {

		Input {
			parameters = Views.orEmpty(parameters);
			submitters = Views.orEmpty(submitters);
		}

	}

	/** A value that is asked for. */
	record Parameter(String name, @Nullable String type, @Nullable String description, @Nullable String value,
			List<String> choices) {

		Parameter {
			choices = Views.orEmpty(choices);
		}

		/** The type of its field. */
		public String field() {
			return "password".equals(this.type) ? "password" : "text";
		}

	}

	/** What a person said. */
	record Answer(boolean proceed, String actor, Instant at) {
	}

	/** A file that the build keeps. */
	record Artifact(String path, long size) {

		/** {@code 12.3 MB}; empty when nobody knows. */
		public String bytes() {
			if (this.size < 0) {
				return "";
			}
			if (this.size < 1024) {
				return this.size + " B";
			}
			return (this.size < 1 << 20) ? String.format(java.util.Locale.ROOT, "%.1f kB", this.size / 1024.0)
					: String.format(java.util.Locale.ROOT, "%.1f MB", this.size / 1048576.0);
		}

		/** The path, with what an address cannot hold escaped. */
		public String href() {
			return org.springframework.web.util.UriUtils.encodePath(this.path, java.nio.charset.StandardCharsets.UTF_8);
		}

	}

	/** A commit on its way to production. */
	record Commit(String sha, @Nullable String author, @Nullable String message, @Nullable Instant committedAt,
			@Nullable String production, @Nullable Long leadTimeSeconds, List<Line> builds, List<Placed> releases) {

		Commit {
			builds = Views.orEmpty(builds);
			releases = Views.orEmpty(releases);
		}

		/** The first line of its message. */
		public String title() {
			return (this.message == null || this.message.isBlank()) ? "Commit"
					: this.message.lines().findFirst().orElse("Commit");
		}

		/** The lead time in milliseconds. */
		public @Nullable Long lead() {
			return (this.leadTimeSeconds != null) ? this.leadTimeSeconds * 1000 : null;
		}

	}

	/** A release of a commit. */
	record Placed(String environment, int number, @Nullable String image, @Nullable Integer build, String status,
			boolean again, Instant requestedAt, @Nullable Instant liveAt) {
	}

	/** How long builds take. */
	record Trend(List<Took> builds, @Nullable Durations whole, List<Durations> stages) {

		Trend {
			builds = Views.orEmpty(builds);
			stages = Views.orEmpty(stages);
		}

		/** The height of a build's bar in percent of the longest. */
		public long height(Took took) {
			return BuildViews.height(took.durationMillis(), this.builds.stream().mapToLong(Took::durationMillis));
		}

	}

	/** How long one build ran. */
	record Took(int number, Instant at, long durationMillis) {
	}

	/** How long something takes. */
	record Durations(String name, int runs, long p50Millis, long p95Millis) {
	}

	/** Lead time for changes. */
	record LeadTime(int commits, int releases, @Nullable Long p50Seconds) {
	}

	/** A test over builds, oldest first. */
	record TestHistory(String suite, String name, int failures, @Nullable String flaky, @Nullable Durations durations,
			List<TestRun> runs) {

		TestHistory {
			runs = Views.orEmpty(runs);
		}

		public String key() {
			return this.suite + " " + this.name;
		}

		/** The runs, newest first. */
		public List<TestRun> newest() {
			List<TestRun> newest = new ArrayList<>(this.runs);
			Collections.reverse(newest);
			return newest;
		}

		/** The height of a run's bar in percent of the longest. */
		public long height(TestRun run) {
			return BuildViews.height(run.durationMillis(), this.runs.stream().mapToLong(TestRun::durationMillis));
		}

	}

	/** A test in a build. */
	record TestRun(int build, @Nullable String branch, @Nullable String commit, @Nullable Instant at, String status,
			long durationMillis, @Nullable String message) {
	}

	/** A test that takes long. */
	record SlowTest(String suite, String name, int runs, long averageMillis, long longestMillis) {
	}

	/** Something as percent of the longest, and high enough to be seen. */
	private static long height(long millis, LongStream all) {
		return Math.max(3, 100 * millis / Math.max(1, all.max().orElse(1)));
	}

	/** The stages of a build as a picture. */
	static StageGraph graph(Build build) {
		return StageGraph.of(build.stages());
	}

}
