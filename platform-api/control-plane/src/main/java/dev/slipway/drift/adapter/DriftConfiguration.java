package dev.slipway.drift.adapter;

import java.time.Clock;
import java.time.Duration;

import dev.slipway.drift.DriftStore;
import dev.slipway.drift.Drifts;
import dev.slipway.drift.Policy;
import dev.slipway.environments.Environments;
import dev.slipway.rollout.BreakGlass;
import dev.slipway.rollout.LiveObjects;
import dev.slipway.rollout.ReleaseEdits;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the search for drift. */
@Configuration(proxyBeanMethods = false)
class DriftConfiguration {

	@Bean
	DriftStore driftStore(JdbcClient jdbc) {
		return new JdbcDriftStore(jdbc);
	}

	@Bean
	Drifts drifts(DriftStore store, BreakGlass glass, LiveObjects objects, ReleaseEdits edits, Releases releases,
			@Value("${slipway.drift.policy:show}") Policy usual, ObjectProvider<Clock> clock) {
		return new Drifts(store, glass, objects, edits, releases, usual, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	DriftWatch driftWatch(ReleaseStore store, Drifts drifts, Environments environments,
			@Value("${slipway.drift.every:60s}") Duration every) {
		return new DriftWatch(store, drifts, environments, every);
	}

	@Bean
	DriftTimeline driftTimeline(DriftStore store) {
		return new DriftTimeline(store);
	}

}
