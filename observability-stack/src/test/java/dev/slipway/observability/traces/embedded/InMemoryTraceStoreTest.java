package dev.slipway.observability.traces.embedded;

import java.util.List;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.observability.traces.TraceStoreContract;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InMemoryTraceStoreTest extends TraceStoreContract {

	private final InMemoryTraceStore store = new InMemoryTraceStore(20_000);

	@Override
	protected TraceStore store() {
		return this.store;
	}

	@Test
	void theOldestGoWhenItIsFull() {
		InMemoryTraceStore small = new InMemoryTraceStore(50);
		for (int i = 1; i <= 200; i++) {
			small.accept(
					List.of(span(Integer.toHexString(i), "1", null, "orders", "get", -200_000 + i * 1000, 1).build()));
		}
		assertThat(small.trace(id("1"), QueryScope.everything())).isEmpty();
		assertThat(small.trace(id(Integer.toHexString(200)), QueryScope.everything())).isPresent();
	}

}
