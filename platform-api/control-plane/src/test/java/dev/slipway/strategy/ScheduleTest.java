package dev.slipway.strategy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleTest {

	private static final int SEEDS = 3000;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			maxSurge: 1, maxUnavailable: 0                   | 4 | 4 | 1+4@20 2+3@40 3+2@60 4+1@80
			maxSurge: 1, maxUnavailable: 0, router: istio    | 4 | 4 | 1+4@20 2+3@40 3+2@60 4+1@100
			maxSurge: 0, maxUnavailable: 1                   | 4 | 4 | 1+3@25 2+2@50 3+1@75 4+0@100
			maxSurge: 0, maxUnavailable: 0                   | 2 | 2 | 1+2@33 2+1@67
			maxSurge: 25%, maxUnavailable: 25%               | 3 | 3 | 1+3@25 2+2@50 3+1@75
			maxSurge: 100%                                   | 3 | 3 | 3+3@50
			maxSurge: 1                                      | 4 | 2 | 3+2@60 4+1@80
			maxSurge: 1                                      | 2 | 0 | 2+0@100
			type: blueGreen                                  | 4 | 4 | 4+4@0 4+4@100
			type: blueGreen                                  | 4 | 0 | 4+0@100
			type: canary, steps: [{weight: 25}, {weight: 50}] | 4 | 4 | 1+3@25 2+2@50 4+0@100
			type: canary, steps: [{weight: 5}]               | 4 | 4 | 1+3@25 4+0@100
			type: canary, steps: [{weight: 25}]              | 4 | 0 | 4+0@100
			type: canary, router: nginx, steps: [{weight: 5}] | 4 | 4 | 1+4@5 4+4@100
			type: canary, router: nginx, steps: [{weight: 30}] | 10 | 8 | 3+8@30 10+8@100
			type: canary, router: nginx, steps: [{weight: 5, replicas: 2}] | 4 | 4 | 2+4@5 4+4@100
			type: canary, router: nginx, steps: [{weight: 5, replicas: 9}] | 4 | 4 | 4+4@5 4+4@100
			type: canary, router: nginx, steps: [{weight: 100, replicas: 1}] | 4 | 4 | 4+4@100
			type: canary, router: nginx, steps: [{mirror: 5}] | 4 | 4 | 1+4@0 4+4@100
			""")
	void sharesPodsAndRequestsOut(String strategy, int replicas, int stable, String expected) {
		Schedule schedule = StrategyReader.standard()
			.read(Examples.tree("strategy: {" + strategy + "}"))
			.schedule(replicas, stable);
		assertThat(schedule.stages())
			.extracting((stage) -> stage.candidate() + "+" + stage.stable() + "@" + stage.weight())
			.containsExactly(expected.split(" "));
	}

	@Test
	void endsWithAllPodsAndAllRequests() {
		for (int seed = 0; seed < SEEDS; seed++) {
			Case some = new Case(seed);
			List<Stage> stages = some.schedule.stages();
			Stage last = stages.get(stages.size() - 1);
			assertThat(last.candidate()).as(some.name).isEqualTo(some.replicas);
			boolean leaving = some.strategy instanceof Strategy.Rolling
					&& !some.strategy.terms().routing().router().weighted() && last.stable() > 0;
			if (!leaving) {
				assertThat(last.weight()).as(some.name).isEqualTo(100);
			}
		}
	}

	@Test
	void hasWeightsAndPodsWithinTheirBounds() {
		for (int seed = 0; seed < SEEDS; seed++) {
			Case some = new Case(seed);
			assertThat(some.schedule.stages()).as(some.name).allSatisfy((stage) -> {
				assertThat(stage.weight()).isBetween(0, 100);
				assertThat(stage.candidate()).isBetween(0, some.replicas);
				assertThat(stage.stable()).isBetween(0, some.stable);
				assertThat(stage.mirror()).isBetween(0, 100);
				// Nobody gets requests who has no pods.
				assertThat(stage.weight() == 0 || stage.candidate() > 0).isTrue();
				assertThat(stage.weight() == 100 || stage.stable() > 0 || some.stable == 0).isTrue();
			});
			for (int number = 1; number <= some.schedule.size(); number++) {
				assertThat(some.schedule.stage(number).number()).as(some.name).isEqualTo(number);
			}
		}
	}

	/**
	 * Carries a schedule out as the engine may: old pods go only as far as the floor
	 * allows, then new ones come, then the rest of the old ones goes; or the other way
	 * round where the weight falls.
	 */
	@Test
	void neverNeedsFewerReadyPodsThanTheFloor() {
		for (int seed = 0; seed < SEEDS; seed++) {
			Case some = new Case(seed);
			// What is below the floor from the beginning cannot be kept above it.
			int floor = Math.min(some.schedule.floor(), (some.stable == 0) ? 0 : some.stable);
			int old = some.stable;
			int fresh = 0;
			for (Stage stage : some.schedule.stages()) {
				old = Math.max(stage.stable(), Math.min(old, Math.max(0, some.schedule.floor() - fresh)));
				assertThat(old + fresh).as(some.name).isGreaterThanOrEqualTo(floor);
				fresh = Math.max(fresh, stage.candidate());
				old = stage.stable();
				assertThat(old + fresh).as(some.name).isGreaterThanOrEqualTo(floor);
				fresh = stage.candidate();
				assertThat(old + fresh).as("%s at stage %d", some.name, stage.number()).isGreaterThanOrEqualTo(floor);
			}
		}
	}

	/** The bounds of Kubernetes' own rolling update, whatever they are. */
	@Test
	void staysWithinTheSurgeWhenItRolls() {
		for (int seed = 0; seed < SEEDS; seed++) {
			Case some = new Case(seed);
			if (some.strategy instanceof Strategy.Rolling rolling && some.stable <= some.replicas) {
				assertThat(some.schedule.stages()).as(some.name)
					.allSatisfy((stage) -> assertThat(stage.candidate() + stage.stable())
						.isLessThanOrEqualTo(some.replicas + rolling.surge(some.replicas)));
				assertThat(some.schedule.size()).as(some.name).isLessThanOrEqualTo(some.replicas);
			}
		}
	}

	private static final class Case {

		private final String name;

		private final Strategy strategy;

		private final int replicas;

		private final int stable;

		private final Schedule schedule;

		Case(int seed) {
			RandomStrategies random = new RandomStrategies(seed);
			this.strategy = random.strategy();
			this.replicas = 1 + random.upTo(19);
			this.stable = random.upTo(3) == 0 ? random.upTo(20) : this.replicas;
			this.schedule = this.strategy.schedule(this.replicas, this.stable);
			this.name = "seed " + seed + ": " + this.stable + " to " + this.replicas + " by " + this.strategy;
		}

	}

}
