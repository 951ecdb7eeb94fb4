package dev.slipway.chaos.adapter;

import java.time.Clock;
import java.time.ZoneId;

import dev.slipway.api.LiveEvents;
import dev.slipway.chaos.Check;
import dev.slipway.chaos.ExperimentRuns;
import dev.slipway.chaos.ExperimentStore;
import dev.slipway.chaos.Experiments;
import dev.slipway.chaos.ScheduledRuns;
import dev.slipway.chaos.Schedules;
import dev.slipway.chaos.SteadyState;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import dev.slipway.flow.Flows;
import dev.slipway.flow.StateCodec;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.rollout.Releases;
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
	RunTimeline runTimeline(ExperimentStore store) {
		return new RunTimeline(store);
	}

	@Bean
	ExperimentRuns experimentRuns(Environments environments, Clusters clusters, ExperimentStore store,
			ObjectProvider<LiveEvents> events, ObjectProvider<MetricStore> metrics, ObjectProvider<Releases> releases,
			ObjectProvider<Clock> clock) {
		TargetPods pods = new TargetPods(environments, clusters);
		Clock time = clock.getIfUnique(Clock::systemUTC);
		return new ExperimentRuns(pods, new FencedFaults(pods, new ChaosMonkey()),
				steadyState(new HttpSteadyState(pods), new MetricSteadyState(metrics, time)), store,
				new AnnouncedConclusions(events), new ReleaseTrials(releases::getObject), time);
	}

	@Bean
	Experiments experiments(ExperimentStore store, ExperimentRuns runs, Flows flows, ObjectProvider<Clock> clock) {
		return new Experiments(store, runs, flows, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean(destroyMethod = "close")
	ChaosGate chaosGate(Experiments experiments) {
		return new ChaosGate(experiments);
	}

	@Bean
	ScheduledRuns scheduledRuns(Experiments experiments) {
		return new ScheduledRuns(experiments, new CronTimetable(ZoneId.systemDefault()));
	}

	@Bean
	Schedules schedules(ScheduledRuns kind, Flows flows, ObjectProvider<Clock> clock) {
		return new Schedules(kind, flows, clock.getIfUnique(Clock::systemUTC));
	}

	private static SteadyState steadyState(HttpSteadyState http, MetricSteadyState metrics) {
		return (plan, check) -> {
			if (check instanceof Check.HttpAnswer wanted) {
				return http.look(plan, wanted);
			}
			return metrics.look(plan, (Check.Metric) check);
		};
	}

}
