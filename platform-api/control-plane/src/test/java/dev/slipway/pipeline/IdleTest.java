package dev.slipway.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.slipway.pipeline.BuildHistory.Timed;
import dev.slipway.pipeline.BuildInput.Answer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The time that people take is none of a build's. */
@NullUnmarked
class IdleTest {

	private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

	@Test
	void aBuildThatAsksNobodyIsNeverIdle() {
		Idle idle = Idle.of(List.of(stage(1, null, 0, 60)), List.of());
		assertThat(idle.worked(at(0), at(60))).isEqualTo(Duration.ofMinutes(60));
	}

	@Test
	void whatWorksBesideItCounts() {
		Idle idle = Idle.of(List.of(stage(1, null, 0, 60), stage(2, null, 0, 20)), List.of(input(10, 50)));
		assertThat(idle.worked(at(0), at(60))).isEqualTo(Duration.ofMinutes(30));
		assertThat(idle.worked(at(0), at(20))).isEqualTo(Duration.ofMinutes(20));
	}

	@Test
	void theStagesAroundOneThatAsksWaitWithIt() {
		Idle idle = Idle.of(List.of(stage(1, null, 0, 60), stage(2, 1, 0, 10), stage(3, 1, 10, 60)),
				List.of(input(15, 55)));
		assertThat(idle.worked(at(0), at(60))).isEqualTo(Duration.ofMinutes(20));
		assertThat(idle.worked(at(10), at(60))).isEqualTo(Duration.ofMinutes(10));
		assertThat(idle.worked(at(0), at(10))).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void twoThatAskAtOnceAreIdleTogether() {
		Idle idle = Idle.of(List.of(stage(1, null, 0, 60), stage(2, null, 0, 60)),
				List.of(input(10, 50), input(20, 40)));
		assertThat(idle.worked(at(0), at(60))).isEqualTo(Duration.ofMinutes(40));
	}

	@Test
	void whoAsksOutsideOfStagesWaitsToo() {
		assertThat(Idle.of(List.of(), List.of(input(10, 50))).worked(at(0), at(60))).isEqualTo(Duration.ofMinutes(20));
	}

	@Test
	void theTrendOfABuildIsWithoutIt() {
		Build build = new Build(1, new BuildRequest("shop", "orders", "main", "c", "k", "Push", "ann"),
				BuildStatus.SUCCESS, START, at(0), at(60), null, null);
		Timed timed = new Timed(build, List.of(stage(1, null, 0, 60)), List.of(input(10, 50)));
		assertThat(Durations.millis(timed)).isEqualTo(Duration.ofMinutes(20).toMillis());
		assertThat(Durations.ofStages(List.of(timed))).extracting(Durations::p50Millis)
			.containsExactly(Duration.ofMinutes(20).toMillis());
	}

	private static BuildStage stage(int id, Integer parent, int from, int to) {
		return new BuildStage(id, parent, "stage", "S" + id, BuildStatus.SUCCESS, at(from), at(to), null, 0);
	}

	private static BuildInput input(int from, int to) {
		return new BuildInput("I" + from, "Go?", "Go", List.of(), Set.of(), at(from), new Answer(true, "ann", at(to)));
	}

	private static Instant at(int minute) {
		return START.plus(Duration.ofMinutes(minute));
	}

}
