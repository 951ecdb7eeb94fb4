package dev.slipway.cluster.objects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class QuantityTests {

	@ParameterizedTest
	@CsvSource({ "512Mi, 536870912", "1Gi, 1073741824", "1k, 1000", "250m, 1", "1500m, 2", "1e3, 1000",
			"0.5Gi, 536870912", "16, 16" })
	void readsWhatKubernetesWrites(String text, long value) {
		assertThat(Quantity.ceiling(text)).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Mi", "1Mb", "one" })
	void refusesTheRest(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Quantity.parse(text));
	}

}
