package dev.slipway.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.slipway.chaos.ScheduleState.Start;
import dev.slipway.chaos.ScheduleState.Waiting;
import dev.slipway.flow.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleStateTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

	private static final Optional<Instant> TOMORROW = Optional.of(NOON.plus(Duration.ofDays(1)));

	private final Waiting waiting = new Waiting(7, NOON);

	@Test
	void sleepsUntilItsTime() {
		Step<ScheduleState, Start> step = this.waiting.next(false, TOMORROW, NOON.minusSeconds(60));
		assertThat(step.state()).isEqualTo(this.waiting);
		assertThat(step.wakeAfter()).isEqualTo(Duration.ofSeconds(60));
		assertThat(step.actions()).isEmpty();
	}

	@Test
	void movesOnAndStarts() {
		Step<ScheduleState, Start> step = this.waiting.next(false, TOMORROW, NOON.plusSeconds(1));
		assertThat(step.state()).isEqualTo(new Waiting(7, TOMORROW.get()));
		assertThat(step.actions()).containsExactly(new Start(7));
	}

	@Test
	void leavesOutWhatIsTooLate() {
		Step<ScheduleState, Start> step = this.waiting.next(false, TOMORROW, NOON.plusSeconds(601));
		assertThat(step.state()).isEqualTo(new Waiting(7, TOMORROW.get()));
		assertThat(step.actions()).isEmpty();
	}

	@Test
	void stopsWhenItIsToldOrThereIsNoNextTime() {
		assertThat(this.waiting.next(true, TOMORROW, NOON).state()).isEqualTo(new ScheduleState.Stopped(7));
		assertThat(this.waiting.next(true, TOMORROW, NOON).actions()).isEmpty();
		assertThat(this.waiting.next(false, Optional.empty(), NOON).actions()).containsExactly(new Start(7));
		assertThat(this.waiting.next(false, Optional.empty(), NOON).wakeAfter()).isNull();
	}

}
