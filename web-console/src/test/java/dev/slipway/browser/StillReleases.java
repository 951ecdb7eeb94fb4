package dev.slipway.browser;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.slipway.flow.StateCodec;
import dev.slipway.rollout.Ended;
import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseJournal;
import dev.slipway.rollout.ReleaseJournal.Finding;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Stable;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.HeaderMatch;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;
import dev.slipway.strategy.Terms;
import dev.slipway.test.RunningPlatform;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Releases that stand still at the place where they are wanted to be looked at: they are
 * in the platform's own store, never due, and held by nobody, so that no event of the
 * cluster, freeze or gate moves them.
 */
final class StillReleases {

	private static final String COMMIT = "89abcdef0123456789abcdef0123456789abcdef";

	private static final List<GateSpec> GATES = List.of(
			new GateSpec("errors", "metric", Map.of("metric", "errorRatio", "max", "1%")),
			new GateSpec("latency", "compare", Map.of("metric", "p95", "margin", "10%")));

	private final RunningPlatform platform;

	private final Instant now = Instant.now();

	StillReleases(RunningPlatform platform) {
		this.platform = platform;
	}

	/** At the second of four stages, where people are asked. */
	Release canary(String service) {
		Instant since = this.now.minusSeconds(20);
		Release release = add(service, canary());
		keep(release, 1, "errors", Conclusion.PASSED,
				"errorRatio is 0.2 % of 1,204 requests in the last 1 min, at most 1 % " + "was allowed",
				Map.of("value", 0.0021, "limit", "at most 1 %", "queries", List.of("sum(rate(x[1m]))")));
		flow(release,
				new Forward.Holding(release.plan(), new Stable(1, 4), 2, since, null,
						"waits: holds for 300 s; gate latency; gate go"),
				false,
				List.of(line("Waiting", "Image localhost:5000/shop/" + service + ", asked for by ada"),
						line("Creating", "Release 2 replaces release 1"), line("Preparing", "The objects are there"),
						line("Scaling", "Stage 1 of 4: 1 new and 4 old pods, as all requests go where they went"),
						line("Rerouting", "Stage 1 of 4: 1 of 4 pods are ready"),
						line("Holding", "Stage 1 of 4: 5 % of the requests"),
						line("Scaling", "Stage 2 of 4: 1 new and 4 old pods, as 1 pods hold and errors passed"),
						line("Rerouting", "Stage 2 of 4: 1 of 4 pods are ready"),
						line("Holding", "Stage 2 of 4: 25 % of the requests")));
		return release;
	}

	/** Switched, with the old release still warm. */
	Release warm(String service) {
		Terms terms = terms(Router.SELECTOR);
		Release release = add(service,
				new BlueGreen(new Hold(Duration.ofMinutes(2), false), GATES, List.of(), Duration.ofMinutes(30), terms));
		bean(ReleaseStore.class).record(release, Outcome.SUCCEEDED, "Release 2 is stable with 4 pods");
		flow(release, new Forward.Warm(release.plan(), new Stable(1, 4), this.now.plusSeconds(1500)), false,
				List.of(line("Waiting", "Asked for by ada"), line("Holding", "Stage 1 of 2: 0 % of the requests"),
						line("Holding", "Stage 2 of 2: 100 % of the requests"),
						line("Promoting", "All stages done: 4 pods hold"),
						line("Warm", "Release 2 is stable; release 1 stays warm for 1800 s")));
		return release;
	}

	/** Taken back at the second stage by the judge, with its evidence. */
	Release failed(String service) {
		Release release = add(service, canary());
		String explanation = "p95 of the candidate is 84 ms higher (95 % interval 61 to 110 ms); 10 % of stable's 120 ms were allowed.";
		keep(release, 1, "errors", Conclusion.PASSED, "errorRatio is 0 % of 640 requests in the last 1 min", Map.of());
		keep(release, 2, "latency", Conclusion.FAILED, explanation, Map.of("window",
				Map.of("from", "2026-11-21T09:00:00Z", "to", "2026-11-21T09:05:00Z"), "candidate",
				Map.of("bad", 31, "total", 620), "stable", Map.of("bad", 4, "total", 1890), "samples",
				Map.of("p95",
						Map.of("unit", "ms", "candidate", List.of(190, 204, 221, 199, 232, 207), "stable",
								List.of(118, 121, 119, 126, 117, 122))),
				"findings",
				List.of(Map.of("metric", "p95", "conclusion", "FAIL", "sentence", explanation, "test",
						"Mann-Whitney U, exact", "pValue", 0.0021645, "effect", 84.5, "lower", 61.2, "upper", 110.4)),
				"newErrors",
				List.of(Map.of("template", "Payment of order <*> timed out after <*> ms", "count", 31, "matters", true,
						"pValue", 0.0001, "examples",
						List.of("2026-11-21T09:03:11Z ERROR Payment of order 4711 timed out after 2000 ms",
								"2026-11-21T09:03:19Z ERROR Payment of order 4713 timed out after 2001 ms"))),
				"exemplars",
				List.of(Map.of("trace", Samples.TRACE, "why", "failed", "span", "http post /parcels", "millis", 100.0,
						"start", "2026-11-21T09:03:11Z")),
				"queries",
				List.of("histogram_quantile(0.95, sum by (le) (rate(http_server_requests_seconds_bucket{release=\"4\"}[1m])))"),
				"commits", Map.of("from", "0123456789abcdef", "to", COMMIT, "commits",
						List.of(Map.of("id", COMMIT, "author", "ada", "message", "Ask the bank before packing")))));
		String reason = "Rolled back to release 3. Gate latency of stage 2: " + explanation;
		bean(ReleaseStore.class).record(release, Outcome.FAILED, reason);
		flow(release, new Ended.Failed(release.plan(), reason), true, List.of(line("Waiting", "Asked for by ada"),
				line("Scaling", "Stage 1 of 4: 1 new and 4 old pods, as all requests go where they went"),
				line("Holding", "Stage 1 of 4: 5 % of the requests"),
				line("Scaling", "Stage 2 of 4: 1 new and 4 old pods, as 1 pods hold"),
				line("Holding", "Stage 2 of 4: 25 % of the requests"), line("Restoring", reason),
				line("Withdrawing", "Release 3 has 4 of 4 pods ready and all requests"), line("Failed", reason)));
		return release;
	}

	/** A promoted one of which no history is left. */
	Release promoted(String service) {
		Release release = add(service, Strategy.defaults());
		bean(ReleaseStore.class).record(release, Outcome.SUCCEEDED,
				"Release " + release.number() + " is stable with 4 pods");
		return release;
	}

	private static Canary canary() {
		Hold minute = new Hold(Duration.ofSeconds(60), false);
		return new Canary(
				List.of(new CanaryStep(5, null, new HeaderMatch("X-Canary", "yes"), 0, minute, GATES.subList(0, 1)),
						new CanaryStep(25, null, null, 0, new Hold(Duration.ofMinutes(5), false),
								List.of(GATES.get(1), new GateSpec("go", "approval", Map.of("role", "operator")))),
						new CanaryStep(50, null, null, 0, new Hold(Duration.ofMinutes(5), true), GATES)),
				Duration.ofMinutes(10), terms(Router.HTTP_ROUTE));
	}

	private static Terms terms(Router router) {
		Terms usual = Terms.defaults();
		return new Terms(usual.minReady(), Duration.ofHours(12), usual.drain(), Routing.of(router), List.of(),
				usual.newer());
	}

	private Release add(String service, Strategy strategy) {
		return bean(ReleaseStore.class).add(new Release.Draft(service, "dev", "shop",
				"localhost:5000/shop/" + service + "@sha256:" + "cd".repeat(32), COMMIT, null, 4, strategy, "[]", null,
				"ada", this.now.minusSeconds(240)), (added) -> {
				});
	}

	private void keep(Release release, int stage, String gate, Conclusion conclusion, String explanation,
			Map<String, Object> evidence) {
		bean(ReleaseJournal.class).keep(release,
				new Finding(stage, gate, new Reading(conclusion, explanation, evidence), this.now.minusSeconds(60)));
	}

	private static int stage(String reason) {
		return reason.matches("Stage \\d of .*") ? reason.charAt("Stage ".length()) - '0' : 0;
	}

	private static Map.Entry<String, String> line(String state, String reason) {
		return Map.entry(state, reason);
	}

	/**
	 * As the driver would have left it, but never due and never its own. What would wake
	 * it (a wish of a user on the page, the end of a freeze, a gate) makes it due, and a
	 * change of its objects asks for it even before that; but none of them claims what
	 * another has a lease of, and this one is nobody's until tomorrow.
	 */
	private void flow(Release release, ReleaseState state, boolean ended, List<Map.Entry<String, String>> history) {
		Function<Long, OffsetDateTime> ago = (seconds) -> OffsetDateTime.ofInstant(this.now.minusSeconds(seconds),
				ZoneOffset.UTC);
		JdbcClient jdbc = bean(JdbcClient.class);
		jdbc.sql(
				"INSERT INTO flow (kind, id, state, version, epoch, desire_version, wake_seq, due_at, ended, failures, "
						+ "lock_owner, lease_until, started_at, updated_at) VALUES ('release', :id, :state, 1, 1, 0, 0, NULL, "
						+ ":ended, 0, 'nobody', :until, :started, :updated)")
			.param("until", ago.apply(-86_400L))
			.param("id", release.plan().flowId())
			.param("state", bean(StateCodec.class).write(ReleaseState.class, state))
			.param("ended", ended)
			.param("started", ago.apply(240L))
			.param("updated", ago.apply(10L))
			.update();
		for (int i = 0; i < history.size(); i++) {
			jdbc.sql("INSERT INTO flow_history (kind, id, seq, at, state, reason, detail) "
					+ "VALUES ('release', :id, :seq, :at, :state, :reason, :detail)")
				.param("id", release.plan().flowId())
				.param("seq", i + 1)
				.param("at", ago.apply(240L - 20L * i))
				.param("state", history.get(i).getKey())
				.param("reason", history.get(i).getValue())
				.param("detail", "{\"stage\":" + stage(history.get(i).getValue()) + "}")
				.update();
		}
		if (ended) {
			bean(ReleaseStore.class).end(release, this.now.minusSeconds(10));
		}
	}

	private <T> T bean(Class<T> type) {
		return this.platform.bean(type);
	}

}
