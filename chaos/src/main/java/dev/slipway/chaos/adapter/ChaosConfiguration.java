package dev.slipway.chaos.adapter;

import java.time.Clock;

import dev.slipway.api.LiveEvents;
import dev.slipway.chaos.ExperimentRuns;
import dev.slipway.chaos.ExperimentStore;
import dev.slipway.chaos.Experiments;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import dev.slipway.flow.Flows;
import dev.slipway.flow.StateCodec;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires chaos. */
@Configuration(proxyBeanMethods = false)
class ChaosConfiguration {

	@Bean
	ExperimentStore experimentStore(JdbcClient jdbc, PlatformTransactionManager transactions, StateCodec codec) {
		return new JdbcExperimentStore(jdbc, new TransactionTemplate(transactions), codec);
	}

	@Bean
	ExperimentRuns experimentRuns(Environments environments, Clusters clusters, ExperimentStore store,
			ObjectProvider<LiveEvents> events, ObjectProvider<Clock> clock) {
		TargetPods pods = new TargetPods(environments, clusters);
		return new ExperimentRuns(pods, new FencedFaults(pods, new ChaosMonkey()), new HttpSteadyState(pods), store,
				new AnnouncedConclusions(events), clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	Experiments experiments(ExperimentStore store, ExperimentRuns runs, Flows flows, ObjectProvider<Clock> clock) {
		return new Experiments(store, runs, flows, clock.getIfUnique(Clock::systemUTC));
	}

}
