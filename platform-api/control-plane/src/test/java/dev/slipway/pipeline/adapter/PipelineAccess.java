package dev.slipway.pipeline.adapter;

import javax.sql.DataSource;

import dev.slipway.pipeline.BuildHistory;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.test.Databases;

/** Opens the adapters to tests of other packages. */
public final class PipelineAccess {

	private PipelineAccess() {
	}

	/** The store in a database. */
	public static BuildStore store(DataSource dataSource) {
		return new JdbcBuildStore(Databases.client(dataSource), Databases.transactions(dataSource));
	}

	/** What past builds in a database tell. */
	public static BuildHistory history(DataSource dataSource) {
		return new JdbcBuildHistory(Databases.client(dataSource));
	}

}
