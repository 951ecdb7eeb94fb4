package dev.slipway.flow.adapter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JacksonStateCodecTest {

	private final JacksonStateCodec codec = new JacksonStateCodec();

	@Test
	void writesTheRecordsNameAndIsoTimes() {
		State state = new Waiting(Instant.parse("2026-01-05T12:00:00.123456789Z"), Duration.ofSeconds(90));
		assertThat(this.codec.write(State.class, state))
			.isEqualTo("{\"@type\":\"Waiting\",\"since\":\"2026-01-05T12:00:00.123456789Z\",\"patience\":\"PT1M30S\"}");
	}

	@Test
	void readsWhatItWrote() {
		List<State> states = List.of(new Idle(), new Waiting(Instant.parse("2026-01-05T12:00:00.5Z"), Duration.ZERO),
				new Working(List.of(new Circle(2), new Square(1.5)), Map.of("a", new Circle(1)),
						new Waiting(Instant.EPOCH, Duration.ofMillis(3)), null, Level.HIGH));
		for (State state : states) {
			assertThat(this.codec.read(State.class, this.codec.write(State.class, state))).isEqualTo(state);
		}
	}

	@Test
	void ignoresWhatANewerVersionAdded() {
		assertThat(this.codec.read(State.class, "{\"@type\":\"Idle\",\"added\":{\"x\":1}}")).isEqualTo(new Idle());
	}

	@Test
	void namesTheTextThatItCannotRead() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.read(State.class, "{\"@type\":\"Flying\"}"))
			.withMessageContaining("Flying");
	}

	sealed interface State permits Idle, Waiting, Working {

	}

	record Idle() implements State {
	}

	record Waiting(Instant since, Duration patience) implements State {
	}

	record Working(List<Shape> shapes, Map<String, Shape> named, State before, @Nullable String nothing,
			Level level) implements State {
	}

	enum Level {

		LOW, HIGH

	}

	sealed interface Shape permits Round, Square {

	}

	sealed interface Round extends Shape permits Circle {

	}

	record Circle(int radius) implements Round {
	}

	record Square(double side) implements Shape {
	}

}
