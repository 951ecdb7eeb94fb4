package dev.slipway.promotion;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.flow.Step;
import dev.slipway.promotion.Promotion.Answer;
import dev.slipway.promotion.PromotionAction.AskPeople;
import dev.slipway.promotion.PromotionAction.RequestRelease;
import dev.slipway.promotion.PromotionSeen.Ending;
import dev.slipway.promotion.PromotionState.Asking;
import dev.slipway.promotion.PromotionState.Following;
import dev.slipway.promotion.PromotionState.Over;
import dev.slipway.promotion.PromotionState.Releasing;
import dev.slipway.promotion.PromotionState.Result;
import dev.slipway.promotion.PromotionState.Soaking;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Promotions as a table of (state, what is seen) → (state', actions). */
@NullUnmarked
class PromotionStateTest {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "1 | true | - | 0", "1 | true | olga | 1", "1 | true | sam | 0", "1 | false | sam | 1",
					"2 | true | olga | 1", "2 | true | olga,olga | 1", "2 | true | olga,sam | 1",
					"2 | true | olga,otto | 2", "2 | true | sam,olga,otto | 2", "0 | true | - | 0" })
	void waitsUntilEnoughDistinctPeopleAgreed(int needed, boolean notByRequester, String people, int agreed) {
		PromotionSeen seen = new See(needed, notByRequester).yes(people).build();
		assertThat(seen.agreed()).hasSize(agreed);
		Step<PromotionState, PromotionAction> step = new Asking("").next(seen, NOW);
		if (agreed >= needed) {
			assertThat(step.state()).isEqualTo(new Releasing(""));
			assertThat(step.actions()).isEmpty();
		}
		else {
			assertThat(step.state().waitingFor()).startsWith(agreed + " of " + needed + " approvals");
			assertThat(step.actions()).containsExactly(new AskPeople());
			assertThat(step.state().next(seen, NOW).reason()).isNull();
		}
	}

	static List<PromotionState> beforeTheRelease() {
		return List.of(new Soaking(), new Asking(""), new Releasing(""));
	}

	@ParameterizedTest
	@MethodSource("beforeTheRelease")
	void endsWithoutARelease(PromotionState state) {
		assertThat(state.next(new See(1, true).no("otto").yes("olga").build(), NOW).state())
			.isEqualTo(new Over(Result.REFUSED, "Refused by otto: no"));
		assertThat(state.next(new See(1, true).withdrawn("sam").build(), NOW).state())
			.isEqualTo(new Over(Result.WITHDRAWN, "Withdrawn by sam"));
		assertThat(state.next(new See(1, true).outdated().build(), NOW).state())
			.isEqualTo(new Over(Result.OUTDATED, "It is no success any more in staging"));
	}

	@Test
	void asksForTheReleaseUntilItIsKept() {
		assertThat(new Releasing("").next(new See(1, true).build(), NOW).actions())
			.containsExactly(new RequestRelease());
		assertThat(new Releasing("").next(new See(1, true).release(4).withdrawn("sam").build(), NOW).state())
			.isEqualTo(new Following(4));
		assertThat(new Releasing("").next(new See(1, true).refusal("no deploy/").build(), NOW).state())
			.isEqualTo(new Over(Result.FAILED, "The release was refused. no deploy/"));
	}

	@Test
	void waitsForTheEndOfAFreezeThatRefuses() {
		PromotionSeen seen = new See(1, true).frozen("Frozen until Mon").build();
		Step<PromotionState, PromotionAction> step = new Releasing("").next(seen, NOW);
		assertThat(step.state()).isEqualTo(new Releasing("Frozen until Mon"));
		assertThat(step.actions()).isEmpty();
		assertThat(step.state().next(seen, NOW).actions()).isEmpty();
		assertThat(step.state().next(new See(1, true).build(), NOW).actions()).containsExactly(new RequestRelease());
	}

	@Test
	void endsAsItsRelease() {
		assertThat(new Following(4).next(new See(1, true).release(4).no("otto").build(), NOW).state())
			.isEqualTo(new Following(4));
		assertThat(new Following(4).next(new See(1, true).release(4).ending(true, "").build(), NOW).state())
			.isEqualTo(new Over(Result.SUCCEEDED, "Release 4 succeeded"));
		assertThat(new Following(4).next(new See(1, true).release(4).ending(false, "5 % errors").build(), NOW).state())
			.isEqualTo(new Over(Result.FAILED, "Release 4 did not succeed. 5 % errors"));
	}

	@Test
	void soaks() {
		PromotionSeen seen = new See(1, true).build();
		assertThat(new Soaking().next(seen, Instant.EPOCH.minusSeconds(60)).wakeAfter()).hasSeconds(60);
		assertThat(new Soaking().next(seen, Instant.EPOCH).state()).isEqualTo(new Asking(""));
	}

	/** What a promotion sees. */
	private static final class See {

		private final Promotion.Draft draft;

		private final List<Answer> answers = new ArrayList<>();

		private Integer release;

		private String refusal;

		private String withdrawn;

		private boolean proven = true;

		private String frozen;

		private Ending ending;

		See(int approvals, boolean notByRequester) {
			this.draft = FakePromotions.draft(approvals, notByRequester);
		}

		See yes(String people) {
			if (!people.equals("-")) {
				for (String by : people.split(",")) {
					this.answers.add(new Answer(by, true, "", NOW));
				}
			}
			return this;
		}

		See no(String by) {
			this.answers.add(new Answer(by, false, "no", NOW));
			return this;
		}

		See release(int number) {
			this.release = number;
			return this;
		}

		See refusal(String why) {
			this.refusal = why;
			return this;
		}

		See withdrawn(String by) {
			this.withdrawn = by;
			return this;
		}

		See outdated() {
			this.proven = false;
			return this;
		}

		See frozen(String text) {
			this.frozen = text;
			return this;
		}

		See ending(boolean succeeded, String reason) {
			this.ending = new Ending(succeeded, reason);
			return this;
		}

		PromotionSeen build() {
			return new PromotionSeen(new Promotion(1, this.draft, this.release, this.refusal, this.withdrawn),
					this.answers, this.proven, this.frozen, this.ending);
		}

	}

}
