package dev.slipway.rollout;

import java.util.List;
import java.util.Map;

import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.BadStrategy;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Strategy.Rolling;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GateBookTest {

	private static final GateSpec FULL = new GateSpec("moon", "lunar", Map.of("phase", "full"));

	private static final GateSpec EMPTY = new GateSpec("moon", "lunar", Map.of());

	private final GateBook book = new GateBook(() -> List.of(new Lunar()));

	@Test
	void readsTheKindsOfGatesThatThereAre() {
		Map<String, Object> spec = Map.of("strategy",
				Map.of("gates", List.of(Map.of("lunar", Map.of("name", "moon", "phase", "full")))));
		assertThat(((Rolling) this.book.reader().read(spec)).gates()).containsExactly(FULL);
		GateBook none = new GateBook(List::of);
		assertThatExceptionOfType(BadStrategy.class).isThrownBy(() -> none.reader().read(spec))
			.withMessageContaining("no kind of gate");
	}

	@Test
	void asksTheGateItself() {
		assertThat(this.book.problems(EMPTY)).containsExactly("phase: is missing");
		assertThat(this.book.problems(FULL)).isEmpty();
		assertThat(this.book.describe(FULL)).isEqualTo("The moon is full");
	}

	@Test
	void describesAGateThatIsWronglyWrittenByItsSettings() {
		assertThat(this.book.describe(EMPTY)).isEqualTo("moon passes: lunar.");
	}

	private static final class Lunar implements Gate {

		@Override
		public String kind() {
			return "lunar";
		}

		@Override
		public List<String> problems(GateSpec spec) {
			return spec.settings().containsKey("phase") ? List.of() : List.of("phase: is missing");
		}

		@Override
		public String describe(GateSpec spec) {
			if (!problems(spec).isEmpty()) {
				throw new IllegalArgumentException("no phase");
			}
			return "The moon is " + spec.settings().get("phase");
		}

		@Override
		public Reading look(Call call) {
			return Reading.of(Conclusion.PASSED, "It shines");
		}

	}

}
