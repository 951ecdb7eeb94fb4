package dev.slipway.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import dev.slipway.flow.StateCodec;
import dev.slipway.rollout.Ended;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.strategy.Strategy;
import dev.slipway.test.RunningPlatform;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Thousands of releases that have ended, with their flows and histories as the engine
 * leaves them, in the platform's own database. Every other one is of one service.
 */
final class EndedReleases {

	static final String TEAM = "ledgers";

	/** The service with half of all releases. */
	static final String MOST = "ledger";

	private static final int OTHERS = 50;

	private static final int TOGETHER = 100;

	private static final int SECONDS_BETWEEN = 60;

	private static final List<String> HISTORY = List.of("Waiting", "Creating", "Preparing", "Scaling", "Rerouting",
			"Holding", "Scaling", "Rerouting", "Holding", "Scaling", "Rerouting", "Holding", "Scaling", "Rerouting",
			"Holding", "Draining", "Promoting", "Succeeded");

	/** As long as the objects of a service usually are. */
	private static final String MANIFESTS = "[{\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{\"a\":\""
			+ "x".repeat(3000) + "\"}}]";

	private final RunningPlatform platform;

	private final Instant now = Instant.now();

	private int filled;

	EndedReleases(RunningPlatform platform) {
		this.platform = platform;
		Samples.service(platform, TEAM, MOST);
		for (int i = 0; i < OTHERS; i++) {
			Samples.service(platform, TEAM, MOST + i);
		}
	}

	/** Until there are so many hundreds. */
	void fill(int releases) {
		TransactionTemplate together = new TransactionTemplate(this.platform.bean(PlatformTransactionManager.class));
		while (this.filled < releases) {
			together.executeWithoutResult((status) -> {
				for (int i = 0; i < TOGETHER; i++) {
					add((this.filled % 2 == 0) ? MOST : MOST + this.filled / 2 % OTHERS,
							this.now.minusSeconds((20_000L - this.filled) * SECONDS_BETWEEN));
					this.filled++;
				}
			});
		}
	}

	private void add(String service, Instant requested) {
		ReleaseStore store = this.platform.bean(ReleaseStore.class);
		Release release = store.add(new Release.Draft(service, "dev", TEAM,
				"localhost:5000/" + TEAM + "/" + service + "@sha256:" + "ef".repeat(32),
				"0123456789abcdef0123456789abcdef01234567", 1, 4, Strategy.defaults(), MANIFESTS, null, "ada",
				requested), (added) -> {
				});
		store.record(release, Outcome.SUCCEEDED, "Release " + release.number() + " is stable with 4 pods");
		flow(release, requested);
		store.end(release, requested.plusSeconds(40));
	}

	private void flow(Release release, Instant requested) {
		JdbcClient jdbc = this.platform.bean(JdbcClient.class);
		String state = this.platform.bean(StateCodec.class)
			.write(ReleaseState.class, new Ended.Succeeded(release.plan()));
		jdbc.sql(
				"INSERT INTO flow (kind, id, state, version, epoch, desire_version, wake_seq, due_at, ended, failures, "
						+ "started_at, updated_at) VALUES ('release', :id, :state, 18, 1, 0, 30, NULL, TRUE, 0, :at, :at)")
			.param("id", release.plan().flowId())
			.param("state", state)
			.param("at", OffsetDateTime.ofInstant(requested, ZoneOffset.UTC))
			.update();
		for (int i = 0; i < HISTORY.size(); i++) {
			jdbc.sql("INSERT INTO flow_history (kind, id, seq, at, state, reason, detail) "
					+ "VALUES ('release', :id, :seq, :at, :state, :reason, :detail)")
				.param("id", release.plan().flowId())
				.param("seq", i + 1)
				.param("at", OffsetDateTime.ofInstant(requested.plusSeconds(2L * i), ZoneOffset.UTC))
				.param("state", HISTORY.get(i))
				.param("reason", "Stage 1 of 4: 1 new and 4 old pods, as all requests go where they went")
				.param("detail", state)
				.update();
		}
	}

}
