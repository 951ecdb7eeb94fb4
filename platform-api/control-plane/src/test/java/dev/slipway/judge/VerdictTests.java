package dev.slipway.judge;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class VerdictTests {

	private static final double ALPHA = 0.05;

	/** R: {@code p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")}. */
	@Test
	void holmsCorrectionIsRs() {
		assertThat(Verdict.holm(0.01, 0.04, 0.03, 0.005)).containsExactly(new double[] { 0.03, 0.06, 0.06, 0.02 },
				within(1e-12));
		assertThat(Verdict.holm(0.9, 0.8)).containsExactly(1, 1);
		assertThat(Verdict.holm(Double.NaN, 0.02)).containsExactly(Double.NaN, 0.02);
	}

	@Test
	void oneClearRegressionAmongManyFails() {
		Verdict verdict = verdict(tested("a", Conclusion.FAIL, 0.001), tested("b", Conclusion.PASS, 0.7),
				tested("c", Conclusion.PASS, 0.9));
		assertThat(verdict.conclusion()).isEqualTo(Conclusion.FAIL);
		assertThat(verdict.sentence()).isEqualTo("Worse than the stable release: a.");
	}

	@Test
	void aRegressionThatManyLooksExplainIsUndecided() {
		Verdict verdict = verdict(tested("a", Conclusion.FAIL, 0.04), tested("b", Conclusion.PASS, 0.7));
		assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
		assertThat(verdict.findings().get(0).sentence())
			.endsWith("Corrected for 2 comparisons (Holm) p = 0.08: undecided.");
	}

	@Test
	void aThresholdThatFailedIsNotCorrected() {
		assertThat(
				verdict(Finding.plain("cpu", Conclusion.FAIL, "over"), tested("b", Conclusion.PASS, 0.7)).conclusion())
			.isEqualTo(Conclusion.FAIL);
	}

	@Test
	void aPassNeedsAllToPass() {
		Finding pass = tested("a", Conclusion.PASS, 0.7);
		assertThat(verdict(pass, tested("b", Conclusion.INCONCLUSIVE, 0.7)).conclusion())
			.isEqualTo(Conclusion.INCONCLUSIVE);
		assertThat(verdict(pass, Finding.noData("b", 0, 5)).conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(verdict(pass, Finding.notApplicable("b", 5)).conclusion()).isEqualTo(Conclusion.PASS);
		assertThat(verdict(pass, pass).conclusion()).isEqualTo(Conclusion.PASS);
	}

	@Test
	void nothingComparedIsNoPass() {
		assertThat(verdict().conclusion()).isEqualTo(Conclusion.NOT_APPLICABLE);
		assertThat(verdict(Finding.notApplicable("b", 5)).conclusion()).isEqualTo(Conclusion.NOT_APPLICABLE);
	}

	/**
	 * Five equal looks at alpha 0.05: z 4.8769, 3.3569, 2.6803, 2.2898 and 2.0310 (D. M.
	 * Reboussin et al., "Programs for computing group sequential boundaries using the
	 * Lan-DeMets method", 2003).
	 */
	@Test
	void boundariesOfFiveLooksAreThePublishedOnes() {
		List<Double> fractions = List.of(0.2, 0.4, 0.6, 0.8, 1.0);
		double[] published = { 4.8769, 3.3569, 2.6803, 2.2898, 2.0310 };
		for (int look = 1; look <= 5; look++) {
			double alpha = AlphaSpending.alphaOfLastLook(fractions.subList(0, look), ALPHA);
			assertThat(Distributions.normalQuantile(alpha / 2)).isCloseTo(published[look - 1], within(0.0005));
		}
	}

	@Test
	void aSingleLookHasTheWholeAlpha() {
		assertThat(AlphaSpending.alphaOfLastLook(List.of(1.0), ALPHA)).isCloseTo(ALPHA, within(1e-9));
	}

	@Test
	void looksThatDoNotGoForwardAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> AlphaSpending.alphaOfLastLook(List.of(), ALPHA));
		assertThatIllegalArgumentException().isThrownBy(() -> AlphaSpending.alphaOfLastLook(List.of(0.5, 0.5), ALPHA));
		assertThatIllegalArgumentException().isThrownBy(() -> AlphaSpending.alphaOfLastLook(List.of(1.1), ALPHA));
	}

	private static Verdict verdict(Finding... findings) {
		return Verdict.of(List.of(findings), ALPHA);
	}

	private static Finding tested(String name, Conclusion conclusion, double pValue) {
		return new Finding(name, conclusion, 10, 10,
				new Evidence("test", 1, pValue, 1, false, true, new Interval(0.0, 1.0), 0.95), name + ".");
	}

}
