package dev.slipway.strategy;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.slipway.strategy.Circumstances.Ending;
import dev.slipway.strategy.ForecastStage.ForecastGate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ForecastTest {

	@Test
	void tellsStageByStageWhatACanaryWouldDo() {
		Forecast forecast = forecast("""
				type: canary
				router: httpRoute
				minReady: 10s
				rollbackWindow: 1m
				steps:
				  - {weight: 5, pause: 1m, gates: [{compare: {metric: p95, margin: 10%, window: 90s, warmUp: 30s}}]}
				  - {weight: 50, mirror: 10, pause: untilResumed, header: {name: X-Canary, value: always}}
				""", 100.0);
		assertThat(forecast.stages()).extracting(ForecastStage::sentence)
			.containsExactly("1 new pod and 4 old pods; the new release gets 5 % of the requests; at least 2m10s.",
					"2 new pods and 4 old pods; the new release gets 50 % of the requests, those with X-Canary: always, "
							+ "a copy of 10 %; at least 10s; until somebody lets it go on.",
					"4 new pods and 4 old pods; the new release gets 100 % of the requests; at least 10s.");
		assertThat(forecast.stages()).extracting(ForecastStage::from)
			.containsExactly(Duration.ZERO, Duration.ofSeconds(130), Duration.ofSeconds(140));
		assertThat(forecast.stages()).extracting(ForecastStage::requests).containsExactly(600L, 0L, 0L);
		assertThat(forecast.stages().get(0).gates()).containsExactly(new ForecastGate("compare", "compare",
				"The candidate's p95 is no worse than the stable release's by more than 10% over 90s."));
		// Three stages, the drain of 30 s, and the window.
		assertThat(forecast.atLeast()).isEqualTo(Duration.ofSeconds(150 + 30 + 60));
		assertThat(forecast.waits()).isTrue();
		assertThat(forecast.summary())
			.isEqualTo("A canary release in 3 stages, with 8 pods at most, that takes at least "
					+ "4m and what its pods need to become ready, and waits for somebody who lets it go on.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			maxSurge: 1                                  | 4 | 4 | 5
			maxSurge: 0, maxUnavailable: 1               | 4 | 4 | 4
			maxSurge: 100%                               | 4 | 4 | 8
			maxSurge: 1                                  | 4 | 0 | 4
			type: blueGreen                              | 4 | 3 | 7
			type: canary, steps: [{weight: 25}]          | 4 | 4 | 7
			type: canary, steps: [{weight: 25}, {weight: 50}, {weight: 75}] | 4 | 4 | 5
			type: canary, router: istio, steps: [{weight: 5}] | 4 | 4 | 8
			""")
	void countsThePodsAtMost(String strategy, int replicas, int stable, int peak) {
		Strategy read = StrategyReader.standard().read(Examples.tree("strategy: {" + strategy + "}"));
		assertThat(Forecast.of(read, Circumstances.of("orders", replicas, stable)).peak()).isEqualTo(peak);
	}

	@Test
	void showsWhatIsWantedAndWhatCanBeReached() {
		ForecastStage stage = forecast("{type: canary, steps: [{weight: 5}]}", null).stages().get(0);
		assertThat(stage.wanted()).isEqualTo(5);
		assertThat(stage.achievable()).isEqualTo(25);
		assertThat(stage.sentence()).contains("gets 25 % of the requests instead of 5 %");
		assertThat(stage.requests()).isNull();
	}

	@Test
	void letsGatesSpeakForThemselves() {
		Strategy read = StrategyReader.standard()
			.read(Examples.tree("strategy: {guardRails: [{max: 5%}], gates: [{http: {}}, {approval: }]}"));
		Forecast forecast = Forecast.of(read, Circumstances.of("orders", 1, 1), new GateAdvice() {

			@Override
			public List<String> problems(GateSpec gate) {
				return gate.settings().isEmpty() && gate.kind().equals("http") ? List.of("path: is missing")
						: List.of();
			}

			@Override
			public String describe(GateSpec gate) {
				return "Ask " + gate.name() + ".";
			}

		});
		assertThat(forecast.stages().get(0).gates()).extracting(ForecastGate::sentence)
			.containsExactly("Ask http.", "Ask approval.");
		assertThat(forecast.waits()).isTrue();
		assertThat(forecast.errors()).singleElement().satisfies((finding) -> {
			assertThat(finding.path()).isEqualTo("spec.strategy.gates[0]");
			assertThat(finding.message()).isEqualTo("Gate http, path: is missing");
		});
	}

	@Test
	void putsErrorsFirst() {
		Forecast forecast = forecast("{type: canary, steps: [{weight: 5, mirror: 5}]}", null);
		assertThat(forecast.findings()).extracting(Finding::severity).isSorted();
		assertThat(forecast.errors()).extracting(Finding::rule)
			.containsExactly("mirror-unsupported", "unreachable-weight");
	}

	@Test
	void canBeMadeOfAnyStrategyInAnyCircumstances() {
		for (int seed = 0; seed < 1000; seed++) {
			RandomStrategies random = new RandomStrategies(seed);
			Strategy strategy = random.strategy();
			int replicas = 1 + random.upTo(19);
			int stable = random.upTo(20);
			Circumstances where = new Circumstances("orders", replicas, stable,
					(random.upTo(1) == 0) ? null : Double.valueOf(random.upTo(100)), Set.of("Deployment"), Ending.SOUND,
					null, List.of(), List.of());
			Forecast forecast = Forecast.of(strategy, where);
			assertThat(forecast.peak()).as("seed %d: %s", seed, strategy)
				.isBetween(Math.max(replicas, stable), replicas + Math.max(replicas, stable));
			assertThat(forecast.atLeast()).isGreaterThanOrEqualTo(Duration.ZERO);
			assertThat(forecast.stages()).allSatisfy(
					(stage) -> assertThat(stage.peak()).isGreaterThanOrEqualTo(stage.candidate() + stage.stable()));
		}
	}

	private static Forecast forecast(String strategy, @Nullable Double perSecond) {
		Strategy read = StrategyReader.standard().read(Examples.tree("strategy:\n" + strategy.indent(2)));
		return Forecast.of(read, new Circumstances("orders", 4, 4, perSecond, Set.of("Deployment"), Ending.SOUND, null,
				List.of(), List.of()));
	}

}
