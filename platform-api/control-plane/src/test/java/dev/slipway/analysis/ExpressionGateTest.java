package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.metrics.Listing;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.MetricsUnavailable;
import dev.slipway.observability.metrics.SeriesQuery;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A gate by an expression, where the store takes them. */
class ExpressionGateTest {

	private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

	private static final String QUERY = "max(queue_depth{service=\"{{ service }}\",environment=\"{{ environment }}\","
			+ "release=~\"{{ release }}\"})";

	private final Expressions store = new Expressions();

	private final MetricGate gate = new MetricGate(new Measurements(this.store, (release) -> Map.of()),
			new KeptRails());

	private Reading look(String... settings) {
		GateSpec spec = Cases.spec("metric", settings);
		assertThat(this.gate.problems(spec)).isEmpty();
		return this.gate.look(Cases.call(Cases.STABLE, spec, NOON.minus(Duration.ofMinutes(5)), NOON));
	}

	@ParameterizedTest
	@CsvSource({ "9,PASSED", "11,FAILED" })
	void judgesWhatItYields(double value, Conclusion expected) {
		this.store.answer = List.of(new MetricSeries(Map.of(), List.of(new MetricSeries.Point(NOON, value))));
		Reading reading = look("query", QUERY, "max", "10");
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(expected);
		String asked = "max(queue_depth{service=\"orders\",environment=\"dev\",release=~\"2\"})";
		assertThat(this.store.asked).containsExactly(asked + " for [shop]");
		assertThat(reading.evidence()).containsEntry("queries", List.of(asked)).containsEntry("value", value);
	}

	@Test
	void nothingAndTooMuchAreNoData() {
		assertThat(look("query", QUERY, "max", "10").conclusion()).isEqualTo(Conclusion.NO_DATA);
		MetricSeries one = new MetricSeries(Map.of(), List.of(new MetricSeries.Point(NOON, 1)));
		this.store.answer = List.of(one, one);
		Reading reading = look("query", QUERY, "max", "10");
		assertThat(reading.conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(reading.explanation()).contains("sum them up");
	}

	@Test
	void aStoreThatIsDownIsNoAnswer() {
		this.store.failure = new MetricsUnavailable("Prometheus is down");
		assertThatExceptionOfType(MetricsUnavailable.class).isThrownBy(() -> look("query", QUERY, "max", "10"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "up{ | ends here", "up{a=\"{{ servise }}\"} | there is no {{ servise }}",
					"{{ service }}_total | stands inside quotes", "up} or x | character 3" })
	void lintSaysWhereAnExpressionIsWrong(String query, String reason) {
		assertThat(this.gate.problems(Cases.spec("metric", "query", query, "max", "1"))).singleElement()
			.asString()
			.startsWith("query: ")
			.contains(reason);
	}

	/** Answers expressions as told. */
	private static final class Expressions implements MetricStore {

		private final List<String> asked = new ArrayList<>();

		private List<MetricSeries> answer = List.of();

		private @Nullable RuntimeException failure;

		@Override
		public boolean takesExpressions() {
			return true;
		}

		@Override
		public List<MetricSeries> expression(String text, QueryScope scope, Instant at) {
			this.asked.add(text + " for " + scope.teams());
			if (this.failure != null) {
				throw this.failure;
			}
			return this.answer;
		}

		@Override
		public List<MetricSeries> instant(MetricQuery query, QueryScope scope, Instant at) {
			return List.of();
		}

		@Override
		public List<MetricSeries> range(MetricQuery query, QueryScope scope, Instant from, Instant to, Duration step) {
			return List.of();
		}

		@Override
		public Listing<Map<String, String>> series(SeriesQuery query, QueryScope scope) {
			return new Listing<>(List.of(), true);
		}

		@Override
		public Listing<String> labels(SeriesQuery query, QueryScope scope) {
			return new Listing<>(List.of(), true);
		}

		@Override
		public Listing<String> labelValues(String label, SeriesQuery query, QueryScope scope) {
			return new Listing<>(List.of(), true);
		}

		@Override
		public StoreHealth health() {
			return new StoreHealth("metrics", "told", true, "", Map.of());
		}

	}

}
