package dev.slipway.flow.adapter;

import java.time.Clock;

import javax.sql.DataSource;

import dev.slipway.flow.FlowDriver;
import dev.slipway.flow.FlowStore;
import dev.slipway.flow.Flows;
import dev.slipway.flow.StateCodec;
import dev.slipway.test.Databases;

/** Gives tests the real store and JSON. */
public final class FlowStoreAccess {

	private FlowStoreAccess() {
	}

	/** The store on a migrated database. */
	public static FlowStore store(DataSource dataSource) {
		return new JdbcFlowStore(Databases.client(dataSource), Databases.transactions(dataSource));
	}

	/** The JSON of states. */
	public static StateCodec codec() {
		return new JacksonStateCodec();
	}

	/** Flows that nobody drives. */
	public static Flows flows(FlowStore store, Clock clock) {
		return new StoredFlows(store, codec(), (key) -> {
		}, (key) -> false, (key) -> {
		}, clock);
	}

	/** Flows that wake a driver. */
	public static Flows flows(FlowStore store, FlowDriver driver, Clock clock) {
		return new StoredFlows(store, codec(), driver::nudge, driver::coalesce, driver::hint, clock);
	}

}
