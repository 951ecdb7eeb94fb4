package dev.slipway.observability.traces.zipkin;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.observability.traces.TraceStoreContract;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract over a real Zipkin, its spans brought there by the forwarder. */
class ZipkinTraceStoreTest extends TraceStoreContract {

	private final ZipkinServer server = ZipkinServer.shared();

	private final ZipkinTraceStore store = new ZipkinTraceStore(this.server.options(), Clock.systemUTC());

	@AfterEach
	void close() {
		this.store.close();
	}

	@Override
	protected TraceStore store() {
		return this.store;
	}

	/** Zipkin says that it has taken spans before they can be found. */
	@Override
	protected void awaitStored(Collection<Span> spans) {
		Map<String, Set<String>> wanted = new HashMap<>();
		spans.forEach((span) -> wanted.computeIfAbsent(span.traceId(), (id) -> new HashSet<>()).add(span.id()));
		Awaitility.await("stored").atMost(ZipkinServer.PATIENCE).until(() -> {
			for (Map.Entry<String, Set<String>> trace : wanted.entrySet()) {
				var answer = this.server.get("/api/v2/trace/" + trace.getKey());
				if (answer.statusCode() != 200) {
					return false;
				}
				Set<String> there = new HashSet<>();
				ZipkinAnswers.spans(answer.body()).forEach((span) -> there.add(span.id()));
				if (!there.containsAll(trace.getValue())) {
					return false;
				}
			}
			return true;
		});
	}

	@Test
	void saysWhereItIsAndHowItDoes() {
		accept(List.of(span("d1", "1", null, "orders", "get", -100, 1).build()));
		StoreHealth health = Awaitility.await()
			.atMost(ZipkinServer.PATIENCE)
			.until(this.store::health,
					(found) -> found.up() && Long.valueOf(1).equals(found.figures().get("forwarded")));
		assertThat(health.detail()).contains("Zipkin at http://127.0.0.1:", "version 3.6.1", "services")
			.doesNotContain("wait", "lost");
		assertThat(health.figures()).containsEntry("waiting", 0L).containsEntry("lost", 0L);
		assertThat(health.connection()).isNotNull().satisfies((connection) -> {
			assertThat(connection.address()).isEqualTo(this.server.uri().toString());
			assertThat(connection.version()).isEqualTo("3.6.1");
			assertThat(connection.latencyMillis()).isNotNull();
			assertThat(connection.lastError()).isNull();
		});
	}

}
