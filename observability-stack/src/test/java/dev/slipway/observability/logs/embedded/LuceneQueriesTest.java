package dev.slipway.observability.logs.embedded;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;

import dev.slipway.observability.logs.LogQueryContract;
import dev.slipway.observability.logs.LogRecords;
import dev.slipway.observability.logs.LogStore;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The table of queries, answered by the embedded index. */
@NullUnmarked
class LuceneQueriesTest extends LogQueryContract {

	private LuceneLogStore store;

	@BeforeAll
	void open(@TempDir Path folder) {
		this.store = LuceneLogStore.open(LuceneLogOptions.in(folder), Clock.fixed(LogRecords.NOON, ZoneOffset.UTC));
		this.store.append(records());
	}

	@AfterAll
	void close() {
		this.store.close();
	}

	@Override
	protected LogStore store() {
		return this.store;
	}

}
