package dev.slipway.repository.adapter;

import java.time.Instant;

import dev.slipway.repository.Push;
import dev.slipway.repository.PushJournal;
import dev.slipway.test.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The journal on both databases. */
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcPushJournalTests {

	private final PushJournal journal;

	JdbcPushJournalTests(Databases database) {
		this.journal = new JdbcPushJournal(Databases.client(database.fresh()));
	}

	@Test
	void keepsAPushUntilItIsSettled() {
		Push second = push("b", "orders", 2);
		Push first = push("a", "orders", 1);
		this.journal.record(second);
		this.journal.record(first);
		this.journal.record(push("a", "orders", 9));
		assertThat(this.journal.open()).containsExactly(first, second);
		this.journal.settle("a");
		this.journal.settle("a");
		assertThat(this.journal.open()).containsExactly(second);
	}

	private static Push push(String id, String name, int second) {
		return new Push(id, "shop", name, "main", "c" + id, "ann", Instant.ofEpochSecond(second));
	}

}
