package dev.slipway.analysis;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class UnitTest {

	@ParameterizedTest
	@CsvSource({ "RATIO,1%,0.01,1 %", "RATIO,0.005,0.005,0.5 %", "SECONDS,250ms,0.25,250 ms", "SECONDS,1.5s,1.5,1.5 s",
			"SECONDS,2m,120,120 s", "SECONDS,1h,3600,3600 s", "PER_SECOND,100/s,100,100 requests/s",
			"PER_SECOND,3.1,3.1,3.1 requests/s", "BYTES,512Mi,536870912,512 MiB", "COUNT,1200,1200,'1,200'",
			"PLAIN,-2,-2,-2" })
	void readsAndShows(Unit unit, String written, double value, String shown) {
		assertThat(unit.parse(written)).isCloseTo(value, within(1e-9));
		assertThat(unit.show(unit.parse(written))).isEqualTo(shown);
	}

	@ParameterizedTest
	@CsvSource({ "RATIO,1s", "SECONDS,250", "SECONDS,fast", "PER_SECOND,100ms", "COUNT,1.5", "BYTES,1%" })
	void saysHowItIsWritten(Unit unit, String written) {
		assertThatIllegalArgumentException().isThrownBy(() -> unit.parse(written))
			.withMessageContaining(written)
			.withMessageContaining(unit.written());
	}

	@Test
	void waitingTimesAreRoundedUp() {
		assertThat(Unit.show(Duration.ofMillis(1100))).isEqualTo("2 s");
		assertThat(Unit.show(Duration.ofSeconds(121))).isEqualTo("3 min");
		assertThat(Unit.show(Duration.ofSeconds(-5))).isEqualTo("0 s");
	}

}
