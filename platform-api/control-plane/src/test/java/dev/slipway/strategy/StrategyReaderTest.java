package dev.slipway.strategy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.Terms.Newer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StrategyReaderTest {

	private final StrategyReader reader = StrategyReader.standard();

	@Test
	void hasDefaultsForAllThatIsMissing() {
		assertThat(this.reader.read(null)).isEqualTo(Strategy.defaults());
		assertThat(read("strategy: rolling")).isEqualTo(Strategy.defaults());
		assertThat(read("strategy: {gates: , router: }")).isEqualTo(Strategy.defaults());
	}

	@Test
	void switchesBlueGreenByTheSelectorAndKeepsTheOldWarmUnlessTold() {
		BlueGreen strategy = (BlueGreen) read("strategy: blueGreen");
		assertThat(strategy.terms().routing()).isEqualTo(Routing.of(Router.SELECTOR));
		assertThat(strategy.hold()).isEqualTo(Hold.NONE);
		assertThat(strategy.rollbackWindow()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void readsAllOfARolling() {
		assertThat(read("""
				strategy:
				  maxSurge: 2
				  maxUnavailable: 10%
				  minReady: 5
				  progressDeadline: PT3M
				  drain: 1h
				  newer: queue
				  router: istio
				  gates: [{approval: {role: operator}}]
				  guardRails: [{name: errors, metric: errorRatio, max: 0.05}]
				""")).isEqualTo(new Rolling(new Amount(2, false), new Amount(10, true),
				List.of(new GateSpec("approval", "approval", Map.of("role", "operator"))),
				new Terms(Duration.ofSeconds(5), Duration.ofMinutes(3), Duration.ofHours(1), Routing.of(Router.ISTIO),
						List.of(new GateSpec("errors", "metric", Map.of("metric", "errorRatio", "max", "0.05"))),
						Newer.QUEUES)));
	}

	@Test
	void readsTheStepsOfACanary() {
		Canary canary = (Canary) read("""
				strategy:
				  type: canary
				  rollbackWindow: 10m
				  router: {type: httpRoute, gateway: edge/public, hosts: [orders.example.com]}
				  steps:
				    - {weight: 10%, replicas: 1, header: {name: X-Canary, value: always}, mirror: 20}
				    - {weight: 50, pause: {time: 1m, untilResumed: true}}
				""");
		assertThat(canary.rollbackWindow()).isEqualTo(Duration.ofMinutes(10));
		assertThat(canary.terms().routing())
			.isEqualTo(new Routing(Router.HTTP_ROUTE, "edge/public", List.of("orders.example.com")));
		assertThat(canary.steps()).containsExactly(
				new CanaryStep(10, new Amount(1, false), new HeaderMatch("X-Canary", "always"), 20, Hold.NONE,
						List.of()),
				new CanaryStep(50, null, null, 0, new Hold(Duration.ofMinutes(1), true), List.of()));
	}

	@Test
	void takesTimesBesideTheStrategyAsItOnceDid() {
		Terms beside = read("{strategy: rolling, minReady: 5s, progressDeadline: 180s}").terms();
		assertThat(beside.minReady()).isEqualTo(Duration.ofSeconds(5));
		assertThat(beside.progressDeadline()).isEqualTo(Duration.ofMinutes(3));
		Terms within = read("{strategy: {progressDeadline: 60}, progressDeadline: 180s}").terms();
		assertThat(within.progressDeadline()).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void callsGatesAfterTheirKindWithANumberWhereOneIsTaken() {
		Canary canary = (Canary) read("""
				strategy:
				  type: canary
				  steps:
				    - weight: 10
				      gates: [{compare: {metric: p95}}, {compare: {metric: p99}}, {approval: }, {approval: }]
				    - weight: 50
				      gates: [{compare: {metric: p99}}, {compare: {metric: errorRatio}}, {approval: }]
				""");
		assertThat(canary.steps().get(0).gates()).extracting(GateSpec::name)
			.containsExactly("compare", "compare-2", "approval", "approval-2");
		assertThat(canary.steps().get(1).gates()).extracting(GateSpec::name)
			.containsExactly("compare-2", "compare-3", "approval");
		assertThat(canary.schedule(4, 0).stages().get(0).gates()).extracting((gate) -> gate.settings().get("metric"))
			.contains("p95", "p99", "errorRatio");
	}

	@Test
	void saysEverythingThatIsWrongAtOnce() {
		assertThat(mistakes("""
				minReady: soon
				strategy:
				  type: canary
				  rooter: istio
				  steps:
				    - {weight: 10}
				    - {wieght: 200, pause: 5 minutes}
				""")).extracting(Mistake::toString)
			.containsExactlyInAnyOrder("spec.minReady is \"soon\", no duration. Write it as 90s, 2m, 1h or PT1M30S.",
					"spec.strategy.rooter is not known here. Did you mean router? A canary strategy has type, minReady, "
							+ "progressDeadline, drain, newer, router, guardRails, singleActive, steps, rollbackWindow.",
					"spec.strategy.steps[1].wieght is not known here. Did you mean weight?",
					"spec.strategy.steps[1].weight is missing. Write the candidate's share of the requests in percent, "
							+ "0 to 100.",
					"spec.strategy.steps[1].pause is \"5 minutes\", no duration. Write it as 90s, 2m, 1h or PT1M30S.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			strategy: recreat                     | is "recreat"                  | rolling
			strategy: blue-green                  | is "blue-green"               | Did you mean blueGreen?
			strategy: {max_surge: 1}              | is not known here             | Did you mean maxSurge?
			stratgy: {}                           | is not known here             | Did you mean strategy?
			strategy: {steps: []}                 | does not belong to a rolling  | set type: canary
			strategy: {type: blueGreen, gates: []} | does not belong to a blueGreen | set type: rolling.
			strategy: {gates: [{metrik: {max: 1}}]} | is no kind of gate          | Did you mean metric?
			strategy: {router: httproute}         | is "httproute"                | Did you mean httpRoute?
			strategy: {gates: [{metric: {name: a}}, {compare: {name: a}}]} | two gates | its own name
			""")
	void saysWhatWasMeant(String spec, String message, String remedy) {
		assertThat(mistakes(spec)).singleElement().satisfies((mistake) -> {
			assertThat(mistake.message()).contains(message);
			assertThat(mistake.remedy()).contains(remedy);
		});
	}

	@Test
	void leavesOtherKeysOfTheSpecToOthers() {
		assertThat(read("{notifications: {slack: x}, environments: [dev], strategy: rolling}"))
			.isEqualTo(Strategy.defaults());
	}

	@Test
	void knowsTheKindsOfGatesThatItIsTold() {
		String spec = "strategy: {gates: [{lunar: {phase: full}}]}";
		assertThat(mistakes(spec)).hasSize(1);
		Rolling rolling = (Rolling) new StrategyReader(List.of("lunar")).read(Examples.tree(spec));
		assertThat(rolling.gates()).containsExactly(new GateSpec("lunar", "lunar", Map.of("phase", "full")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "5", "{a: b}", "[1]", "true" })
	void standsWhateverIsThere(String anything) {
		for (String key : List.of("type", "steps", "maxSurge", "gates", "guardRails", "router", "before", "newer")) {
			for (String type : List.of("rolling", "blueGreen", "canary")) {
				String spec = key.equals("type") ? "strategy: {type: " + anything + "}"
						: "strategy: {type: " + type + ", " + key + ": " + anything + "}";
				if (!(key.equals("maxSurge") && type.equals("rolling") && anything.equals("5"))) {
					assertThat(mistakes(spec)).as(spec).isNotEmpty();
				}
			}
		}
	}

	@Test
	void readsATreeThatJsonGave() {
		Map<String, Object> spec = Map.of("strategy",
				Map.of("type", "canary", "minReady", 5.0, "steps", List.of(Map.of("weight", 10L))));
		assertThat(this.reader.read(spec).terms().minReady()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void aRequestChangesWhatItNames() {
		Strategy changed = over("strategy: {maxSurge: 3, minReady: 5s, router: {type: istio, gateway: mesh/public}}",
				Map.of("maxUnavailable", "50%", "router", Map.of("hosts", List.of("orders.example.com"))));
		assertThat(changed).isEqualTo(read("""
				strategy:
				  maxSurge: 3
				  maxUnavailable: 50%
				  minReady: 5s
				  router: {type: istio, gateway: mesh/public, hosts: [orders.example.com]}
				"""));
	}

	@Test
	void aRequestForAnotherTypeKeepsWhatAllTypesHave() {
		assertThat(over("strategy: {type: rolling, maxSurge: 3, newer: queue, router: selector}", "blueGreen"))
			.isEqualTo(read("strategy: {type: blueGreen, newer: queue, router: selector}"));
		Map<String, Object> canary = Map.of("type", "canary", "steps", List.of(Map.of("weight", 50)));
		assertThat(over("strategy: {maxSurge: 1, gates: [{approval: }]}", canary))
			.isEqualTo(read("strategy: {type: canary, steps: [{weight: 50}]}"));
	}

	@Test
	void aRequestReplacesListsAndRoutersAsAWholeAndNullTakesTheDefault() {
		Map<String, Object> none = new HashMap<>();
		none.put("newer", null);
		none.put("steps", List.of(Map.of("weight", 50)));
		none.put("router", "nginx");
		assertThat(over("strategy: {type: canary, newer: queue, router: {type: istio, gateway: a}, "
				+ "steps: [{weight: 1}, {weight: 2}]}", none))
			.isEqualTo(read("strategy: {type: canary, router: nginx, steps: [{weight: 50}]}"));
	}

	@Test
	void aRequestWithoutAStrategyChangesNothing() {
		assertThat(over("{strategy: {maxSurge: 3}, minReady: 5s}", null))
			.isEqualTo(read("{strategy: {maxSurge: 3}, minReady: 5s}"));
		assertThat(this.reader.read(StrategyReader.over(null, null))).isEqualTo(Strategy.defaults());
		assertThat(this.reader.read(StrategyReader.over(null, Map.of("maxSurge", 3))))
			.isEqualTo(read("strategy: {maxSurge: 3}"));
	}

	@Test
	void aRequestCanBeWrongAsWell() {
		assertThatExceptionOfType(BadStrategy.class)
			.isThrownBy(() -> over("strategy: rolling", Map.of("maxSurge", "lots")))
			.withMessageContaining("spec.strategy.maxSurge is \"lots\"");
		assertThatExceptionOfType(BadStrategy.class).isThrownBy(() -> over("strategy: rolling", List.of(1)))
			.withMessageContaining("spec.strategy is a list");
	}

	private Strategy over(String base, @Nullable Object changes) {
		return this.reader.read(StrategyReader.over(Examples.tree(base), changes));
	}

	private Strategy read(String spec) {
		return this.reader.read(Examples.tree(spec));
	}

	private List<Mistake> mistakes(String spec) {
		try {
			this.reader.read(Examples.tree(spec));
			return List.of();
		}
		catch (BadStrategy ex) {
			return ex.mistakes();
		}
	}

}
