package dev.slipway.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.rollout.Plan.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PlanTest {

	@ParameterizedTest
	@CsvSource({ "25%, true, 5, 2", "25%, false, 5, 1", "25%, true, 4, 1", "100%, true, 3, 3", "0%, true, 3, 0",
			"2, true, 10, 2", "1%, true, 1, 1", "1%, false, 1, 0" })
	void roundsSurgeUpAndUnavailableDown(String amount, boolean up, int replicas, int pods) {
		assertThat(Amount.parse(amount).of(replicas, up)).isEqualTo(pods);
	}

	@ParameterizedTest
	@CsvSource({ "''", "many", "-1", "101%", "1.5", "%" })
	void refusesWhatIsNoAmount(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Amount.parse(text))
			.withMessageContaining("neither a count");
	}

	@Test
	void surgesByOneWhenNeitherIsAllowed() {
		Strategy strategy = new Strategy(Amount.parse("0"), Amount.parse("10%"), Duration.ZERO, Duration.ofSeconds(1));
		Plan plan = strategy.plan("orders", "dev", 2, 4);
		assertThat(plan.surge()).isOne();
		assertThat(plan.unavailable()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "4 | 1 | 0 | 4+1 3+2 2+3 1+4", "4 | 0 | 1 | 3+1 2+2 1+3 0+4",
			"4 | 2 | 1 | 3+3 0+4", "1 | 1 | 0 | 1+1", "2 | 2 | 0 | 2+2", "3 | 5 | 0 | 3+3", "3 | 1 | 3 | 0+3" })
	void replacesInBatches(int replicas, int surge, int unavailable, String expected) {
		Plan plan = plan(replicas, surge, unavailable);
		List<String> batches = new ArrayList<>();
		Batch batch = plan.batch(1, replicas, 0, 0);
		batches.add(batch.old() + "+" + batch.fresh());
		while (batch.fresh() < replicas) {
			batch = plan.batch(batch.number() + 1, batch.old(), batch.fresh(), batch.fresh());
			batches.add(batch.old() + "+" + batch.fresh());
		}
		assertThat(String.join(" ", batches)).isEqualTo(expected);
	}

	@Test
	void startsTheFirstReleaseAtOnce() {
		assertThat(plan(3, 1, 0).batch(1, 0, 0, 0)).isEqualTo(new Batch(1, 0, 3));
	}

	static Plan plan(int replicas, int surge, int unavailable) {
		return new Plan("orders", "dev", 2, replicas, surge, unavailable, Duration.ofSeconds(5),
				Duration.ofSeconds(60));
	}

}
