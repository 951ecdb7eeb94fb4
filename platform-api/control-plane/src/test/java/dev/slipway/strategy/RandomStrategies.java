package dev.slipway.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.Terms.Newer;

/** Any strategy that can be written; the same seed gives the same one. */
final class RandomStrategies {

	private final Random random;

	private int gates;

	RandomStrategies(int seed) {
		// Neighbouring seeds of java.util.Random begin alike.
		this.random = new Random(seed * 0x9E3779B97F4A7C15L);
	}

	Strategy strategy() {
		return switch (this.random.nextInt(3)) {
			case 0 -> new Rolling(amount(0), amount(0), gates(), terms());
			case 1 -> new BlueGreen(hold(), gates(), gates(), duration(), terms());
			default -> new Canary(steps(), duration(), terms());
		};
	}

	int upTo(int most) {
		return this.random.nextInt(most + 1);
	}

	private List<CanaryStep> steps() {
		List<CanaryStep> steps = new ArrayList<>();
		for (int count = upTo(5); count >= 0; count--) {
			HeaderMatch header = this.random.nextBoolean() ? null : new HeaderMatch("X-" + upTo(9), "value " + upTo(9));
			steps.add(new CanaryStep(upTo(100), this.random.nextBoolean() ? null : amount(1), header,
					this.random.nextBoolean() ? 0 : upTo(100), hold(), gates()));
		}
		return steps;
	}

	private Terms terms() {
		List<String> hosts = this.random.nextBoolean() ? List.of() : List.of("*.example.com", "orders.example.com");
		String gateway = this.random.nextBoolean() ? null : this.random.nextBoolean() ? "public" : "edge/public";
		Router router = Router.values()[upTo(Router.values().length - 1)];
		return new Terms(duration(), duration(), duration(), new Routing(router, gateway, hosts), gates(),
				Newer.values()[upTo(1)]);
	}

	private List<GateSpec> gates() {
		List<GateSpec> specs = new ArrayList<>();
		for (int count = upTo(2); count > 0; count--) {
			Map<String, String> settings = new TreeMap<>();
			for (String key : List.of("metric", "max", "window", "url")) {
				if (this.random.nextBoolean()) {
					settings.put(key, List.of("p95", "1%", "60", "true", "0.05", "a: b # c").get(upTo(5)));
				}
			}
			specs.add(new GateSpec("gate-" + (++this.gates),
					GateKinds.STANDARD.get(upTo(GateKinds.STANDARD.size() - 1)), settings));
		}
		return specs;
	}

	private Hold hold() {
		return new Hold(this.random.nextBoolean() ? Duration.ZERO : duration(), this.random.nextBoolean());
	}

	private Duration duration() {
		return switch (upTo(4)) {
			case 0 -> Duration.ZERO;
			case 1 -> Duration.ofMinutes(upTo(600));
			case 2 -> Duration.ofHours(upTo(48));
			case 3 -> Duration.ofMillis(upTo(100_000));
			default -> Duration.ofSeconds(upTo(100_000));
		};
	}

	private Amount amount(int least) {
		return this.random.nextBoolean() ? new Amount(Math.max(least, upTo(100)), true)
				: new Amount(Math.max(least, upTo(6)), false);
	}

}
