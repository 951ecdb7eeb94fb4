package dev.slipway.observability.metrics.embedded;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ByTextTest {

	@Test
	void itFindsWhatAMapFinds() {
		Random random = new Random(7);
		ByText<StringBuilder> things = new ByText<>();
		Map<String, StringBuilder> model = new HashMap<>();
		for (int i = 0; i < 20_000; i++) {
			String text = "series{id=\"" + random.nextInt(3000) + "\"}";
			StringBuilder found = things.computeIfAbsent(text, StringBuilder::new);
			assertThat(found).isSameAs(model.computeIfAbsent(text, (key) -> found));
			if (i % 5000 == 4999) {
				things.removeIf((thing) -> thing.charAt(thing.length() - 3) == '7');
				model.values().removeIf((thing) -> thing.charAt(thing.length() - 3) == '7');
				things.removeIf((thing) -> false);
			}
		}
	}

}
