package dev.slipway.observability.traces;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.observability.QueryScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import zipkin2.DependencyLink;
import zipkin2.Endpoint;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;

/** What every trace store must do. */
public abstract class TraceStoreContract {

	protected static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

	private static final QueryScope ALL = QueryScope.everything();

	private static final QueryScope SHOP = QueryScope.service("shop", "orders");

	/** The store under test, empty before each test. */
	protected abstract TraceStore store();

	protected static Span.Builder span(String trace, String id, @Nullable String parent, String service, String name,
			int startMillis, int millis) {
		return Span.newBuilder()
			.traceId(trace)
			.id(id)
			.parentId(parent)
			.name(name)
			.kind((parent == null) ? Span.Kind.SERVER : Span.Kind.CLIENT)
			.localEndpoint(Endpoint.newBuilder().serviceName(service).build())
			.timestamp((NOON.toEpochMilli() + startMillis) * 1000)
			.duration(millis * 1000L);
	}

	private void table() {
		store()
			.accept(List.of(span("a1", "1", null, "orders", "post /orders", -5000, 120).putTag("status", "201").build(),
					span("a1", "2", "1", "orders", "insert", -4990, 20).putTag("db", "h2").build(),
					span("a2", "3", null, "orders", "get /orders", -3000, 900).putTag("error", "boom").build(),
					span("a3", "4", null, "payments", "charge", -2000, 30).putTag("card", "4711").build(),
					span("a4", "5", null, "orders", "pay", -1000, 50).build()));
		store().accept(List.of(
				span("a4", "6", "5", "orders", "call", -990, 40)
					.remoteEndpoint(Endpoint.newBuilder().serviceName("payments").build())
					.build(),
				span("a4", "7", "6", "payments", "charge", -980, 30).kind(Span.Kind.SERVER)
					.putTag("card", "0815")
					.addAnnotation(NOON.toEpochMilli() * 1000, "secret note")
					.build()));
	}

	private List<String> ids(TraceQuery query, QueryScope scope) {
		return store().search(query, scope)
			.stream()
			.map((trace) -> trace.get(0).traceId().replaceAll("^0+", ""))
			.toList();
	}

	private static TraceQuery query(@Nullable String service, @Nullable String name, Map<String, String> tags,
			@Nullable Duration min, @Nullable Duration max) {
		return new TraceQuery(service, name, tags, min, max, NOON.minusSeconds(60), NOON, 10);
	}

	@Test
	void searches() {
		table();
		assertThat(ids(query("orders", null, Map.of(), null, null), ALL)).containsExactly("a4", "a2", "a1");
		assertThat(ids(query("orders", "get /orders", Map.of(), null, null), ALL)).containsExactly("a2");
		assertThat(ids(query("orders", null, Map.of("status", "201"), null, null), ALL)).containsExactly("a1");
		assertThat(ids(query("orders", null, Map.of("error", ""), null, null), ALL)).containsExactly("a2");
		assertThat(ids(query("orders", null, Map.of("status", "500"), null, null), ALL)).isEmpty();
		assertThat(ids(query("orders", null, Map.of(), Duration.ofMillis(100), null), ALL)).containsExactly("a2", "a1");
		assertThat(ids(query("orders", null, Map.of(), Duration.ofMillis(100), Duration.ofMillis(200)), ALL))
			.containsExactly("a1");
		assertThat(ids(query(null, null, Map.of(), null, null), ALL)).containsExactly("a4", "a3", "a2", "a1");
		assertThat(ids(TraceQuery.service("orders", NOON.minusMillis(3500), NOON.minusMillis(2500), 10), ALL))
			.containsExactly("a2");
		assertThat(ids(TraceQuery.service("orders", NOON.minusSeconds(60), NOON, 1), ALL)).containsExactly("a4");
	}

	@Test
	void findsByIdWithAllItsSpans() {
		table();
		assertThat(store().trace("00000000000000a1", ALL)).hasValueSatisfying((spans) -> assertThat(spans).hasSize(2));
		assertThat(store().trace("a1", ALL)).isPresent();
		assertThat(store().trace("ffff", ALL)).isEmpty();
		assertThat(store().trace("not hex", ALL)).isEmpty();
		assertThat(store().trace("", ALL)).isEmpty();
	}

	@Test
	void theScopeHidesOtherTeams() {
		table();
		assertThat(ids(query("payments", null, Map.of(), null, null), SHOP)).isEmpty();
		assertThat(ids(query(null, null, Map.of(), null, null), SHOP)).containsExactly("a4", "a2", "a1");
		assertThat(ids(query(null, null, Map.of("card", "0815"), null, null), SHOP)).as("a foreign span's tag")
			.isEmpty();
		assertThat(ids(query(null, "charge", Map.of(), null, null), SHOP)).isEmpty();
		assertThat(store().trace("a3", SHOP)).isEmpty();
		assertThat(store().services(SHOP)).containsExactly("orders");
		assertThat(store().spanNames("payments", SHOP)).isEmpty();
		assertThat(store().search(query(null, null, Map.of(), null, null), QueryScope.of(Set.of(), Set.of())))
			.isEmpty();
	}

	@Test
	void spansOfOthersInATraceShowTheirTimeButNotTheirTags() {
		table();
		List<Span> spans = store().trace("a4", SHOP).orElseThrow();
		assertThat(spans).hasSize(3);
		assertThat(spans).filteredOn((span) -> "payments".equals(span.localServiceName()))
			.singleElement()
			.satisfies((s) -> {
				assertThat(s.tags()).isEmpty();
				assertThat(s.annotations()).isEmpty();
				assertThat(s.duration()).isEqualTo(30_000);
			});
	}

	@Test
	void dependenciesAreCounted() {
		table();
		List<DependencyLink> links = store().dependencies(NOON.minusSeconds(60), NOON, SHOP);
		assertThat(links)
			.containsExactly(DependencyLink.newBuilder().parent("orders").child("payments").callCount(1).build());
		assertThat(store().dependencies(NOON.minusSeconds(60), NOON, QueryScope.service("x", "other"))).isEmpty();
	}

	@Test
	void oddSpansAreTaken() {
		Span orphan = span("b1", "9", "8", "orders", "orphan", -100, 1).build();
		Span loop = span("b2", "1", "2", "orders", "loop", -100, 1).build();
		Span back = span("b2", "2", "1", "orders", "loop", -100, 1).build();
		store().accept(List.of(orphan, orphan, loop, back, Span.newBuilder().traceId("b3").id("1").build()));
		store().accept(List.of());
		assertThat(store().trace("b1", ALL)).isPresent();
		assertThat(store().trace("b2", ALL)).hasValueSatisfying((spans) -> assertThat(spans).hasSize(2));
		assertThat(store().trace("b3", ALL)).isPresent();
		assertThat(store().dependencies(NOON.minusSeconds(60), NOON, ALL)).isNotNull();
		assertThat(store().health().up()).isTrue();
	}

	@Test
	void hugeTagsAreCut() {
		store().accept(
				List.of(span("c1", "1", null, "orders", "big", -10, 1).putTag("error", "x".repeat(100_000)).build()));
		assertThat(store().trace("c1", ALL).orElseThrow().get(0).tags().get("error")).hasSizeLessThan(5000);
	}

}
