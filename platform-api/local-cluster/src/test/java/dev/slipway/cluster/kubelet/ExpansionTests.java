package dev.slipway.cluster.kubelet;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExpansionTests {

	@ParameterizedTest
	@CsvSource({ "$(A), 1", "x-$(A)-$(B), x-1-2", "$$(A), $(A)", "$(C), $(C)", "$A, $A", "$(A, $(A", "$$$(A), $1",
			"$, $" })
	void replacesWhatItKnows(String text, String expanded) {
		assertThat(Expansion.expand(text, Map.of("A", "1", "B", "2"))).isEqualTo(expanded);
	}

}
