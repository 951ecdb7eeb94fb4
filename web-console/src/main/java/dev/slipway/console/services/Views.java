package dev.slipway.console.services;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import dev.slipway.console.services.Schedules.Finding;
import dev.slipway.console.services.Schedules.Schedule;
import org.jspecify.annotations.Nullable;

/** What the pages of a service show of builds, releases and pods. */
final class Views {

	private static final int MOST_TESTS = 200;

	private Views() {
	}

	static <T> List<T> orEmpty(@Nullable List<T> list) {
		return (list != null) ? list : List.of();
	}

	/** A build. */
	record Build(int number, @Nullable String branch, @Nullable String commit, @Nullable String status,
			@Nullable Instant queuedAt, @Nullable Instant startedAt, @Nullable Instant endedAt, long durationMillis,
			@Nullable String cause, @Nullable String startedBy, @Nullable String image, @Nullable Failure failure,
			@Nullable Map<String, String> parameters, List<Stage> stages) {

		Build {
			stages = orEmpty(stages);
		}

		public boolean going() {
			return "RUNNING".equals(this.status) || "QUEUED".equals(this.status);
		}

		public @Nullable Instant at() {
			return (this.startedAt != null) ? this.startedAt : this.queuedAt;
		}

	}

	/** Why a build did not end well. */
	record Failure(@Nullable String stage, String message, @Nullable String remedy) {
	}

	/** A stage of a build, or a branch of a parallel one. */
	record Stage(int id, @Nullable Integer parent, @Nullable String kind, String name, @Nullable String status,
			long durationMillis, @Nullable String message, long logStart) {

	}

	/** Test results of a build. */
	record Tests(int total, int passed, int failed, int skipped, List<TestCase> cases) {

		Tests {
			cases = orEmpty(cases);
		}

		public List<TestCase> failures() {
			return this.cases.stream().filter((test) -> "FAILED".equals(test.status())).toList();
		}

		/** Those that a page lists, the longest first. */
		public List<TestCase> slowest() {
			return this.cases.stream()
				.sorted(Comparator.comparingLong(TestCase::durationMillis).reversed())
				.limit(MOST_TESTS)
				.toList();
		}

	}

	/** One test. */
	record TestCase(@Nullable String suite, @Nullable String name, @Nullable String status, long durationMillis,
			@Nullable String message) {
	}

	/** A service in one environment. */
	record Place(String environment, @Nullable String namespace, @Nullable String address, @Nullable Release stable,
			@Nullable Release live, List<Pod> pods) {

		Place {
			pods = orEmpty(pods);
		}

		public long ready() {
			return this.pods.stream().filter(Pod::ready).count();
		}

		/** One word on how the service does there. */
		public String health() {
			if (this.live != null) {
				return "PROGRESSING";
			}
			if (this.stable == null) {
				return "NOT_RELEASED";
			}
			return (ready() == 0) ? "DOWN" : (ready() < this.pods.size()) ? "DEGRADED" : "UP";
		}

	}

	/** A pod. */
	record Pod(String name, @Nullable String ip, boolean ready, @Nullable String phase, int restarts, int release,
			@Nullable String waiting, @Nullable String message) {
	}

	/** A release. */
	record Release(int number, @Nullable String status, @Nullable String phase, @Nullable String reason,
			@Nullable String image, @Nullable String commit, @Nullable Integer build, int replicas, int readyReplicas,
			@Nullable String address, @Nullable Integer rollbackOf, @Nullable String requestedBy,
			@Nullable Instant requestedAt, @Nullable Instant endedAt, @Nullable Integer replaces,
			@Nullable Strategy strategy, @Nullable Schedule schedule, List<GuardRail> guardRails,
			List<Finding> findings, List<String> configuration, List<Pod> pods, List<Line> history) {

		Release {
			configuration = orEmpty(configuration);
			pods = orEmpty(pods);
			history = orEmpty(history);
			guardRails = orEmpty(guardRails);
			findings = orEmpty(findings);
		}

		public boolean going() {
			return this.endedAt == null && "PROGRESSING".equals(this.status);
		}

		public boolean succeeded() {
			return "SUCCEEDED".equals(this.status);
		}

	}

	/** How a release goes about it. */
	record Strategy(@Nullable String type, @Nullable String router, @Nullable String maxSurge,
			@Nullable String maxUnavailable, @Nullable String minReady, @Nullable String progressDeadline) {
	}

	/** A limit that is watched while a release takes requests. */
	record GuardRail(String name, String kind, String limit, boolean watched, @Nullable String conclusion,
			@Nullable String explanation, @Nullable Double value, @Nullable Map<String, Object> evidence) {

		/** What it says now, as a status. */
		public String says() {
			return !this.watched ? "NOT_WATCHED" : "PENDING".equals(this.conclusion) ? "HOLDS" : shown();
		}

		private String shown() {
			return "FAILED".equals(this.conclusion) ? "BROKEN" : String.valueOf(this.conclusion);
		}

	}

	/** A line of a history. */
	record Line(long sequence, Instant at, @Nullable String phase, @Nullable String state, @Nullable String reason,
			int stage) {

		public String where() {
			return (this.phase != null) ? this.phase : String.valueOf(this.state);
		}

	}

	/** An environment of the platform. */
	record Env(String name, @Nullable String cluster) {
	}

}
