package dev.slipway.rollout;

import java.util.List;
import java.util.Map;

import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Wishes.Command;
import dev.slipway.rollout.Wishes.Wish;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What commands amount to, taken together. */
class WishesTest {

	@ParameterizedTest
	@CsvSource({ "RESUME, false, 1", "PAUSE, true, 0", "PAUSE RESUME, false, 0", "PAUSE RESUME RESUME, false, 1",
			"RESUME PAUSE, true, 1", "RESUME PAUSE RESUME, false, 1", "PAUSE PROMOTE, false, 0" })
	void aResumeEndsThePauseAndOnlyAnotherOneTheHold(String commands, boolean paused, int resumed) {
		Wishes wishes = Wishes.of(null,
				List.of(commands.split(" "))
					.stream()
					.map((wish) -> new Command(Wish.valueOf(wish), 1, "", "sam"))
					.toList());
		assertThat(wishes.pausedBy() != null).isEqualTo(paused);
		assertThat(wishes.resumed()).isEqualTo(resumed);
	}

	@Test
	void anAnswerIsForTheGateOfItsOwnStage() {
		List<Command> commands = List.of(new Command(Wish.REFUSE, 1, "approval", "ada"),
				new Command(Wish.APPROVE, 1, "approval", "sam"), new Command(Wish.REFUSE, 3, "approval", "olga"));
		Wishes wishes = Wishes.of(null, commands);
		assertThat(reading(1, wishes)).isEqualTo(Reading.of(Conclusion.PASSED, "approved by sam"));
		assertThat(reading(2, wishes).conclusion()).isEqualTo(Conclusion.PENDING);
		assertThat(reading(3, wishes)).isEqualTo(Reading.of(Conclusion.FAILED, "refused by olga"));
	}

	private static Reading reading(int number, Wishes wishes) {
		GateSpec gate = new GateSpec("approval", Approval.KIND, Map.of());
		return Approval.reading(new Stage(number, 1, 3, 25, null, 0, Hold.NONE, List.of(gate)), gate, wishes);
	}

}
