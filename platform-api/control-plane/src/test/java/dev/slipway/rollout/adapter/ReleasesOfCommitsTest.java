package dev.slipway.rollout.adapter;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import javax.sql.DataSource;

import dev.slipway.flow.adapter.FlowStoreAccess;
import dev.slipway.pipeline.CommitReleases.Placed;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.Strategy;
import dev.slipway.test.Databases;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** What became of commits is read the same way from both databases. */
@ParameterizedClass
@EnumSource(Databases.class)
@NullUnmarked
class ReleasesOfCommitsTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

	private final JdbcReleaseStore store;

	private final JdbcClient jdbc;

	private final ReleasesOfCommits releases;

	ReleasesOfCommitsTest(Databases database) {
		DataSource dataSource = database.fresh();
		this.jdbc = Databases.client(dataSource);
		this.store = new JdbcReleaseStore(this.jdbc, Databases.transactions(dataSource), FlowStoreAccess.codec());
		this.releases = new ReleasesOfCommits(this.jdbc, null);
	}

	@Test
	void tellsWhenReleasesWereLive() {
		add("prod", "a", 0, Outcome.SUCCEEDED);
		state("orders/prod/1", 1, "Progressing", 10);
		state("orders/prod/1", 2, "Warm", 90);
		state("orders/prod/1", 3, "Succeeded", 100);
		add("prod", "b", 20, Outcome.SUCCEEDED);
		state("orders/prod/2", 1, "Warm", 50);
		add("prod", "c", 30, Outcome.FAILED);
		add("prod", "a", 40, null);
		add("dev", "a", 5, Outcome.ROLLED_BACK);
		assertThat(this.releases.live("orders", "prod", NOON)).extracting(Placed::number, Placed::liveAt)
			.containsExactly(tuple(2, NOON.plusSeconds(50)), tuple(1, NOON.plusSeconds(90)));
		assertThat(this.releases.live("orders", "prod", NOON.plusSeconds(1))).extracting(Placed::number)
			.containsExactly(2);
		assertThat(this.releases.ofCommit("orders", "a"))
			.extracting((placed) -> placed.environment() + placed.number() + placed.status())
			.containsExactly("prod1SUCCEEDED", "dev1ROLLED_BACK", "prod4PROGRESSING");
		assertThat(this.releases.ofCommit("orders", "a").get(1).liveAt()).isEqualTo(NOON.plusSeconds(5));
		assertThat(this.releases.ofCommit("orders", "c").get(0).liveAt()).isNull();
		assertThat(this.releases.ofCommit("stock", "a")).isEmpty();
	}

	private void add(String environment, String commit, int second, Outcome outcome) {
		Release release = this.store.add(new Release.Draft("orders", environment, "shop", "image", commit, 1, 2,
				Strategy.defaults(), "[]", null, "ada", NOON.plusSeconds(second)), (added) -> {
				});
		if (outcome == Outcome.ROLLED_BACK) {
			this.store.record(release, Outcome.SUCCEEDED, "fine");
			this.store.rollBack(release, "bad");
		}
		else if (outcome != null) {
			this.store.record(release, outcome, "so");
		}
	}

	private void state(String id, int seq, String state, int second) {
		this.jdbc
			.sql("INSERT INTO flow_history (kind, id, seq, at, state, reason, detail)"
					+ " VALUES ('release', :id, :seq, :at, :state, 'so', '{}')")
			.param("id", id)
			.param("seq", seq)
			.param("at", OffsetDateTime.ofInstant(NOON.plusSeconds(second), ZoneOffset.UTC))
			.param("state", state)
			.update();
	}

}
