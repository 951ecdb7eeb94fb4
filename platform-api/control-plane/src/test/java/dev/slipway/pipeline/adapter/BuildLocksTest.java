package dev.slipway.pipeline.adapter;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who gets a lock, and who may pass a milestone. */
class BuildLocksTest {

	private final BuildLocks locks = new BuildLocks();

	private final List<String> told = new ArrayList<>();

	private BuildLocks.Claim claim(String build, String id) {
		return new BuildLocks.Claim(build, id, () -> this.told.add(build + " has " + id),
				() -> this.told.add(build + " skips " + id));
	}

	@Test
	void goesToThoseWhoAskInTheirOrder() {
		this.locks.lock("db", claim("a/1", "x"), false);
		this.locks.lock("db", claim("a/2", "y"), false);
		this.locks.lock("db", claim("a/3", "z"), true);
		this.locks.lock("other", claim("a/3", "o"), false);
		assertThat(this.told).containsExactly("a/1 has x", "a/3 skips z", "a/3 has o");
		this.locks.unlock("db", "a/1", "x");
		assertThat(this.told).endsWith("a/2 has y");
		this.locks.unlock("db", "a/2", "y");
		this.locks.lock("db", claim("a/4", "w"), true);
		assertThat(this.told).endsWith("a/4 has w").hasSize(5);
	}

	@Test
	void oneWhoGivesUpWaitingDoesNotTakeTheLockAway() {
		this.locks.lock("db", claim("a/1", "x"), false);
		this.locks.lock("db", claim("a/2", "y"), false);
		this.locks.lock("db", claim("a/3", "z"), false);
		this.locks.unlock("db", "a/2", "y");
		assertThat(this.told).containsExactly("a/1 has x");
		this.locks.unlock("a/1");
		assertThat(this.told).containsExactly("a/1 has x", "a/3 has z");
	}

	@Test
	void aBuildThatEndsLeavesAllItsLocks() {
		this.locks.lock("db", claim("a/1", "x"), false);
		this.locks.lock("web", claim("a/1", "y"), false);
		this.locks.lock("web", claim("a/2", "z"), false);
		this.locks.unlock("a/1");
		this.locks.lock("db", claim("a/2", "w"), false);
		assertThat(this.told).containsExactly("a/1 has x", "a/1 has y", "a/2 has z", "a/2 has w");
	}

	@Test
	void noBuildPassesAMilestoneAfterANewerOne() {
		assertThat(this.locks.pass("orders", "main", 1, 5)).isZero();
		assertThat(this.locks.pass("orders", "main", 1, 4)).isEqualTo(5);
		assertThat(this.locks.pass("orders", "main", 1, 6)).isZero();
		assertThat(this.locks.pass("orders", "main", 2, 4)).isZero();
		assertThat(this.locks.pass("orders", "dev", 1, 4)).isZero();
	}

	@Test
	void aBuildWaitsUntilItHasTheLock() {
		this.locks.lock("db", claim("a/1", "x"), false);
		assertThat(this.locks.waits("a/1")).isFalse();
		this.locks.lock("db", claim("a/2", "y"), false);
		assertThat(this.locks.waits("a/2")).isTrue();
		assertThat(this.locks.waits("a/1")).isFalse();
		this.locks.unlock("db", "a/1", "x");
		assertThat(this.locks.waits("a/2")).isFalse();
	}

	@Test
	void aServiceOfARemovedOnesNameBeginsAnew() {
		this.locks.pass("orders", "main", 1, 5);
		this.locks.pass("orders-two", "main", 1, 5);
		this.locks.forget("orders");
		assertThat(this.locks.pass("orders", "main", 1, 1)).isZero();
		assertThat(this.locks.pass("orders-two", "main", 1, 1)).isEqualTo(5);
	}

}
