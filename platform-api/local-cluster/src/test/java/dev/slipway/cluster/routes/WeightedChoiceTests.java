package dev.slipway.cluster.routes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WeightedChoiceTests {

	@Test
	void dealsEvenlyAndNotInBlocks() {
		WeightedChoice<String> choice = new WeightedChoice<>(
				List.of(new WeightedChoice.Weighted<>("a", 3), new WeightedChoice.Weighted<>("b", 1)));
		StringBuilder turns = new StringBuilder();
		for (int i = 0; i < 8; i++) {
			turns.append(choice.next().orElseThrow());
		}
		assertThat(turns).hasToString("aabaaaba");
	}

	@Test
	void nobodyIsEverFurtherFromHisShareThanThereAreItems() {
		Random random = new Random(3);
		for (int round = 0; round < 50; round++) {
			int items = 1 + random.nextInt(5);
			List<WeightedChoice.Weighted<Integer>> weights = random.ints(items, 0, 100)
				.mapToObj((weight) -> new WeightedChoice.Weighted<>(weight * 1000 + random.nextInt(1000), weight))
				.toList();
			long total = weights.stream().mapToLong(WeightedChoice.Weighted::weight).sum();
			WeightedChoice<Integer> choice = new WeightedChoice<>(weights);
			Map<Integer, Integer> had = new HashMap<>();
			for (int turn = 1; turn <= 10_000 && total > 0; turn++) {
				had.merge(choice.next().orElseThrow(), 1, Integer::sum);
				for (WeightedChoice.Weighted<Integer> one : weights) {
					double share = (double) turn * one.weight() / total;
					assertThat(Math.abs(had.getOrDefault(one.item(), 0) - share)).isLessThanOrEqualTo(items);
				}
			}
		}
	}

	@Test
	void weightNothingGetsNothing() {
		WeightedChoice<String> choice = new WeightedChoice<>(
				List.of(new WeightedChoice.Weighted<>("a", 0), new WeightedChoice.Weighted<>("b", 1)));
		for (int i = 0; i < 1000; i++) {
			assertThat(choice.next()).hasValue("b");
		}
		assertThat(new WeightedChoice<>(List.of(new WeightedChoice.Weighted<>("a", 0))).next()).isEmpty();
		assertThat(new WeightedChoice<String>(List.of()).next()).isEmpty();
	}

}
