package dev.slipway.analysis;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.Origin;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.embedded.LuceneLogOptions;
import dev.slipway.observability.logs.embedded.LuceneLogStore;
import dev.slipway.observability.metrics.embedded.ScrapedPods;
import dev.slipway.repository.Repositories.Commit;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;
import dev.slipway.test.NoRepositories;
import dev.slipway.test.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Logs of both releases in the embedded store. */
class LogGateTest {

	private final SettableClock clock = new SettableClock();

	private final Instant since = this.clock.instant();

	private final ScrapedPods pods = new ScrapedPods(this.clock);

	private LuceneLogStore store;

	private LogGate gate;

	private NewErrors news;

	private int lines;

	@BeforeEach
	void open(@TempDir Path folder) {
		this.store = LuceneLogStore.open(LuceneLogOptions.in(folder), this.clock);
		LogReader reader = new LogReader(this.store);
		this.news = new NewErrors(reader, new RequestCounts(this.pods.store()));
		this.gate = new LogGate(this.store, reader, this.news);
	}

	@AfterEach
	void close() {
		this.store.close();
		this.pods.close();
	}

	private void log(String team, int release, String level, String message, Instant at) {
		Origin origin = new Origin("orders", team, "dev", Integer.toString(release), "orders-r" + release + "-a");
		this.store.append(List.of(new LogRecord(at, message, level, "Orders", null, null, null, origin, Map.of(),
				origin.pod(), new LogPosition(at, ++this.lines))));
	}

	/** Both serve and log as usual for half a minute. */
	private void usual() {
		for (int i = 0; i < 30; i++) {
			log("shop", 1, "INFO", "Order " + i + " taken", this.since.plusSeconds(i));
			log("shop", 2, "INFO", "Order " + i + " taken", this.since.plusSeconds(i));
		}
	}

	private Reading look(@Nullable Release stable, Duration after, String... settings) {
		GateSpec spec = Cases.spec("logs", settings);
		assertThat(this.gate.problems(spec)).isEmpty();
		this.clock.advanceTo(this.since.plus(after));
		return this.gate.look(Cases.call(stable, spec, this.since, this.since.plus(after)));
	}

	private Reading atTheEnd(String... settings) {
		return look(Cases.STABLE, Duration.ofMinutes(1), settings);
	}

	@Test
	void aNewKindOfErrorFailsAtOnceWithItsLines() {
		usual();
		for (int i = 0; i < 12; i++) {
			log("shop", 2, "ERROR", "Payment of order " + i + " refused: no route", this.since.plusSeconds(10));
		}
		Reading reading = look(Cases.STABLE, Duration.ofSeconds(20));
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.FAILED);
		assertThat(reading.explanation()).contains("refused: no route");
		assertThat(reading.evidence()).extractingByKey("newErrors")
			.asString()
			.contains("count=12", "orders-r2-a Payment of order");
	}

	@Test
	void whatStableLogsTooIsNotNew() {
		usual();
		for (int i = 0; i < 12; i++) {
			log("shop", 2, "ERROR", "Order " + i + " not found", this.since.plusSeconds(10));
		}
		log("shop", 1, "ERROR", "Order 4711 not found", this.since.minus(Duration.ofMinutes(30)));
		assertThat(look(Cases.STABLE, Duration.ofSeconds(30)).conclusion()).isEqualTo(Conclusion.PENDING);
		assertThat(atTheEnd().conclusion()).isEqualTo(Conclusion.PASSED);
		Reading withoutHistory = atTheEnd("lookBack", "0s");
		assertThat(withoutHistory.conclusion()).as(withoutHistory.explanation()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void nothingLoggedAtAllIsNoPass() {
		assertThat(atTheEnd().conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(atTheEnd("query", "level:ERROR").conclusion()).isEqualTo(Conclusion.NO_DATA);
	}

	@Test
	void withoutAStableReleaseOnlyTheQueryCounts() {
		usual();
		assertThat(look(null, Duration.ofMinutes(1)).conclusion()).isEqualTo(Conclusion.NOT_APPLICABLE);
		assertThat(look(null, Duration.ofMinutes(1), "query", "message:refused").conclusion())
			.isEqualTo(Conclusion.PASSED);
	}

	@Test
	void linesThatMatchAreCounted() {
		usual();
		log("shop", 1, "WARN", "Stock is low", this.since.plusSeconds(5));
		log("bank", 2, "WARN", "Stock is low", this.since.plusSeconds(5));
		assertThat(atTheEnd("query", "stock AND low").conclusion()).isEqualTo(Conclusion.PASSED);
		log("shop", 2, "WARN", "Stock is low", this.since.plusSeconds(5));
		Reading reading = look(Cases.STABLE, Duration.ofSeconds(10), "query", "stock AND low");
		assertThat(reading.conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(reading.evidence()).extractingByKey("examples").asString().contains("orders-r2-a Stock is low");
		assertThat(atTheEnd("query", "stock AND low", "max", "1").conclusion()).isEqualTo(Conclusion.PASSED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "query=level:(|query: cannot be read", "newErrors=false|nothing to look for",
			"newErrors=maybe|true, false", "levels=ERROR|no such setting", "max=some|whole number" })
	void saysWhatIsWrongAndWhatToDo(String settings, String remedy) {
		assertThat(String.join(" ", this.gate.problems(Cases.spec("logs", settings.split("[;=]", 2)))))
			.contains(remedy);
	}

	@Test
	void describesItself() {
		assertThat(this.gate.describe(Cases.spec("logs"))).contains("no kind of error that the stable release");
		assertThat(this.gate.describe(Cases.spec("logs", "query", "level:WARN", "max", "3")))
			.isEqualTo("The candidate may log at most 3 lines that match level:WARN");
	}

	@Test
	void theEndOfAReleaseIsToldWithLogsTracesAndCommits() {
		usual();
		log("shop", 2, "ERROR", "Payment of order 7 refused: no route", this.since.plusSeconds(10));
		List<SpanSeen> spans = new ArrayList<>();
		for (int i = 0; i < 9; i++) {
			spans.add(new SpanSeen("t" + i, "get /orders", true, null, i < 3, this.since.plusSeconds(i),
					Duration.ofMillis(10L * i)));
		}
		ReleaseEvidence evidence = new ReleaseEvidence(this.news, (release, from, to) -> spans,
				new BothSides(this.pods.store()), new NoRepositories() {
					@Override
					public List<Commit> log(String team, String name, String from, int limit) {
						return List.of(new Commit(from, "Sam", "Take prepaid orders\n\nbody", 1),
								new Commit("c1", "Kim", "x", 0));
					}
				});
		Map<String, Object> told = evidence.collect(Cases.CANDIDATE, Cases.STABLE, this.since,
				this.since.plusSeconds(60));
		assertThat(told).extractingByKey("newErrors")
			.asString()
			.contains("refused: no route", "orders-r2-a Payment of order 7");
		assertThat(told).extractingByKey("exemplars")
			.asString()
			.contains("trace=t2", "trace=t1", "trace=t8")
			.doesNotContain("t0");
		assertThat(told.get("commits")).isEqualTo(Map.of("from", "c1", "to", "c2", "commits",
				List.of(Map.of("id", "c2", "author", "Sam", "message", "Take prepaid orders"))));
		assertThat(evidence.collect(Cases.CANDIDATE, null, this.since, this.since.plusSeconds(60)))
			.extractingByKey("newErrors")
			.asString()
			.contains("refused: no route");
	}

	@Test
	void whatCannotBeGatheredIsToldAndHoldsUpNothing() {
		ReleaseEvidence evidence = new ReleaseEvidence(this.news, (release, from, to) -> {
			throw new IllegalStateException("Zipkin does not answer");
		}, new BothSides(this.pods.store()), new NoRepositories());
		assertThat(evidence.collect(Cases.CANDIDATE, Cases.STABLE, this.since, this.since.plusSeconds(60)))
			.containsEntry("exemplarsMissing", "Zipkin does not answer")
			.containsKey("newErrors");
	}

}
