package dev.slipway.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

@NullUnmarked
class SampleJudgeTests {

	private static final Metric P95 = Metric.millis("p95");

	private static final Criteria TEN_MILLIS = Criteria.of(Margin.absolute(10));

	private static final Criteria A_TENTH = Criteria.of(Margin.relative(0.1));

	private static final Samples STABLE = pods(100, 101, 102, 103, 104, 105, 106);

	@Test
	void podsThatAreAllSlowerAreWorseAndTheSentenceSaysIt() {
		Finding finding = judge(STABLE, pods(200.5, 201.5, 202.5, 203.5, 204.5, 205.5, 206.5), TEN_MILLIS);
		assertThat(finding.conclusion()).isEqualTo(Conclusion.FAIL);
		assertThat(finding.sentence()).isEqualTo("p95: candidate's median 204 ms of 7 pods, stable's 103 ms of 7;"
				+ " shift +101 ms, 95 % interval +97.5 to +104 ms, margin 10 ms,"
				+ " exact rank sum test p = 0.000583: worse.");
	}

	@Test
	void podsAlikePassWhenTheyScatterLessThanTheMargin() {
		Samples alike = pods(100.5, 101.5, 102.5, 103.5, 104.5, 105.5, 106.5);
		assertThat(judge(STABLE, alike, TEN_MILLIS).conclusion()).isEqualTo(Conclusion.PASS);
		assertThat(judge(STABLE, alike, Criteria.of(Margin.absolute(1))).conclusion())
			.isEqualTo(Conclusion.INCONCLUSIVE);
	}

	@Test
	void fourAgainstFourAreToldToBeTooFewForTwoPercent() {
		Finding finding = judge(pods(1, 2, 3, 4), pods(11, 12, 13, 14), TEN_MILLIS.withAlpha(0.02));
		assertThat(finding.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
		assertThat(finding.evidence()).isNull();
		assertThat(finding.sentence())
			.isEqualTo("p95: 4 against 4 pods cannot reach p = 0.02 (least p = 0.0286), at least 5 a side are needed.");
		assertThat(judge(pods(1, 2, 3, 4, 5), pods(21, 22, 23, 24, 25), TEN_MILLIS.withAlpha(0.02)).conclusion())
			.isEqualTo(Conclusion.FAIL);
	}

	@Test
	void anOutlierStays() {
		Samples outlier = pods(100.5, 101.5, 102.5, 103.5, 104.5, 105.5, 5000);
		Finding finding = judge(STABLE, outlier, TEN_MILLIS);
		assertThat(finding.candidateSize()).isEqualTo(7);
		assertThat(finding.evidence().statistic()).isEqualTo(28);
	}

	@Test
	void constantSamplesAreEqual() {
		Samples constant = pods(5, 5, 5, 5, 5);
		assertThat(judge(constant, constant, TEN_MILLIS).conclusion()).isEqualTo(Conclusion.PASS);
		assertThat(judge(constant, constant, A_TENTH).conclusion()).isEqualTo(Conclusion.PASS);
		Samples blocks = Samples.ofBlocks(Collections.nCopies(20, 5.0));
		assertThat(judge(blocks, blocks, TEN_MILLIS).conclusion()).isEqualTo(Conclusion.PASS);
		Samples higher = Samples.ofBlocks(Collections.nCopies(20, 50.0));
		assertThat(judge(blocks, higher, TEN_MILLIS).conclusion()).isEqualTo(Conclusion.FAIL);
	}

	@Test
	void aRelativeMarginIsARatio() {
		Samples stable = pods(10, 20, 40, 80, 160, 320, 640);
		Samples threefold = pods(30.3, 60.3, 120.3, 240.3, 480.3, 960.3, 1920.3);
		Evidence evidence = judge(stable, threefold, A_TENTH).evidence();
		assertThat(evidence.relative()).isTrue();
		assertThat(evidence.effect()).isCloseTo(2, within(0.05));
		assertThat(judge(stable, stable, Criteria.of(Margin.relative(20))).conclusion()).isEqualTo(Conclusion.PASS);
	}

	@Test
	void aRelativeMarginOfSamplesThatMayBeZeroIsAPartOfStablesMedian() {
		Samples stable = pods(0, 99, 100, 100.5, 101, 102);
		Finding finding = judge(stable, pods(0.1, 99.1, 100.1, 100.6, 101.1, 102.1), Criteria.of(Margin.relative(2)));
		assertThat(finding.evidence().relative()).isFalse();
		assertThat(finding.sentence()).contains("margin 201 ms");
	}

	@Test
	void ofThroughputLessIsWorse() {
		Metric throughput = new Metric("throughput", "1/s", Direction.HIGHER_IS_BETTER);
		Samples less = pods(50.5, 51.5, 52.5, 53.5, 54.5, 55.5, 56.5);
		for (Criteria criteria : List.of(TEN_MILLIS, A_TENTH)) {
			Finding worse = SampleJudge.judge(throughput, Sides.of(STABLE, less), criteria);
			assertThat(worse.conclusion()).isEqualTo(Conclusion.FAIL);
			assertThat(worse.evidence().effect()).isNegative();
			assertThat(worse.evidence().interval().upper()).isNegative();
			assertThat(SampleJudge.judge(throughput, Sides.of(less, STABLE), criteria).conclusion())
				.isEqualTo(Conclusion.PASS);
		}
	}

	@Test
	void blocksOfTimeAreResampledAndTheSeedIsSaid() {
		Draws draws = new Draws(3);
		Samples stable = Samples.ofBlocks(draws.series(40, 0.5, draws::normal));
		Samples candidate = Samples.ofBlocks(draws.series(40, 0.5, () -> 4 + draws.normal()));
		Finding finding = SampleJudge.judge(P95, Sides.of(stable, candidate), Criteria.of(Margin.absolute(1)), 42);
		assertThat(finding.conclusion()).isEqualTo(Conclusion.FAIL);
		assertThat(finding.evidence().test()).matches("block bootstrap \\(199 resamples of blocks of \\d, seed 42\\)");
		assertThat(SampleJudge.judge(P95, Sides.of(stable, candidate), Criteria.of(Margin.absolute(1)), 42))
			.isEqualTo(finding);
	}

	@Test
	void blocksAreLongerTheMoreNeighboursResembleEachOther() {
		assertThat(BlockBootstrap.blockLength(-0.3, 40)).isEqualTo(2);
		assertThat(BlockBootstrap.blockLength(0.5, 40)).isEqualTo(5);
		assertThat(BlockBootstrap.blockLength(0.9, 40)).isEqualTo(8);
		Draws draws = new Draws(4);
		double[] series = draws.series(4000, 0.6, draws::normal).stream().mapToDouble(Double::doubleValue).toArray();
		assertThat(BlockBootstrap.correlation(series)).isCloseTo(0.6, within(0.05));
	}

	@Test
	void tooFewBlocksOfTimeAreToldToBe() {
		Samples nine = Samples.ofBlocks(Collections.nCopies(9, 5.0));
		Finding finding = judge(nine, nine, TEN_MILLIS);
		assertThat(finding.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
		assertThat(finding.sentence())
			.endsWith("9 against 9 blocks of time are too few, at least 10 a side are needed.");
	}

	@Test
	void noDataIsNeverAPassAndWhatIsNoNumberIsNoData() {
		Samples none = Samples.ofPods(new ArrayList<>(Arrays.asList(Double.NaN, null, Double.POSITIVE_INFINITY)));
		assertThat(none.size()).isZero();
		assertThat(judge(none, STABLE, TEN_MILLIS).conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(judge(STABLE, none, TEN_MILLIS).conclusion()).isEqualTo(Conclusion.NO_DATA);
	}

	@Test
	void aFirstReleaseIsNotCompared() {
		assertThat(SampleJudge.judge(P95, Sides.first(STABLE), TEN_MILLIS).conclusion())
			.isEqualTo(Conclusion.NOT_APPLICABLE);
	}

	@Test
	void podsAreNotComparedWithBlocksOfTime() {
		Samples blocks = Samples.ofBlocks(List.of(1.0, 2.0));
		assertThatIllegalArgumentException().isThrownBy(() -> judge(STABLE, blocks, TEN_MILLIS));
	}

	private static Finding judge(Samples stable, Samples candidate, Criteria criteria) {
		return SampleJudge.judge(P95, Sides.of(stable, candidate), criteria);
	}

	private static Samples pods(double... values) {
		return Samples.ofPods(Arrays.stream(values).boxed().toList());
	}

}
