package dev.slipway.judge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LogJudgeTests {

	private static final List<String> OLD = List.of("Order 1 timed out", "Order 2 timed out");

	@Test
	void aNewKindOfErrorFailsWithItsExamples() {
		LogFinding found = judge(900, OLD, 100, List.of("Order 7 timed out", "Cannot pay 13", "Cannot pay 12",
				"Cannot pay 13", "Cannot pay 14", "Cannot pay 15"));
		assertThat(found.finding().conclusion()).isEqualTo(Conclusion.FAIL);
		assertThat(found.finding().sentence()).isEqualTo("errors in logs: 1 new kind of error, 1 too frequent for"
				+ " chance; the first: \"Cannot pay <num>\" 5 times.");
		assertThat(found.errors()).hasSize(1);
		NewError error = found.errors().get(0);
		assertThat(error.matters()).isTrue();
		assertThat(error.examples()).containsExactly("Cannot pay 12", "Cannot pay 13", "Cannot pay 14");
	}

	@Test
	void errorsThatTheStableReleaseLogsTooAreNotNewHoweverMany() {
		LogFinding found = judge(900, OLD, 100, Collections.nCopies(500, "Order 7 timed out"));
		assertThat(found.finding().conclusion()).isEqualTo(Conclusion.PASS);
		assertThat(found.errors()).isEmpty();
	}

	@Test
	void aWordThatChangesInTheStableReleaseMayBeAnotherInTheCandidate() {
		LogFinding found = judge(900, List.of("User al gone", "User bo gone", "User cy gone"), 100,
				List.of("User di gone", "User ed gone", "User ed left"));
		assertThat(found.errors()).extracting(NewError::template).containsExactly("User ed left");
	}

	@Test
	void aWordThatDoesNotChangeInTheStableReleaseTellsKindsApart() {
		LogFinding found = judge(900, List.of("Cannot load order", "Cannot load order"), 100,
				List.of("Cannot load payment", "Cannot load payment", "Cannot load payment"));
		assertThat(found.finding().conclusion()).isEqualTo(Conclusion.FAIL);
	}

	@Test
	void newErrorsThatDifferInAWordAreOneKind() {
		LogFinding found = judge(900, List.of(), 100, List.of("No user al", "No user bo", "No user cy"));
		assertThat(found.errors()).singleElement()
			.satisfies((error) -> assertThat(error.template()).isEqualTo("No user <*>"))
			.satisfies((error) -> assertThat(error.count()).isEqualTo(3));
	}

	@Test
	void whatChanceExplainsIsUndecided() {
		LogFinding found = judge(100, OLD, 100, List.of("Cannot pay 1", "Cannot pay 2"));
		assertThat(found.finding().conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
		assertThat(found.errors().get(0).pValue()).isEqualTo(0.5);
	}

	@Test
	void whatIsTooRareToCountPassesAndIsShown() {
		LogFinding found = judge(10_000, OLD, 100, List.of("Cannot pay 1"));
		assertThat(found.finding().conclusion()).isEqualTo(Conclusion.PASS);
		assertThat(found.errors()).hasSize(1);
		LogRule share = new LogRule(2, 0.05, 0.01, 3);
		assertThat(LogJudge
			.judge("logs", Sides.of(new LogSide(10_000, OLD), new LogSide(100, Collections.nCopies(4, "Cannot pay"))),
					share)
			.finding()
			.conclusion()).isEqualTo(Conclusion.PASS);
	}

	@Test
	void noRequestsAreNoDataHoweverQuietTheLogs() {
		assertThat(judge(0, List.of(), 100, List.of()).finding().conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(judge(100, List.of(), 0, List.of()).finding().conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(judge(100, List.of(), 0, List.of("x", "x", "x")).finding().conclusion())
			.isEqualTo(Conclusion.NO_DATA);
	}

	@Test
	void aFirstReleaseIsNotCompared() {
		assertThat(LogJudge.judge("logs", Sides.first(new LogSide(5, OLD)), LogRule.USUAL).finding().conclusion())
			.isEqualTo(Conclusion.NOT_APPLICABLE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void theOrderOfMessagesMakesNoDifference(int seed) {
		List<String> stable = new ArrayList<>(messages(seed, 12));
		List<String> candidate = new ArrayList<>(messages(seed + 100, 15));
		LogFinding found = judge(500, stable, 500, candidate);
		Collections.shuffle(stable, new Random(seed));
		Collections.shuffle(candidate, new Random(seed));
		assertThat(judge(500, stable, 500, candidate)).isEqualTo(found);
	}

	@Test
	void rulesThatMeanNothingAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LogRule(0, 0, 0.01, 3));
		assertThatIllegalArgumentException().isThrownBy(() -> new LogSide(-1, List.of()));
	}

	private static List<String> messages(int seed, int kinds) {
		Random random = new Random(seed);
		return IntStream.range(0, 200)
			.mapToObj((i) -> "Step " + (char) ('a' + random.nextInt(kinds)) + " of " + random.nextInt(99) + " "
					+ ((random.nextBoolean()) ? "failed" : "stopped"))
			.toList();
	}

	private static LogFinding judge(long stableExposure, List<String> stable, long candidateExposure,
			List<String> candidate) {
		return LogJudge.judge("errors in logs",
				Sides.of(new LogSide(stableExposure, stable), new LogSide(candidateExposure, candidate)),
				LogRule.USUAL);
	}

}
