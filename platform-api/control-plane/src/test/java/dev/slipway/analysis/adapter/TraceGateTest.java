package dev.slipway.analysis.adapter;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.analysis.Cases;
import dev.slipway.analysis.KeptRails;
import dev.slipway.analysis.GateKit;
import dev.slipway.analysis.ReleaseSpans;
import dev.slipway.analysis.SpanSeen;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.traces.TracesUnavailable;
import dev.slipway.observability.traces.embedded.InMemoryTraceStore;
import dev.slipway.observability.traces.zipkin.ZipkinOptions;
import dev.slipway.observability.traces.zipkin.ZipkinTraceStore;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zipkin2.Endpoint;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Spans of both releases in the embedded trace store. */
class TraceGateTest {

	private static final Instant SINCE = Instant.parse("2026-01-05T12:00:00Z");

	private final InMemoryTraceStore store = new InMemoryTraceStore(100_000);

	private final ReleaseSpans spans = new StoredSpans(this.store);

	private final Gate gate = gate(this.spans);

	private int traces;

	private static Gate gate(ReleaseSpans spans) {
		return new GateKit(Cases.none(MetricStore.class), Cases.none(LogStore.class), spans, (release) -> Map.of(),
				new KeptRails())
			.traces();
	}

	private Span.Builder span(String trace, String id, @Nullable String parent, int release, int second, int millis) {
		return Span.newBuilder()
			.traceId(trace)
			.id(id)
			.parentId(parent)
			.kind((parent == null) ? Span.Kind.SERVER : Span.Kind.CLIENT)
			.name((parent == null) ? "http get /orders" : "http post")
			.localEndpoint(Endpoint.newBuilder().serviceName("orders").build())
			.putTag("slipway.release", Integer.toString(release))
			.putTag("slipway.environment", "dev")
			.timestamp((SINCE.toEpochMilli() + second * 1000L) * 1000)
			.duration(millis * 1000L);
	}

	/** A request that calls payments. */
	private void request(int release, int second, int millis, boolean failed) {
		String trace = Integer.toHexString(0x1000 + this.traces++);
		Span.Builder server = span(trace, "1", null, release, second, millis + 10);
		if (failed) {
			server.putTag("error", "boom");
		}
		Span call = span(trace, "2", "1", release, second, millis)
			.remoteEndpoint(Endpoint.newBuilder().serviceName("payments").build())
			.build();
		Span answer = span(trace, "3", "2", release, second, millis).kind(Span.Kind.SERVER)
			.localEndpoint(Endpoint.newBuilder().serviceName("payments").build())
			.build();
		this.store.accept(List.of(server.build(), call, answer));
	}

	/** Three windows of a minute with two requests a second and side. */
	private void threeMinutes(int failedOf20, int millis) {
		for (int i = 0; i < 360; i++) {
			request(1, i / 2, 20 + i % 7, false);
			request(2, i / 2, millis + i % 7, i % 20 < failedOf20);
		}
	}

	private Reading look(@Nullable Release stable, String... settings) throws Exception {
		return lookAfter(180, stable, settings);
	}

	private Reading lookAfter(int seconds, @Nullable Release stable, String... settings) throws Exception {
		GateSpec spec = Cases.spec("traces", settings);
		assertThat(this.gate.problems(spec)).isEmpty();
		return this.gate.look(Cases.call(stable, spec, SINCE, SINCE.plusSeconds(seconds)));
	}

	@Test
	void alikePasses() throws Exception {
		threeMinutes(0, 20);
		Reading reading = look(Cases.STABLE);
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.PASSED);
		assertThat(reading.explanation()).contains("failed spans", "calls to payments");
		assertThat(reading.evidence()).extractingByKey("dependencies").asString().contains("payments", "calls=360");
	}

	@Test
	void moreFailuresFailWithExemplars() throws Exception {
		threeMinutes(4, 20);
		Reading reading = look(Cases.STABLE);
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.FAILED);
		assertThat((List<?>) reading.evidence().get("exemplars")).hasSize(3);
		assertThat(reading.evidence()).extractingByKey("exemplars").asString().contains("why=failed", "why=slow");
	}

	@Test
	void aDependencyThatIsSlowerFails() throws Exception {
		threeMinutes(0, 60);
		Reading reading = look(Cases.STABLE);
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.FAILED);
		assertThat(reading.explanation()).contains("calls to payments");
	}

	@Test
	void whatIsPlainFailsWithTheFirstWindow() throws Exception {
		threeMinutes(8, 20);
		assertThat(lookAfter(59, Cases.STABLE).conclusion()).isEqualTo(Conclusion.PENDING);
		Reading reading = lookAfter(60, Cases.STABLE);
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void betweenTheWindowAndThreeTimesItsLengthNothingIsJudged() throws Exception {
		threeMinutes(1, 20);
		Reading first = lookAfter(60, Cases.STABLE);
		assertThat(first.conclusion()).as(first.explanation()).isEqualTo(Conclusion.PENDING);
		assertThat(first.explanation()).endsWith("judges once more at 2026-01-05T12:03:00Z");
		for (int i = 0; i < 200; i++) {
			request(2, 50 + i % 100, 20, true);
		}
		assertThat(lookAfter(65, Cases.STABLE).explanation()).isEqualTo(first.explanation());
		assertThat(lookAfter(179, Cases.STABLE).explanation()).isEqualTo(first.explanation());
		assertThat(lookAfter(180, Cases.STABLE).conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void tooFewInTheFirstWindowAreJudgedWithTheLast() throws Exception {
		for (int i = 0; i < 60; i++) {
			request(1, 70 + i, 20, false);
			request(2, 70 + i, 20, i % 2 == 0);
		}
		Reading first = lookAfter(120, Cases.STABLE);
		assertThat(first.conclusion()).isEqualTo(Conclusion.PENDING);
		assertThat(first.explanation()).contains("0 requests", "judges once more at 2026-01-05T12:03:00Z");
		assertThat(look(Cases.STABLE).conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void anAbsoluteLimitIsAskedAtAnyTime() throws Exception {
		threeMinutes(1, 20);
		assertThat(lookAfter(90, Cases.STABLE, "max", "20%").conclusion()).isEqualTo(Conclusion.PENDING);
		for (int i = 0; i < 100; i++) {
			request(2, 90, 20, true);
		}
		assertThat(lookAfter(100, Cases.STABLE, "max", "20%").conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void anAbsoluteLimitNeedsNoStableRelease() throws Exception {
		threeMinutes(4, 20);
		assertThat(look(null).conclusion()).isEqualTo(Conclusion.NOT_APPLICABLE);
		assertThat(look(null, "max", "10%").conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(look(null, "max", "30%").conclusion()).isEqualTo(Conclusion.PASSED);
	}

	@Test
	void fewSpansAreNoData() throws Exception {
		request(2, 1, 20, false);
		assertThat(look(Cases.STABLE).conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(look(Cases.STABLE, "window", "10m").conclusion()).isEqualTo(Conclusion.PENDING);
	}

	@Test
	void aStoreThatIsAwayIsNoAnswer() {
		URI nobody = URI.create("http://127.0.0.1:1");
		try (ZipkinTraceStore away = new ZipkinTraceStore(ZipkinOptions.at(nobody), Clock.systemUTC())) {
			Gate blind = gate(new StoredSpans(away));
			assertThatExceptionOfType(TracesUnavailable.class)
				.isThrownBy(() -> blind
					.look(Cases.call(Cases.STABLE, Cases.spec("traces"), SINCE, SINCE.plus(Duration.ofMinutes(2)))))
				.withMessageContaining("slipway.traces.zipkin.url");
		}
	}

	@Test
	void onlySpansOfTheReleaseAreSeen() {
		request(1, 1, 20, true);
		request(2, 2, 20, false);
		List<SpanSeen> seen = this.spans.of(Cases.CANDIDATE, SINCE, SINCE.plusSeconds(60));
		assertThat(seen).hasSize(2).noneMatch(SpanSeen::failed);
		assertThat(seen).extracting(SpanSeen::dependency).containsExactlyInAnyOrder(null, "payments");
		assertThat(this.spans.of(Cases.CANDIDATE, SINCE.minusSeconds(60), SINCE)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "margin=0%|margin: must be more than 0", "minSpans=0|at least 1",
			"max=often|1% or 0.01", "slow=1|no such setting" })
	void saysWhatIsWrongAndWhatToDo(String settings, String remedy) {
		assertThat(String.join(" ", this.gate.problems(Cases.spec("traces", settings.split("[;=]"))))).contains(remedy);
	}

}
