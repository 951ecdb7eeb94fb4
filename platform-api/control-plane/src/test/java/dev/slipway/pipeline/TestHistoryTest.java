package dev.slipway.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.pipeline.BuildHistory.TestRun;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which tests are held to be flaky, and how durations are ranked. */
@NullUnmarked
class TestHistoryTest {

	/** A build each, of a commit of its own: P passed, F failed, S skipped. */
	@ParameterizedTest
	@CsvSource({ "PPFPFP,true", "PPFFFP,false", "PF,false", "PFPF,true", "FFFF,false", "PSFSPSF,true", "PSSSF,false" })
	void flipsOnOneBranchMakeATestFlaky(String results, boolean flaky) {
		List<TestRun> runs = new ArrayList<>();
		for (int i = 0; i < results.length(); i++) {
			runs.add(run(i + 1, "main", "c" + i, results.charAt(i)));
		}
		assertThat(TestHistory.of(runs)).singleElement()
			.satisfies((test) -> assertThat(test.flaky() != null).isEqualTo(flaky));
	}

	@Test
	void passingAndFailingOnOneCommitMakesATestFlaky() {
		assertThat(TestHistory.of(List.of(run(1, "main", "same", 'F'), run(2, "main", "same", 'P'))).get(0))
			.satisfies((test) -> {
				assertThat(test.flaky()).contains("same commit");
				assertThat(test.failures()).isEqualTo(1);
			});
	}

	@Test
	void severalRunsInOneBuildAreOne() {
		List<TestRun> matrix = List.of(run(1, "main", "a", 'P'), run(1, "main", "a", 'F'), run(2, "main", "b", 'S'),
				run(2, "main", "b", 'P'), run(3, "main", "c", 'F'), run(3, "main", "c", 'P'));
		assertThat(TestHistory.of(matrix)).singleElement().satisfies((test) -> {
			assertThat(test.flaky()).isNull();
			assertThat(test.failures()).isEqualTo(2);
			assertThat(test.runs()).extracting((run) -> run.build() + run.test().status())
				.containsExactly("1FAILED", "2PASSED", "3FAILED");
		});
	}

	@Test
	void branchesAreNotMixed() {
		assertThat(TestHistory
			.of(List.of(run(1, "main", "a", 'P'), run(2, "fix", "b", 'F'), run(3, "main", "c", 'P'),
					run(4, "fix", "d", 'F')))
			.get(0)
			.flaky()).isNull();
	}

	@Test
	void durationsAreRankedByNearestRank() {
		Durations whole = Durations.of("", List.of(40L, 10L, 30L, 20L));
		assertThat(whole.p50Millis()).isEqualTo(20);
		assertThat(whole.p95Millis()).isEqualTo(40);
		assertThat(Durations.of("", List.of(7L))).extracting(Durations::p50Millis, Durations::p95Millis)
			.containsExactly(7L, 7L);
	}

	private static TestRun run(int build, String branch, String commit, char result) {
		String status = (result == 'P') ? "PASSED" : (result == 'F') ? "FAILED" : "SKIPPED";
		return new TestRun(build, branch, commit, Instant.EPOCH, new TestCase("A", "t", status, 1, null));
	}

}
