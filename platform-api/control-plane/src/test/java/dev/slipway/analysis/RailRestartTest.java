package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.slipway.observability.metrics.embedded.ScrapedPods;
import dev.slipway.observability.metrics.embedded.ScrapedPods.Pod;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;
import dev.slipway.test.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guard rails of a platform that is killed: what it scraped is lost, the pods live on and
 * so does what the rails have kept.
 */
class RailRestartTest {

	private static final GateSpec LIMIT = Cases.spec("metric", "metric", "errorRatio", "max", "5%");

	private static final GateSpec WORSE = Cases.spec("compare");

	private final SettableClock clock = new SettableClock();

	private final ScrapedPods pods = new ScrapedPods(this.clock);

	private final KeptRails memory = new KeptRails();

	private final Pod candidate = this.pods.pod("shop", "orders", 2, "orders-r2-a");

	private final Pod stable = this.pods.pod("shop", "orders", 1, "orders-r1-a");

	private final Instant since = this.clock.instant();

	private MetricRail limit = new MetricRail(new Measurements(this.pods.store(), (release) -> Map.of()), this.memory);

	private CompareRail worse = new CompareRail(this.pods.store(), this.memory);

	@AfterEach
	void close() {
		this.pods.close();
	}

	private void kill() {
		this.pods.platformRestarts();
		this.limit = new MetricRail(new Measurements(this.pods.store(), (release) -> Map.of()), this.memory);
		this.worse = new CompareRail(this.pods.store(), this.memory);
	}

	private Reading look(GateSpec rail) {
		return rail.equals(WORSE) ? this.worse.look(Cases.call(Cases.STABLE, rail, this.since, this.clock.instant()))
				: this.limit.look(Cases.call(null, rail, this.since, this.clock.instant()));
	}

	private Reading scraped(GateSpec rail) {
		this.pods.scrape();
		return look(rail);
	}

	private static void answers(Pod pod, int all, int bad) {
		pod.answers(all - bad, 200, 10);
		if (bad > 0) {
			pod.answers(bad, 500, 10);
		}
	}

	@Test
	void aPlatformThatIsKilledAfterEachLookTripsABadCandidateAndCountsEachRequestOnce() {
		scraped(LIMIT);
		int sent = 0;
		int failed = 0;
		Reading reading;
		do {
			kill();
			assertThat(look(LIMIT).conclusion()).isNotEqualTo(Conclusion.FAILED);
			answers(this.candidate, 20, 2);
			sent += 20;
			failed += 2;
			reading = scraped(LIMIT);
			assertThat(reading.evidence()).containsEntry("total", (long) sent).containsEntry("bad", (long) failed);
		}
		while (reading.conclusion() != Conclusion.FAILED && sent < 20_000);
		assertThat(reading.conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void alphaIsSpentOnceHoweverOftenThePlatformIsKilled() {
		answers(this.candidate, 50, 0);
		scraped(LIMIT);
		RailState before = kept();
		for (int i = 0; i < 80; i++) {
			kill();
			answers(this.candidate, 50, 2);
			assertThat(scraped(LIMIT).conclusion()).isNotEqualTo(Conclusion.FAILED);
		}
		// Four hundred seconds: one watch more, by time and not by the kills.
		assertThat(kept().evidence().watches()).isEqualTo(before.evidence().watches() + 1);
		assertThat(kept().since()).isEqualTo(before.since());
	}

	private RailState kept() {
		RailMemory.Kept kept = this.memory.find(Cases.CANDIDATE, "g");
		assertThat(kept).isNotNull();
		RailState state = kept.state();
		assertThat(state).isNotNull();
		return state;
	}

	@Test
	void whatTrippedIsTrippedWhenThePodsAreGone() {
		scraped(LIMIT);
		answers(this.candidate, 50, 40);
		assertThat(scraped(LIMIT).conclusion()).isEqualTo(Conclusion.FAILED);
		kill();
		Reading reading = look(LIMIT);
		assertThat(reading.conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(reading.explanation()).contains("40 of 50");
	}

	@Test
	void requestsOfTheTimeWithoutAPlatformCount() {
		scraped(LIMIT);
		kill();
		answers(this.candidate, 60, 50);
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(scraped(LIMIT).conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void aPodThatWasRestartedMeanwhileCountsFromZero() {
		answers(this.candidate, 100, 0);
		scraped(LIMIT);
		kill();
		this.candidate.restarts();
		answers(this.candidate, 30, 1);
		assertThat(scraped(LIMIT).evidence()).containsEntry("total", 30L).containsEntry("bad", 1L);
	}

	@Test
	void whatWasNotKeptBeforeTheKillIsCountedOnceAfterIt() {
		scraped(LIMIT);
		answers(this.candidate, 100, 1);
		scraped(LIMIT);
		answers(this.candidate, 100, 1);
		this.clock.advance(Duration.ofSeconds(-4));
		int writes = this.memory.writes();
		assertThat(scraped(LIMIT).evidence()).containsEntry("total", 200L);
		assertThat(this.memory.writes()).as("seldom written").isEqualTo(writes);
		kill();
		assertThat(scraped(LIMIT).evidence()).containsEntry("total", 200L).containsEntry("bad", 2L);
	}

	@Test
	void whatNobodyWatchedBeforeARestartIsNoFailureOfItsWatch() {
		answers(this.candidate, 100, 100);
		assertThat(look(LIMIT).conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(scraped(LIMIT).conclusion()).isEqualTo(Conclusion.NO_DATA);
		answers(this.candidate, 20, 0);
		assertThat(scraped(LIMIT).conclusion()).isEqualTo(Conclusion.PENDING);
	}

	/** The release went to another instance, while this one still looks. */
	@Test
	void twoPlatformsThatWatchAtOnceCountEachRequestOnce() {
		scraped(LIMIT);
		MetricRail other = new MetricRail(new Measurements(this.pods.store(), (release) -> Map.of()), this.memory);
		MetricRail mine = this.limit;
		Reading reading = Reading.of(Conclusion.PENDING, "");
		for (int i = 1; i <= 20; i++) {
			this.limit = (i % 2 == 0) ? mine : other;
			answers(this.candidate, 100, 1);
			scraped(LIMIT);
			this.limit = (i % 2 == 0) ? other : mine;
			reading = scraped(LIMIT);
		}
		assertThat(reading.evidence()).containsEntry("total", 2000L).containsEntry("bad", 20L);
		kill();
		assertThat(scraped(LIMIT).evidence()).containsEntry("total", 2000L).containsEntry("bad", 20L);
	}

	@Test
	void aComparisonThatIsKilledAfterEachBlockTripsAsWell() {
		answers(this.candidate, 100, 0);
		answers(this.stable, 100, 0);
		scraped(WORSE);
		int blocks = 0;
		do {
			kill();
			this.clock.advance(Duration.ofSeconds(10));
			answers(this.candidate, 100, 30);
			answers(this.stable, 100, 2);
			blocks++;
		}
		while (scraped(WORSE).conclusion() != Conclusion.FAILED && blocks < 30);
		assertThat(blocks).isBetween(3, 10);
		kill();
		assertThat(look(WORSE).conclusion()).isEqualTo(Conclusion.FAILED);
	}

	/** The platform is killed twice in each warm-up. */
	@ParameterizedTest
	@ValueSource(strings = { "metric", "compare" })
	void aWarmUpBeginsOnce(String kind) {
		GateSpec rail = kind.equals("metric")
				? Cases.spec("metric", "metric", "errorRatio", "max", "5%", "warmUp", "2m")
				: Cases.spec("compare", "warmUp", "2m");
		Reading reading = Reading.of(Conclusion.PENDING, "");
		int minutes = 0;
		while (reading.conclusion() != Conclusion.FAILED && minutes++ < 20) {
			kill();
			Instant started = this.clock.instant();
			for (int i = 0; i < 6; i++) {
				answers(this.candidate, 100, 40);
				answers(this.stable, 100, 2);
				this.pods.scrape();
				this.clock.advance(Duration.ofSeconds(5));
				Gate.Call call = Cases.call(Cases.STABLE, rail, started, this.clock.instant());
				reading = kind.equals("metric") ? this.limit.look(call) : this.worse.look(call);
				if (minutes <= 1) {
					assertThat(reading.explanation()).contains("after the warm-up");
				}
			}
		}
		assertThat(reading.conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(minutes).isBetween(3, 8);
		assertThat(reading.evidence().get("window")).asString().contains("from=" + this.since);
	}

	/** An upgrade: nothing is kept, and the pods are met one after the other. */
	@Test
	void whatPodsDidBeforeTheyWereMetIsNotCounted() {
		Pod second = this.pods.pod("shop", "orders", 2, "orders-r2-b");
		answers(this.candidate, 100, 0);
		answers(second, 1000, 400);
		answers(this.stable, 1000, 0);
		this.pods.scrapeOnly(this.candidate);
		look(LIMIT);
		assertThat(scraped(LIMIT).evidence()).containsEntry("total", 0L);
		answers(second, 20, 1);
		assertThat(scraped(LIMIT).evidence()).containsEntry("total", 20L).containsEntry("bad", 1L);
		Pod third = this.pods.pod("shop", "orders", 2, "orders-r2-c");
		this.clock.advance(Duration.ofSeconds(20));
		answers(third, 30, 2);
		assertThat(scraped(LIMIT).evidence()).containsEntry("total", 50L).containsEntry("bad", 3L);
	}

	@Test
	void aComparisonDoesNotCountWhatPodsDidBeforeTheyWereMet() {
		Pod second = this.pods.pod("shop", "orders", 2, "orders-r2-b");
		answers(this.candidate, 100, 0);
		answers(second, 1000, 900);
		answers(this.stable, 1000, 0);
		this.pods.scrapeOnly(this.candidate, this.stable);
		look(WORSE);
		for (int i = 0; i < 4; i++) {
			this.clock.advance(Duration.ofSeconds(5));
			answers(second, 10, 0);
			assertThat(scraped(WORSE).conclusion()).isNotEqualTo(Conclusion.FAILED);
		}
		assertThat(look(WORSE).evidence().get("candidate")).isEqualTo(Map.of("bad", 0L, "total", 30L));
	}

	/** A pod that was met without requests began at zero. */
	@Test
	void theFirstFailuresOfAPodThatHadNoRequestsCount() {
		scraped(LIMIT);
		answers(this.candidate, 30, 30);
		assertThat(scraped(LIMIT).conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void whatWasDecidedCountsWhenItCannotBeKept() {
		scraped(LIMIT);
		scraped(WORSE);
		this.memory.fill();
		Reading worse = null;
		for (int i = 0; i < 10; i++) {
			answers(this.candidate, 50, 40);
			answers(this.stable, 50, 0);
			this.clock.advance(Duration.ofSeconds(10));
			this.pods.scrape();
			worse = look(WORSE);
		}
		assertThat(look(LIMIT).conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(worse).isNotNull();
		assertThat(worse.conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void whatCannotBeReadIsBegunAnewAndReplaced() {
		scraped(LIMIT);
		answers(this.candidate, 50, 1);
		scraped(LIMIT);
		this.memory.garble();
		kill();
		assertThat(scraped(LIMIT).evidence()).containsEntry("total", 0L);
		answers(this.candidate, 50, 40);
		assertThat(scraped(LIMIT).conclusion()).isEqualTo(Conclusion.FAILED);
		kill();
		assertThat(look(LIMIT).conclusion()).isEqualTo(Conclusion.FAILED);
	}

	/** After each restart the candidate is scraped first. */
	@Test
	void whatHurtsBothWhileThePlatformIsDownIsHeldAgainstNeither() {
		answers(this.candidate, 100, 0);
		answers(this.stable, 100, 0);
		scraped(WORSE);
		for (int i = 0; i < 20; i++) {
			kill();
			this.clock.advance(Duration.ofSeconds(30));
			answers(this.candidate, 500, 300);
			answers(this.stable, 500, 300);
			this.pods.scrapeOnly(this.candidate);
			assertThat(look(WORSE).conclusion()).isNotEqualTo(Conclusion.FAILED);
			assertThat(scraped(WORSE).conclusion()).isEqualTo(Conclusion.PENDING);
		}
	}

}
