package dev.slipway.rollout;

import java.util.List;

import dev.slipway.rollout.Wishes.Command;
import dev.slipway.rollout.Wishes.Wish;
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

}
