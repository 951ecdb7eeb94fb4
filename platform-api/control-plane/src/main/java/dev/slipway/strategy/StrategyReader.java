package dev.slipway.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.Terms.Newer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code spec} of {@code slipway.yaml}, or of a request, as any parser of YAML
 * or JSON gives it: maps, lists, texts, numbers and booleans. What is missing has a
 * default.
 *
 * <pre>
 * strategy:                    # or only its type: strategy: rolling
 *   type: canary               # rolling (default), blueGreen, canary
 *   minReady: 5s               # default 0s
 *   progressDeadline: 2m       # default 2m
 *   drain: 30s                 # default 30s
 *   newer: supersede           # or queue
 *   singleActive: false        # also beside the strategy
 *   router: httpRoute          # replicas, selector, istio, nginx,
 *                              # or {type: httpRoute, gateway: ns/name, hosts: […]}
 *   guardRails: [{name: errors, metric: errorRatio, max: 5%}]
 *   # rolling:   maxSurge: 25%, maxUnavailable: 0, gates: […]
 *   # blueGreen: switch: automatic (or manual), pause: 30s, before: {gates: […]},
 *   #            after: {gates: […]}, rollbackWindow: 5m
 *   # canary:    rollbackWindow: 0s, steps: […]
 *   steps:
 *     - weight: 10             # percent
 *       replicas: 1            # those that the weight needs, unless given
 *       pause: 60s             # or untilResumed, or {time: 60s, untilResumed: true}
 *       header: {name: X-Canary, value: always}
 *       mirror: 10%
 *       gates: [{approval: {role: operator}}]
 * </pre>
 *
 * A duration is {@code 90}, {@code 90s}, {@code 2m}, {@code 1h} or {@code PT2M}; an
 * amount {@code 1} or {@code 25%}; a gate {@code {kind: {settings}}} or {@code {name,
 * kind, settings}}.
 */
public final class StrategyReader {

	static final String ROOT = "spec";

	static final Duration WARM = Duration.ofMinutes(5);

	static final Map<String, Router> ROUTERS = Map.of("replicas", Router.REPLICAS, "selector", Router.SELECTOR,
			"httpRoute", Router.HTTP_ROUTE, "istio", Router.ISTIO, "nginx", Router.NGINX);

	static final Map<String, Newer> NEWER = Map.of("supersede", Newer.SUPERSEDES, "queue", Newer.QUEUES);

	static final List<String> COMMON = List.of("type", "minReady", "progressDeadline", "drain", "newer", "router",
			"guardRails", SingleActive.KEY);

	static final Map<String, List<String>> OWN = Map.of("rolling", List.of("maxSurge", "maxUnavailable", "gates"),
			"blueGreen", List.of("switch", "pause", "before", "after", "rollbackWindow"), "canary",
			List.of("steps", "rollbackWindow"));

	private static final List<String> SPEC = List.of("strategy", "minReady", "progressDeadline", "port", "environments",
			SecretPolicies.KEY, SingleActive.KEY);

	private final List<String> kinds;

	/**
	 * Knows some kinds of gates.
	 * @param kinds their names; another one is a mistake
	 */
	public StrategyReader(Collection<String> kinds) {
		this.kinds = kinds.stream().distinct().sorted().toList();
	}

	/** Knows the gates that Slipway brings. */
	public static StrategyReader standard() {
		return new StrategyReader(GateKinds.STANDARD);
	}

	/**
	 * The strategy of a {@code spec}; the defaults when it says nothing.
	 * @throws BadStrategy saying everything that is wrong
	 */
	public Strategy read(@Nullable Object spec) {
		Node root = Node.root(ROOT, spec);
		root.asMap("spec: {strategy: …}");
		mistyped(root);
		Node given = root.at("strategy");
		Node strategy = (given.value() instanceof String type)
				? new Node(given.path(), Map.of("type", type), given.mistakes()) : given;
		strategy.asMap("strategy: rolling, or strategy: {type: rolling, …}");
		SecretPolicies.read(root);
		Strategy read = new OfType(root, strategy, new GateReader(this.kinds)).read();
		if (!root.mistakes().isEmpty()) {
			throw new BadStrategy(root.mistakes());
		}
		return read;
	}

	/**
	 * The {@code spec} with changes to its strategy.
	 * @param spec of the repository; null when there is none
	 * @param changes a type or a part of a strategy: it replaces what it names, lists as
	 * a whole, and null takes the default; null changes nothing
	 */
	public static Map<String, Object> over(@Nullable Object spec, @Nullable Object changes) {
		return Changes.over(Node.root(ROOT, spec).map(), changes);
	}

	/** Others may add to the spec, so only what is nearly a known key is a mistake. */
	private static void mistyped(Node root) {
		for (String key : root.map().keySet()) {
			if (!SPEC.contains(key)) {
				Nearest.to(key, SPEC)
					.ifPresent((near) -> root.at(key).wrong("is not known here", "Did you mean " + near + "?"));
			}
		}
	}

	/** One strategy. */
	private record OfType(Node spec, Node strategy, GateReader gates) {

		Strategy read() {
			String type = this.strategy.at("type").read((text) -> Values.word(text, types()), "rolling");
			keys(type);
			if (SingleActive.of(this.spec, this.strategy)) {
				SingleActive.check(type, this.strategy);
				return new Rolling(Amount.parse("0"), Amount.parse("100%"), this.gates.gates(this.strategy.at("gates")),
						terms(Router.REPLICAS).alone());
			}
			return switch (type) {
				case "blueGreen" -> blueGreen();
				case "canary" -> canary();
				default -> rolling();
			};
		}

		private static Map<String, String> types() {
			return Map.of("rolling", "rolling", "blueGreen", "blueGreen", "canary", "canary");
		}

		private Rolling rolling() {
			return new Rolling(this.strategy.at("maxSurge").read(Values::amount, Amount.parse("25%")),
					this.strategy.at("maxUnavailable").read(Values::amount, Amount.parse("0")),
					this.gates.gates(this.strategy.at("gates")), terms(Router.REPLICAS));
		}

		private BlueGreen blueGreen() {
			boolean manual = this.strategy.at("switch")
				.read((text) -> Values.word(text, Map.of("automatic", false, "manual", true)), false);
			Hold hold = new Hold(duration("pause", Duration.ZERO), manual);
			return new BlueGreen(hold, side("before"), side("after"), duration("rollbackWindow", WARM),
					terms(Router.SELECTOR));
		}

		private List<GateSpec> side(String name) {
			Node side = this.strategy.at(name);
			side.asMap(name + ": {gates: […]}");
			side.only(List.of("gates"));
			return this.gates.gates(side.at("gates"));
		}

		private Canary canary() {
			return new Canary(new StepReader(this.gates).steps(this.strategy.at("steps")),
					duration("rollbackWindow", Duration.ZERO), terms(Router.REPLICAS));
		}

		private Terms terms(Router usual) {
			Terms defaults = Terms.defaults();
			return new Terms(general("minReady", defaults.minReady()),
					general("progressDeadline", defaults.progressDeadline()), duration("drain", defaults.drain()),
					routing(usual), this.gates.guardRails(this.strategy.at("guardRails")),
					this.strategy.at("newer").read((text) -> Values.word(text, NEWER), defaults.newer()));
		}

		private Routing routing(Router usual) {
			Node router = this.strategy.at("router");
			if (!router.isMap()) {
				return Routing.of(router.read((text) -> Values.word(text, ROUTERS), usual));
			}
			router.only(List.of("type", "gateway", "hosts"));
			Node type = router.at("type");
			if (type.missing()) {
				router.wrong("has no type", "Add type: httpRoute, istio or nginx.");
			}
			Node gateway = router.at("gateway");
			String name = gateway.read(Values.matching(Values.GATEWAY, "name or namespace/name"), "");
			List<String> hosts = new ArrayList<>();
			for (Node host : router.at("hosts").items("[orders.example.com]")) {
				hosts.add(host.read(Values.matching(Values.HOST, "orders.example.com"), ""));
			}
			return new Routing(type.read((text) -> Values.word(text, ROUTERS), usual), name.isEmpty() ? null : name,
					hosts);
		}

		/** Once these stood beside the strategy; there they still count, but less. */
		private Duration general(String key, Duration fallback) {
			return duration(key, this.spec.at(key).read(Values::duration, fallback));
		}

		private Duration duration(String key, Duration fallback) {
			return this.strategy.at(key).read(Values::duration, fallback);
		}

		private void keys(String type) {
			List<String> own = OWN.getOrDefault(type, List.of());
			List<String> known = new ArrayList<>(COMMON);
			known.addAll(own);
			for (String key : this.strategy.map().keySet()) {
				if (known.contains(key)) {
					continue;
				}
				List<String> others = new TreeSet<>(OWN.keySet()).stream()
					.filter((other) -> OWN.getOrDefault(other, List.of()).contains(key))
					.toList();
				Node wrong = this.strategy.at(key);
				if (others.isEmpty()) {
					String near = Nearest.to(key, known).map((meant) -> "Did you mean " + meant + "? ").orElse("");
					wrong.wrong("is not known here",
							near + "A " + type + " strategy has " + String.join(", ", known) + ".");
				}
				else {
					wrong.wrong("does not belong to a " + type + " strategy",
							"Remove it, or set type: " + String.join(" or ", others) + ".");
				}
			}
		}

	}

}
