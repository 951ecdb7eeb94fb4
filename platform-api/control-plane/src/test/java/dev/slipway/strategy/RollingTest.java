package dev.slipway.strategy;

import java.util.List;

import dev.slipway.strategy.Strategy.Rolling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RollingTest {

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
		Rolling strategy = new Rolling(Amount.parse("0"), Amount.parse("10%"), List.of(), Terms.defaults());
		assertThat(strategy.surge(4)).isOne();
		assertThat(strategy.unavailable(4)).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "4 | 1 | 0 | 4+1 3+2 2+3 1+4", "4 | 0 | 1 | 3+1 2+2 1+3 0+4",
			"4 | 2 | 1 | 3+3 0+4", "1 | 1 | 0 | 1+1", "2 | 2 | 0 | 2+2", "3 | 5 | 0 | 3+3", "3 | 1 | 3 | 0+3" })
	void replacesInBatches(int replicas, int surge, int unavailable, String expected) {
		Schedule schedule = rolling(surge, unavailable).schedule(replicas, replicas);
		assertThat(schedule.stages().stream().map((stage) -> stage.stable() + "+" + stage.candidate()))
			.containsExactly(expected.split(" "));
		assertThat(schedule.floor()).isEqualTo(replicas - unavailable);
	}

	@Test
	void startsTheFirstReleaseAtOnce() {
		assertThat(rolling(1, 0).schedule(3, 0).stages())
			.containsExactly(new Stage(1, 3, 0, 100, null, 0, Hold.NONE, List.of()));
	}

	private static Rolling rolling(int surge, int unavailable) {
		return new Rolling(new Amount(surge, false), new Amount(unavailable, false), List.of(), Terms.defaults());
	}

}
