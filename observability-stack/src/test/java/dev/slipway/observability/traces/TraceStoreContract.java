package dev.slipway.observability.traces;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.slipway.observability.QueryScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zipkin2.DependencyLink;
import zipkin2.Endpoint;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every trace store must do. The store may hold what other tests left: each test has
 * services, ids and an hour of its own.
 */
public abstract class TraceStoreContract {

	protected static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

	private static final AtomicInteger TESTS = new AtomicInteger();

	private static final QueryScope ALL = QueryScope.everything();

	private final String run = UUID.randomUUID().toString().substring(0, 8);

	private final Instant now = NOON.minus(Duration.ofHours(TESTS.incrementAndGet()));

	private final String orders = service("orders");

	private final QueryScope shop = QueryScope.service("shop", this.orders);

	/** The store under test. */
	protected abstract TraceStore store();

	/** Returns when spans taken can be found. */
	protected void awaitStored(Collection<Span> spans) {
	}

	/** Gives the store spans and awaits that they can be found. */
	protected final void accept(List<Span> spans) {
		store().accept(spans);
		awaitStored(spans);
	}

	/** A service of this test. */
	protected final String service(String name) {
		return name + "-" + this.run;
	}

	/** A trace of this test, by a short name in hexadecimal. */
	protected final String id(String name) {
		return this.run + "0".repeat(8 - name.length()) + name;
	}

	protected final Span.Builder span(String trace, String id, @Nullable String parent, String service, String name,
			int startMillis, int millis) {
		return Span.newBuilder()
			.traceId((trace.length() > 8) ? trace : id(trace))
			.id(id)
			.parentId(parent)
			.name(name)
			.kind((parent == null) ? Span.Kind.SERVER : Span.Kind.CLIENT)
			.localEndpoint(Endpoint.newBuilder().serviceName(service(service)).build())
			.timestamp((this.now.toEpochMilli() + startMillis) * 1000)
			.duration(millis * 1000L);
	}

	private void table() {
		accept(List.of(
				span("a4", "6", "5", "orders", "call", -990, 40)
					.remoteEndpoint(Endpoint.newBuilder().serviceName(service("payments")).build())
					.build(),
				span("a4", "7", "6", "payments", "charge", -980, 30).kind(Span.Kind.SERVER)
					.putTag("card", "0815")
					.addAnnotation(this.now.toEpochMilli() * 1000, "secret note")
					.build()));
		accept(List.of(span("a1", "1", null, "orders", "post /orders", -5000, 120).putTag("status", "201").build(),
				span("a1", "2", "1", "orders", "insert", -4990, 20).putTag("db", "h2").build(),
				span("a2", "3", null, "orders", "get /orders", -3000, 900).putTag("error", "boom").build(),
				span("a3", "4", null, "payments", "charge", -2000, 30).putTag("card", "4711").build(),
				span("a4", "5", null, "orders", "pay", -1000, 50).build()));
	}

	private List<String> ids(TraceQuery query, QueryScope scope) {
		return store().search(query, scope)
			.stream()
			.map((trace) -> trace.get(0).traceId().substring(8).replaceAll("^0+", ""))
			.toList();
	}

	private TraceQuery query(@Nullable String service, @Nullable String name, Map<String, String> tags,
			@Nullable Duration min, @Nullable Duration max) {
		return new TraceQuery((service != null) ? service(service) : null, name, tags, min, max,
				this.now.minusSeconds(60), this.now, 10);
	}

	private TraceQuery tagged(@Nullable String service, Map<String, String> tags) {
		return query(service, null, tags, null, null);
	}

	@Test
	void searches() {
		table();
		assertThat(ids(tagged("orders", Map.of()), ALL)).containsExactly("a4", "a2", "a1");
		assertThat(ids(query("orders", "get /orders", Map.of(), null, null), ALL)).containsExactly("a2");
		assertThat(ids(tagged("orders", Map.of("status", "201")), ALL)).containsExactly("a1");
		assertThat(ids(tagged("orders", Map.of("error", "")), ALL)).containsExactly("a2");
		assertThat(ids(tagged("orders", Map.of("status", "500")), ALL)).isEmpty();
		assertThat(ids(tagged("orders", Map.of("status", "201", "db", "h2")), ALL)).containsExactly("a1");
		assertThat(ids(tagged("orders", Map.of("card", "0815")), ALL)).as("tag of a span of another service").isEmpty();
		assertThat(ids(tagged(null, Map.of()), ALL)).containsExactly("a4", "a3", "a2", "a1");
		assertThat(ids(tagged("payments", Map.of("secret note", "")), ALL)).containsExactly("a4");
	}

	@Test
	void searchesWithinDurations() {
		table();
		assertThat(ids(lasting(100L, null), ALL)).containsExactly("a2", "a1");
		assertThat(ids(lasting(100L, 200L), ALL)).containsExactly("a1");
		assertThat(ids(lasting(null, 200L), ALL)).containsExactly("a4", "a1");
		assertThat(ids(lasting(120L, 120L), ALL)).as("both ends count").containsExactly("a1");
		assertThat(ids(lasting(901L, null), ALL)).isEmpty();
		assertThatExceptionOfType(BadTraceQuery.class).isThrownBy(() -> ids(lasting(200L, 100L), ALL))
			.withMessageContaining("maxDuration");
	}

	private TraceQuery lasting(@Nullable Long min, @Nullable Long max) {
		return query("orders", null, Map.of(), (min != null) ? Duration.ofMillis(min) : null,
				(max != null) ? Duration.ofMillis(max) : null);
	}

	@Test
	void searchesWithinATimeAndALimit() {
		table();
		assertThat(
				ids(TraceQuery.service(this.orders, this.now.minusMillis(3500), this.now.minusMillis(2500), 10), ALL))
			.containsExactly("a2");
		assertThat(ids(TraceQuery.service(this.orders, this.now.minusSeconds(60), this.now, 1), ALL))
			.containsExactly("a4");
		assertThat(ids(TraceQuery.service(this.orders, this.now, this.now.minusSeconds(60), 10), ALL))
			.as("a time that ends before it begins")
			.isEmpty();
	}

	@Test
	void theSameQuestionSplitByRelease() {
		accept(List.of(release("1", "4", "prod", -900), release("2", "5", "prod", -800),
				release("3", "5", "prod", -700).toBuilder().putTag("error", "").build(),
				release("4", "5", "test", -600)));
		assertThat(ids(tagged("orders", Map.of("slipway.release", "4", "slipway.environment", "prod")), this.shop))
			.containsExactly("1");
		assertThat(ids(tagged("orders", Map.of("slipway.release", "5", "slipway.environment", "prod")), this.shop))
			.containsExactly("3", "2");
		assertThat(ids(tagged("orders", Map.of("slipway.release", "5", "error", "")), this.shop)).containsExactly("3");
		assertThat(ids(tagged("orders", Map.of("slipway.release", "6")), this.shop)).isEmpty();
	}

	private Span release(String trace, String release, String environment, int start) {
		return span(trace, "1", null, "orders", "get", start, 10).putTag("slipway.release", release)
			.putTag("slipway.environment", environment)
			.build();
	}

	@Test
	void findsByIdWithAllItsSpans() {
		table();
		assertThat(store().trace(id("a1"), ALL)).hasValueSatisfying((spans) -> assertThat(spans).hasSize(2));
		assertThat(store().trace(id("ffff"), ALL)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "not hex", "", " ", "../services", "a1?x=1", "0000000000000000000000000000000000a1",
			"a%2f1", "<b>" })
	void whatIsNoIdFindsNothing(String id) {
		assertThat(store().trace(id, ALL)).isEmpty();
	}

	@Test
	void idsHave64BitsOr128() {
		String shortId = id("e1");
		String longId = "463ac35c9f6413ad" + id("e1");
		accept(List.of(span("e1", "1", null, "orders", "short", -200, 1).build(),
				span(longId, "2", null, "orders", "long", -100, 1).build()));
		assertThat(store().trace(shortId, ALL).orElseThrow()).extracting(Span::name).containsExactly("short");
		assertThat(store().trace(longId, ALL).orElseThrow()).extracting(Span::name).containsExactly("long");
		assertThat(store().trace("0000000000000000" + shortId, ALL).orElseThrow()).extracting(Span::name)
			.containsExactly("short");
		assertThat(store().search(tagged("orders", Map.of()), ALL)).hasSize(2);
	}

	@Test
	void theScopeHidesOtherTeams() {
		table();
		assertThat(ids(tagged("payments", Map.of()), this.shop)).isEmpty();
		assertThat(ids(tagged(null, Map.of()), this.shop)).containsExactly("a4", "a2", "a1");
		assertThat(ids(tagged(null, Map.of("card", "0815")), this.shop)).as("a foreign span's tag").isEmpty();
		assertThat(ids(query(null, "charge", Map.of(), null, null), this.shop)).isEmpty();
		assertThat(store().trace(id("a3"), this.shop)).isEmpty();
		assertThat(store().services(this.shop)).containsExactly(this.orders);
		assertThat(store().services(ALL)).contains(this.orders, service("payments"));
		assertThat(store().spanNames(this.orders, this.shop)).containsExactly("call", "get /orders", "insert", "pay",
				"post /orders");
		assertThat(store().spanNames(service("payments"), this.shop)).isEmpty();
		assertThat(store().search(tagged(null, Map.of()), QueryScope.of(Set.of(), Set.of()))).isEmpty();
	}

	@Test
	void spansOfOthersInATraceShowTheirTimeButNotTheirTags() {
		table();
		List<Span> spans = store().trace(id("a4"), this.shop).orElseThrow();
		assertThat(spans).extracting(Span::name).containsExactly("pay", "call", "charge");
		assertThat(spans.get(2).tags()).isEmpty();
		assertThat(spans.get(2).annotations()).isEmpty();
		assertThat(spans.get(2).duration()).isEqualTo(30_000);
		assertThat(store().trace(id("a4"), ALL).orElseThrow().get(2).tags()).containsEntry("card", "0815");
	}

	@Test
	void dependenciesAreCounted() {
		table();
		List<DependencyLink> links = store().dependencies(this.now.minusSeconds(60), this.now, this.shop);
		assertThat(links).containsExactly(
				DependencyLink.newBuilder().parent(this.orders).child(service("payments")).callCount(1).build());
		assertThat(store().dependencies(this.now.minusSeconds(60), this.now, QueryScope.service("x", service("other"))))
			.isEmpty();
	}

	/** A condition can say nothing but what it says, whatever it holds. */
	@ParameterizedTest
	@ValueSource(strings = { "x and slipway.release=5", "x' or '1'='1", "a\"b", "a=b", "a and b", " and ", "and", "a&b",
			"a%20and%20b", "x&serviceName=payments", "x#", "a+b", "ü€😀", "<script>alert(1)</script>", "a\nb",
			" padded ", "{\"a\":[1]}", "x and error", "*", "%" })
	void tagsAreTakenAsTheyAre(String value) {
		accept(List.of(span("f1", "1", null, "orders", "get", -300, 10).putTag("note", value).build(),
				span("f2", "1", null, "orders", "get", -200, 10).putTag("slipway.release", "5")
					.putTag("error", "")
					.build(),
				span("f3", "1", null, "payments", "get", -100, 10).putTag("note", value).build()));
		assertThat(ids(tagged("orders", Map.of("note", value)), this.shop)).containsExactly("f1");
		assertThat(ids(tagged(null, Map.of("note", value)), this.shop)).containsExactly("f1");
		assertThat(ids(tagged("orders", Map.of("note", "x and slipway.release=4")), this.shop)).isEmpty();
		assertThat(ids(tagged("orders", Map.of("note", value, "slipway.release", "5")), this.shop)).isEmpty();
		assertThat(ids(tagged("orders", Map.of("x and note", value)), this.shop)).isEmpty();
		assertThat(ids(query("orders", "get&serviceName=" + service("payments"), Map.of(), null, null), this.shop))
			.isEmpty();
	}

	@Test
	void oddSpansAreTaken() {
		Span orphan = span("b1", "9", "8", "orders", "orphan", -100, 1).build();
		Span loop = span("b2", "1", "2", "orders", "loop", -100, 1).build();
		Span back = span("b2", "2", "1", "orders", "loop", -90, 1).build();
		Span bare = Span.newBuilder().traceId(id("b3")).id("1").build();
		accept(List.of(back, orphan, loop, orphan, bare));
		accept(List.of(orphan));
		store().accept(List.of());
		assertThat(store().trace(id("b1"), ALL)).hasValueSatisfying((spans) -> assertThat(spans).hasSize(1));
		assertThat(store().trace(id("b2"), ALL)).hasValue(List.of(loop, back));
		assertThat(store().trace(id("b3"), ALL)).isPresent();
		assertThat(store().trace(id("b3"), this.shop)).as("a span of nobody").isEmpty();
		assertThat(ids(tagged("orders", Map.of()), this.shop)).containsExactlyInAnyOrder("b1", "b2");
		assertThat(store().dependencies(this.now.minusSeconds(60), this.now, ALL)).isNotNull();
		assertThat(store().health().up()).isTrue();
	}

	@Test
	void clocksMayDifferAndNamesMayBeAnything() {
		String html = "<img src=x onerror=alert(1)>";
		accept(List.of(
				span("b5", "2", "1", "payments", html, -100_000, 20).kind(Span.Kind.SERVER).putTag(html, html).build(),
				span("b5", "1", null, "orders", "pay", -500, 50).build()));
		List<Span> spans = store().trace(id("b5"), ALL).orElseThrow();
		assertThat(spans).extracting(Span::id).containsExactly("0000000000000002", "0000000000000001");
		assertThat(spans.get(0).name()).isEqualTo(html);
		assertThat(spans.get(0).tags()).containsEntry(html, html);
		assertThat(ids(tagged("orders", Map.of()), ALL)).containsExactly("b5");
		assertThat(ids(query("payments", html, Map.of(html, html), null, null), ALL)).containsExactly("b5");
	}

	@Test
	void hugeTagsAreCut() {
		accept(List.of(span("c1", "1", null, "orders", "big", -10, 1).putTag("error", "x".repeat(100_000)).build()));
		assertThat(store().trace(id("c1"), ALL).orElseThrow().get(0).tags().get("error")).hasSizeLessThan(5000);
	}

	@Test
	void hugeTracesAreBounded() {
		List<Span> spans = IntStream.range(1, TraceVisibility.MOST_SPANS + 501)
			.mapToObj((i) -> span("c2", Integer.toHexString(i), (i == 1) ? null : "1", "orders", "s", -20_000 + i, 1)
				.build())
			.toList();
		accept(spans);
		assertThat(store().trace(id("c2"), this.shop).orElseThrow()).hasSize(TraceVisibility.MOST_SPANS)
			.startsWith(spans.get(0));
		assertThat(store().search(tagged("orders", Map.of()), this.shop)).singleElement()
			.satisfies((trace) -> assertThat(trace).hasSize(TraceVisibility.MOST_SPANS));
	}

}
