package dev.slipway.observability.traces.embedded;

import java.util.List;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.observability.traces.TraceStoreContract;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InMemoryTraceStoreTest extends TraceStoreContract {

	private final InMemoryTraceStore store = new InMemoryTraceStore(50);

	@Override
	protected TraceStore store() {
		return this.store;
	}

	@Test
	void theOldestGoWhenItIsFull() {
		for (int i = 1; i <= 200; i++) {
			this.store.accept(
					List.of(span(Integer.toHexString(i), "1", null, "orders", "get", -200_000 + i * 1000, 1).build()));
		}
		assertThat(this.store.trace("1", QueryScope.everything())).isEmpty();
		assertThat(this.store.trace(Integer.toHexString(200), QueryScope.everything())).isPresent();
	}

}
