package dev.slipway.promotion.adapter;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import dev.slipway.access.Role;
import dev.slipway.promotion.AdHocFreeze;
import dev.slipway.promotion.EnvironmentRules.Approvals;
import dev.slipway.promotion.Promotion;
import dev.slipway.promotion.Promotion.Answer;
import dev.slipway.rollout.Admission.Waiver;
import dev.slipway.rollout.Release;
import dev.slipway.test.Databases;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Promotions, freezes and waivers in every database. */
@NullUnmarked
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcPromotionStoresTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.000456Z");

	private final JdbcClient jdbc;

	private final TransactionTemplate transactions;

	private final JdbcPromotionStore promotions;

	JdbcPromotionStoresTest(Databases database) {
		DataSource dataSource = database.fresh();
		this.jdbc = Databases.client(dataSource);
		this.transactions = Databases.transactions(dataSource);
		this.promotions = new JdbcPromotionStore(this.jdbc, this.transactions);
	}

	@Test
	void keepsPromotionsByNumber() {
		Promotion first = add(false, 4).orElseThrow();
		assertThat(this.promotions.find("orders", "prod", 1)).contains(first);
		assertThat(add(false, 4).orElseThrow().number()).isEqualTo(2);
		assertThat(this.promotions.list("orders", "prod", 2, 9)).containsExactly(first);
	}

	@Test
	void keepsAnAutomaticOneOnceForEachRelease() {
		assertThat(add(true, 4)).isPresent();
		assertThat(add(true, 4)).isEmpty();
		assertThat(add(true, 5)).isPresent();
		assertThat(add(false, 5)).isPresent();
		assertThat(add("qa", true, 4)).get().satisfies((other) -> assertThat(other.draft().automatic()).isTrue());
		assertThat(add("qa", true, 4)).isEmpty();
	}

	@Test
	void becomesOneReleaseAndNoOther() {
		Promotion promotion = add(false, 4).orElseThrow();
		this.promotions.released(promotion, 7);
		assertThatIllegalStateException().isThrownBy(() -> this.promotions.released(promotion, 8));
		this.promotions.refused(promotion, "too late");
		assertThat(this.promotions.ofRelease("orders", "prod", 7)).get()
			.satisfies((kept) -> assertThat(kept.release()).isEqualTo(7))
			.satisfies((kept) -> assertThat(kept.refusal()).isNull());
	}

	@Test
	void keepsTheLastAnswerOfEach() {
		Promotion promotion = add(false, 4).orElseThrow();
		this.promotions.answer(promotion, new Answer("olga", true, "", NOON));
		this.promotions.answer(promotion, new Answer("otto", true, "fine", NOON.plusSeconds(1)));
		this.promotions.answer(promotion, new Answer("olga", false, "no", NOON.plusSeconds(2)));
		assertThat(this.promotions.answers(promotion)).containsExactly(
				new Answer("otto", true, "fine", NOON.plusSeconds(1)),
				new Answer("olga", false, "no", NOON.plusSeconds(2)));
	}

	@Test
	void takesNoAnswerAfterTheReleaseAndNoReleaseAfterARefusal() {
		Promotion refused = add(false, 4).orElseThrow();
		this.promotions.answer(refused, new Answer("olga", false, "no", NOON));
		assertThatIllegalStateException().isThrownBy(() -> this.promotions.released(refused, 7));
		this.promotions.answer(refused, new Answer("olga", true, "yes", NOON));
		this.promotions.released(refused, 7);
		assertThatIllegalStateException()
			.isThrownBy(() -> this.promotions.answer(refused, new Answer("otto", false, "no", NOON)))
			.withMessageContaining("became a release");
	}

	@Test
	void isWithdrawnOrBecomesAReleaseAndNeverBoth() {
		Promotion withdrawn = add(false, 4).orElseThrow();
		this.promotions.withdraw(withdrawn, "sam");
		this.promotions.withdraw(withdrawn, "olga");
		assertThatIllegalStateException().isThrownBy(() -> this.promotions.released(withdrawn, 7));
		assertThat(this.promotions.find("orders", "prod", withdrawn.number())).get()
			.satisfies((kept) -> assertThat(kept.withdrawnBy()).isEqualTo("sam"))
			.satisfies((kept) -> assertThat(kept.release()).isNull());
		Promotion released = add(false, 5).orElseThrow();
		this.promotions.released(released, 8);
		// Who asks still knows it as it was before.
		assertThatIllegalStateException().isThrownBy(() -> this.promotions.withdraw(released, "sam"))
			.withMessageContaining("became a release: abort that");
		assertThat(this.promotions.find("orders", "prod", released.number())).get()
			.satisfies((kept) -> assertThat(kept.withdrawnBy()).isNull());
	}

	@Test
	void whoIsFirstInTheSameMomentWins() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (int round = 0; round < 15; round++) {
				Promotion promotion = add(false, round).orElseThrow();
				int release = round + 1;
				CyclicBarrier together = new CyclicBarrier(2);
				Future<Boolean> became = threads.submit(() -> {
					together.await();
					return done(() -> this.transactions
						.executeWithoutResult((status) -> this.promotions.released(promotion, release)));
				});
				Future<Boolean> withdrawn = threads.submit(() -> {
					together.await();
					return done(() -> this.promotions.withdraw(promotion, "sam"));
				});
				assertThat(became.get()).isNotEqualTo(withdrawn.get());
				Promotion kept = this.promotions.find("orders", "prod", promotion.number()).orElseThrow();
				assertThat(kept.release() != null).isEqualTo(became.get());
				assertThat(kept.withdrawnBy() != null).isEqualTo(withdrawn.get());
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static boolean done(Runnable work) {
		try {
			work.run();
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	@Test
	void keepsFreezesUntilTheyEnd() {
		JdbcFreezeStore freezes = new JdbcFreezeStore(this.jdbc, this.transactions);
		AdHocFreeze open = freezes.add(new AdHocFreeze(0, "prod", NOON, null, "Stocktaking", true, "olga", NOON, null),
				(added) -> assertThat(added.id()).isPositive());
		AdHocFreeze later = freezes.add(
				new AdHocFreeze(0, "prod", NOON.plusSeconds(60), NOON.plusSeconds(90), "x", false, "olga", NOON, null),
				(added) -> {
				});
		assertThatIllegalStateException().isThrownBy(() -> freezes.add(open, (added) -> {
			throw new IllegalStateException("nobody could be told");
		}));
		assertThat(freezes.open("prod", NOON)).containsExactly(open, later);
		assertThat(freezes.open("dev", NOON)).isEmpty();
		assertThat(freezes.end(open.id(), NOON.plusSeconds(5), "otto")).isTrue();
		assertThat(freezes.end(open.id(), NOON.plusSeconds(6), "otto")).isFalse();
		assertThat(freezes.end(later.id(), NOON.plusSeconds(6), "otto")).isTrue();
		assertThat(freezes.open("prod", NOON.plusSeconds(6))).isEmpty();
		assertThat(freezes.find("prod", later.id())).get()
			.satisfies((ended) -> assertThat(ended.freeze().window().around(NOON.plusSeconds(61))).isEmpty());
		assertThat(freezes.list("prod", 9)).extracting(AdHocFreeze::endedBy).containsOnly("otto");
	}

	@Test
	void keepsTheFirstWaiver() {
		JdbcWaiverStore waivers = new JdbcWaiverStore(this.jdbc);
		Release release = new Release(3,
				new Release.Draft("orders", "prod", "shop", "image", "c0ffee1", null, 1, null, "[]", null, "sam", NOON),
				null, null);
		this.transactions.executeWithoutResult((status) -> {
			waivers.add(release, new Waiver("olga", "INC-1"), NOON);
			waivers.add(release, new Waiver("otto", "INC-2"), NOON);
		});
		assertThat(waivers.find(release)).contains(new Waiver("olga", "INC-1"));
	}

	private Optional<Promotion> add(boolean automatic, int fromRelease) {
		return add("staging", automatic, fromRelease);
	}

	private Optional<Promotion> add(String from, boolean automatic, int fromRelease) {
		return this.promotions
			.add(new Promotion.Draft("orders", "shop", "prod", from, fromRelease, "shop/orders@sha256:abc1", "c0ffee1",
					null, new Approvals(2, Role.OPERATOR, true), NOON, automatic, "sam", NOON), (added) -> {
					});
	}

}
