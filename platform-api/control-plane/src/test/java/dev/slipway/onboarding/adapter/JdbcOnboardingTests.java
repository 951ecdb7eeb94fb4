package dev.slipway.onboarding.adapter;

import java.time.Instant;

import dev.slipway.onboarding.Journal;
import dev.slipway.onboarding.Names;
import dev.slipway.onboarding.Outcome;
import dev.slipway.onboarding.Stage;
import dev.slipway.onboarding.Turn;
import dev.slipway.onboarding.Turn.Direction;
import dev.slipway.test.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Journal and names on both databases. */
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcOnboardingTests {

	private static final Turn TURN = new Turn(Stage.REPOSITORY, Direction.FORTH, 1);

	private final Journal journal;

	private final Names names;

	JdbcOnboardingTests(Databases database) {
		var client = Databases.client(database.fresh());
		this.journal = new JdbcJournal(client);
		this.names = new JdbcNames(client);
	}

	@Test
	void aTurnKeepsItsFirstBeginAndItsFirstEnd() {
		this.journal.begun("a", TURN, at(1));
		this.journal.begun("a", TURN, at(2));
		assertThat(this.journal.outcome("a", TURN)).isEmpty();
		assertThat(this.journal.entries("a")).containsExactly(new Journal.Entry(TURN, at(1), null, null));
		Outcome failure = Outcome.failure(true, "busy");
		this.journal.ended("a", TURN, failure, at(3));
		this.journal.ended("a", TURN, Outcome.SUCCESS, at(4));
		assertThat(this.journal.outcome("a", TURN)).contains(failure);
		assertThat(this.journal.entries("a")).containsExactly(new Journal.Entry(TURN, at(1), at(3), failure));
		assertThat(this.journal.outcome("b", TURN)).isEmpty();
		assertThat(this.journal.outcome("a", new Turn(Stage.REPOSITORY, Direction.BACK, 1))).isEmpty();
	}

	@Test
	void aNameIsClaimedOnceUntilItsHolderIsOver() {
		assertThat(this.names.claim("orders", "a", (id) -> true)).isTrue();
		assertThat(this.names.claim("orders", "b", (id) -> true)).isFalse();
		assertThat(this.names.claim("orders", "b", (id) -> false)).isTrue();
		assertThat(this.names.holder("orders")).contains("b");
		this.names.release("orders", "a");
		assertThat(this.names.holder("orders")).contains("b");
		this.names.release("orders", "b");
		assertThat(this.names.holder("orders")).isEmpty();
	}

	private static Instant at(int second) {
		return Instant.ofEpochSecond(second);
	}

}
