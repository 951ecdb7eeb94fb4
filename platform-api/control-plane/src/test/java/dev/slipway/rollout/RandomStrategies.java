package dev.slipway.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.slipway.strategy.Amount;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.Terms;
import dev.slipway.strategy.Terms.Newer;

/** Strategies of all kinds, by a seed. */
final class RandomStrategies {

	private final Random random;

	RandomStrategies(Random random) {
		this.random = random;
	}

	Strategy next() {
		return switch (this.random.nextInt(3)) {
			case 0 -> rolling();
			case 1 -> new BlueGreen(hold(), gates(), gates(), window(), terms(any(Router.SELECTOR, Router.HTTP_ROUTE)));
			default -> canary();
		};
	}

	Rolling rolling() {
		return new Rolling(new Amount(this.random.nextInt(4), false), new Amount(this.random.nextInt(3), false),
				gates(), terms(Router.REPLICAS));
	}

	private Canary canary() {
		List<CanaryStep> steps = new ArrayList<>();
		int weight = 0;
		for (int i = 0; i <= this.random.nextInt(4); i++) {
			// Now and then a step back.
			weight = (this.random.nextInt(6) == 0) ? weight / 2 : Math.min(99, weight + this.random.nextInt(50));
			steps.add(new CanaryStep(weight, null, null, 0, hold(), gates()));
		}
		return new Canary(steps, window(), terms(any(Router.REPLICAS, Router.HTTP_ROUTE)));
	}

	private Router any(Router... routers) {
		return routers[this.random.nextInt(routers.length)];
	}

	private Terms terms(Router router) {
		List<GateSpec> guards = this.random.nextBoolean() ? List.of()
				: List.of(new GateSpec("errors", "metric", Map.of()));
		return new Terms(Duration.ofSeconds(this.random.nextInt(4)), Duration.ofSeconds(40),
				Duration.ofSeconds(this.random.nextInt(10)), Routing.of(router), guards, Newer.SUPERSEDES);
	}

	private Hold hold() {
		return new Hold(Duration.ofSeconds(this.random.nextInt(10)), this.random.nextInt(4) == 0);
	}

	private Duration window() {
		return Duration.ofSeconds(this.random.nextBoolean() ? 0 : this.random.nextInt(20));
	}

	private List<GateSpec> gates() {
		return switch (this.random.nextInt(4)) {
			case 0 -> List.of(new GateSpec("errors", "metric", Map.of()));
			case 1 -> List.of(new GateSpec("go", "approval", Map.of()), new GateSpec("errors", "metric", Map.of()));
			default -> List.of();
		};
	}

}
