package dev.slipway.cluster.kubelet;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTests {

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 0", "2, 10", "3, 20", "4, 40", "5, 80", "6, 160", "7, 300", "500, 300" })
	void doublesUpToFiveMinutes(int ends, int seconds) {
		assertThat(Backoff.KUBERNETES.delay(ends)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void tenGoodMinutesStartItOver() {
		assertThat(Backoff.KUBERNETES.forgets(Duration.ofSeconds(599))).isFalse();
		assertThat(Backoff.KUBERNETES.forgets(Duration.ofSeconds(600))).isTrue();
	}

}
