package dev.slipway.judge;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pairs with a known difference: with the sizes that right-sizing asks for, a regression
 * of the margin's size is seen, and an equal candidate passes, with the stated power; and
 * a candidate that is worse by the margin does not pass.
 */
class PowerTests {

	private static final int RUNS = 1500;

	private static final int FEWER_RUNS = 700;

	private static final double POWER = 0.8;

	private static final Duration BLOCK = Duration.ofSeconds(15);

	@ParameterizedTest
	@CsvSource({ "0.01, 0.01, 0.5", "0.01, 0.01, 0.1", "0.001, 0.004, 0.5", "0.05, 0.02, 0.25", "0, 0.01, 0.5",
			"0.3, 0.1, 0.5" })
	void errorRatios(double base, double delta, double weight) {
		Criteria criteria = Criteria.of(Margin.absolute(delta));
		Need need = Sizing.ofRequests("errors", base, new Traffic(100, weight),
				new StepTime(Duration.ofDays(1), Duration.ofDays(1)), criteria);
		String name = Words.percent(base) + " + " + Words.percent(delta) + ", " + need.candidate() + " against "
				+ need.stable();
		assertThat(errors("A/B worse seen: errors " + name, need, base, base + delta, criteria, Conclusion.FAIL))
			.isGreaterThanOrEqualTo(POWER - Simulation.tolerance(POWER, RUNS));
		assertThat(errors("A/B equal passes: errors " + name, need, base, base, criteria, Conclusion.PASS))
			.isGreaterThanOrEqualTo(POWER - Simulation.tolerance(POWER, RUNS));
		assertThat(errors("A/B worse passes: errors " + name, need, base, base + delta, criteria, Conclusion.PASS))
			.isLessThanOrEqualTo(criteria.alpha());
	}

	private static double errors(String name, Need need, double stable, double candidate, Criteria criteria,
			Conclusion conclusion) {
		return Simulation
			.share(name, RUNS,
					(draws) -> ErrorJudge
						.judge("errors",
								Sides.of(draws.counts(need.stable(), stable),
										draws.counts(need.candidate(), candidate)),
								criteria)
						.conclusion() == conclusion);
	}

	static Stream<Double> correlations() {
		return Stream.of(0.0, 0.5);
	}

	@ParameterizedTest
	@MethodSource("correlations")
	void blocksOfTime(double correlation) {
		Criteria criteria = Criteria.of(Margin.absolute(10));
		double innovation = 10 * Math.sqrt(1 - correlation * correlation);
		Draws past = new Draws(7);
		Samples history = Samples.ofBlocks(past.series(5000, correlation, () -> innovation * past.normal()));
		int size = (int) SampleSizing
			.ofBlocks(Metric.millis("p95"), history, BLOCK, new StepTime(BLOCK, Duration.ofDays(9)), criteria)
			.candidate();
		String name = "blocks of correlation " + correlation + ", " + size + " a side";
		assertThat(blocks("A/B worse seen: " + name, size, correlation, 10, Conclusion.FAIL))
			.isGreaterThanOrEqualTo(POWER - Simulation.tolerance(POWER, FEWER_RUNS));
		assertThat(blocks("A/B equal passes: " + name, size, correlation, 0, Conclusion.PASS))
			.isGreaterThanOrEqualTo(POWER - Simulation.tolerance(POWER, FEWER_RUNS));
		assertThat(blocks("A/B worse passes: " + name, size, correlation, 10, Conclusion.PASS))
			.isLessThanOrEqualTo(criteria.alpha());
	}

	private static double blocks(String name, int size, double correlation, double shift, Conclusion conclusion) {
		double scale = 10 * Math.sqrt(1 - correlation * correlation);
		return Simulation.share(name, FEWER_RUNS, (draws) -> {
			List<Double> stable = draws.series(size, correlation, () -> scale * draws.normal());
			List<Double> candidate = draws.series(size, correlation, () -> scale * draws.normal())
				.stream()
				.map((value) -> value + shift)
				.toList();
			return SampleJudge
				.judge(Metric.millis("p95"), Sides.of(Samples.ofBlocks(stable), Samples.ofBlocks(candidate)),
						Criteria.of(Margin.absolute(10)))
				.conclusion() == conclusion;
		});
	}

	@Test
	void pods() {
		Criteria criteria = Criteria.of(Margin.absolute(10));
		Draws past = new Draws(8);
		Samples history = Samples.ofPods(past.many(400, () -> 100 + 10 * past.normal()));
		int size = (int) SampleSizing.ofPods(Metric.millis("p95"), history, 1, criteria).candidate();
		String name = "pods, " + size + " a side";
		assertThat(pods("A/B worse seen: " + name, size, 110, Conclusion.FAIL))
			.isGreaterThanOrEqualTo(POWER - Simulation.tolerance(POWER, RUNS));
		assertThat(pods("A/B equal passes: " + name, size, 100, Conclusion.PASS))
			.isGreaterThanOrEqualTo(POWER - Simulation.tolerance(POWER, RUNS));
		assertThat(pods("A/B worse passes: " + name, size, 110, Conclusion.PASS)).isLessThanOrEqualTo(0.05);
	}

	private static double pods(String name, int size, double level, Conclusion conclusion) {
		return Simulation.share(name, RUNS,
				(draws) -> SampleJudge.judge(Metric.millis("p95"),
						Sides.of(Samples.ofPods(draws.many(size, () -> 100 + 10 * draws.normal())),
								Samples.ofPods(draws.many(size, () -> level + 10 * draws.normal()))),
						Criteria.of(Margin.absolute(10)))
					.conclusion() == conclusion);
	}

}
