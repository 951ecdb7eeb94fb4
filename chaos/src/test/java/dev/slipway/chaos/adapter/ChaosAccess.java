package dev.slipway.chaos.adapter;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.ZoneOffset;

import javax.sql.DataSource;

import dev.slipway.chaos.Conclusions;
import dev.slipway.chaos.ExperimentRuns;
import dev.slipway.chaos.ExperimentStore;
import dev.slipway.chaos.Experiments;
import dev.slipway.chaos.Faults;
import dev.slipway.chaos.ScheduledRuns;
import dev.slipway.chaos.Schedules;
import dev.slipway.chaos.SteadyState;
import dev.slipway.chaos.Trials;
import dev.slipway.chaos.Workload;
import dev.slipway.flow.adapter.FlowStoreAccess;
import dev.slipway.test.Databases;

/** Gives tests the use cases over the real store, without a cluster. */
public final class ChaosAccess {

	private ChaosAccess() {
	}

	/** Experiments whose runs nobody drives. */
	public static Experiments experiments(DataSource dataSource, Clock clock) {
		ExperimentStore store = new JdbcExperimentStore(Databases.client(dataSource),
				Databases.transactions(dataSource), FlowStoreAccess.codec());
		ExperimentRuns runs = new ExperimentRuns(unused(Workload.class), unused(Faults.class),
				unused(SteadyState.class), store, unused(Conclusions.class), unused(Trials.class), clock);
		return new Experiments(store, runs, FlowStoreAccess.flows(FlowStoreAccess.store(dataSource), clock), clock);
	}

	/** Schedules that nobody drives, in UTC. */
	public static Schedules schedules(Experiments experiments, DataSource dataSource, Clock clock) {
		return new Schedules(new ScheduledRuns(experiments, new CronTimetable(ZoneOffset.UTC)),
				FlowStoreAccess.flows(FlowStoreAccess.store(dataSource), clock), clock);
	}

	private static <T> T unused(Class<T> port) {
		return port
			.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] { port }, (proxy, method, arguments) -> {
				throw new UnsupportedOperationException(method.getName());
			}));
	}

}
