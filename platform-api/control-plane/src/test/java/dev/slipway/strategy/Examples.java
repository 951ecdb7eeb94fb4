package dev.slipway.strategy;

import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Specs that are good, and specs that are not. */
final class Examples {

	private static final YAMLMapper YAML = new YAMLMapper();

	private Examples() {
	}

	/** The tree of a {@code spec} in YAML. */
	@SuppressWarnings("unchecked")
	static Map<String, Object> tree(String yaml) {
		try {
			return YAML.readValue(yaml, Map.class);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException(yaml, ex);
		}
	}

	/** What somebody may write. */
	static Stream<String> good() {
		return Stream.of("port: 8080", "singleActive: true", "{singleActive: true, strategy: rolling}",
				"{singleActive: true, strategy: {drain: 5s, gates: [{approval: {role: operator}}]}}",
				"strategy: {singleActive: true, maxSurge: 0, maxUnavailable: 100%, router: replicas}",
				"{singleActive: false, strategy: blueGreen}", "secrets: {orders-database: pin, mail: follow}",
				"secrets: {}", "strategy: rolling", "strategy: blueGreen", "strategy: {}",
				"strategy: {maxSurge: 1, maxUnavailable: 0}", "strategy: {type: rolling, maxSurge: 25%}",
				"strategy: {type: rolling, maxSurge: '2', maxUnavailable: 100%}",
				"strategy: {minReady: 5s, progressDeadline: 2m, drain: 1h}", "strategy: {minReady: 90}",
				"strategy: {minReady: PT1M30S, drain: PT0.5S}", "progressDeadline: 180s", "minReady: 5",
				"strategy: {newer: queue}", "strategy: {router: httpRoute}",
				"strategy: {router: {type: istio, gateway: mesh/public, hosts: [orders.example.com, '*.example.com']}}",
				"strategy: {router: {type: nginx, gateway: orders}}",
				"strategy: {guardRails: [{name: errors, metric: errorRatio, max: 5%}]}",
				"strategy: {guardRails: [{metric: errorRatio, max: 0.05}]}",
				"strategy: {guardRails: [{metric: {metric: p99, max: 2s}}]}",
				"strategy: {guardRails: [{kind: http, path: /health}]}",
				"strategy: {gates: [{approval: {role: operator}}]}", "strategy: {gates: [{approval: null}]}",
				"strategy: {gates: [{metric: {name: errors, metric: errorRatio, max: 1%, window: 60s}}]}",
				"strategy: {gates: [{name: slow, kind: compare, metric: p95, margin: 10%}]}",
				"strategy: {gates: [{webhook: {url: 'https://checks.example.com/x', timeout: 5s}}]}",
				"strategy: {type: blueGreen, switch: manual, pause: 30s, rollbackWindow: 10m}",
				"strategy: {type: blueGreen, before: {gates: [{http: {path: /, status: 200}}]}, after: {gates: []}}",
				"strategy: {type: blueGreen, router: istio}", "strategy: {type: canary, steps: [{weight: 10}]}",
				"strategy: {type: canary, rollbackWindow: 10m, steps: [{weight: 10%, replicas: 1, pause: 60s}]}",
				"strategy: {type: canary, steps: [{weight: 50, replicas: 25%, pause: untilResumed}]}",
				"strategy: {type: canary, steps: [{weight: 5, pause: {time: 1m, untilResumed: true}}]}",
				"strategy: {type: canary, steps: [{header: {name: X-Canary, value: always}}, {mirror: 10%}]}",
				"strategy: {type: canary, steps: [{weight: 0, header: {name: X-Canary, value: true}}]}",
				"strategy: {type: canary, steps: [{weight: 100, gates: [{compare: {metric: p95, margin: 10%}}]}]}");
	}

	/** What is none, and where. */
	static Stream<Map.Entry<String, String>> bad() {
		return Stream.of(Map.entry("strategy: canary", "spec.strategy.steps"),
				Map.entry("singleActive: sometimes", "spec.singleActive"),
				Map.entry("{singleActive: true, strategy: blueGreen}", "spec.strategy.type"),
				Map.entry("{singleActive: true, strategy: {type: canary, steps: [{weight: 25}]}}",
						"spec.strategy.type"),
				Map.entry("{singleActive: true, strategy: {router: selector}}", "spec.strategy.router"),
				Map.entry("{singleActive: true, strategy: {maxSurge: 1}}", "spec.strategy.maxSurge"),
				Map.entry("{singleActive: true, strategy: {maxUnavailable: 50%}}", "spec.strategy.maxUnavailable"),
				Map.entry("strategy: {type: blueGreen, singleActive: true}", "spec.strategy.type"),
				Map.entry("secrets: {orders-database: keep}", "spec.secrets.orders-database"),
				Map.entry("secrets: {orders-database: true}", "spec.secrets.orders-database"),
				Map.entry("secrets: {orders-database: {policy: pin}}", "spec.secrets.orders-database"),
				Map.entry("secrets: [orders-database]", "spec.secrets"), Map.entry("secrets: pin", "spec.secrets"),
				Map.entry("strategy: recreate", "spec.strategy.type"), Map.entry("strategy: 5", "spec.strategy"),
				Map.entry("strategy: {type: bluegreen}", "spec.strategy.type"),
				Map.entry("strategy: {maxsurge: 1}", "spec.strategy.maxsurge"),
				Map.entry("strategy: {maxSurge: many}", "spec.strategy.maxSurge"),
				Map.entry("strategy: {maxSurge: 101%}", "spec.strategy.maxSurge"),
				Map.entry("strategy: {maxSurge: -1}", "spec.strategy.maxSurge"),
				Map.entry("strategy: {maxSurge: 1.5}", "spec.strategy.maxSurge"),
				Map.entry("strategy: {minReady: soon}", "spec.strategy.minReady"),
				Map.entry("strategy: {minReady: -5}", "spec.strategy.minReady"),
				Map.entry("strategy: {minReady: PT}", "spec.strategy.minReady"),
				Map.entry("strategy: {drain: [30s]}", "spec.strategy.drain"),
				Map.entry("progressDeadline: 2 minutes", "spec.progressDeadline"),
				Map.entry("strategy: {newer: replace}", "spec.strategy.newer"),
				Map.entry("strategy: {router: gateway}", "spec.strategy.router"),
				Map.entry("strategy: {router: {gateway: a/b}}", "spec.strategy.router"),
				Map.entry("strategy: {router: {type: istio, gateway: A/b}}", "spec.strategy.router.gateway"),
				Map.entry("strategy: {router: {type: istio, host: x}}", "spec.strategy.router.host"),
				Map.entry("strategy: {router: {type: istio, hosts: x}}", "spec.strategy.router.hosts"),
				Map.entry("strategy: {router: {type: istio, hosts: [x y]}}", "spec.strategy.router.hosts[0]"),
				Map.entry("strategy: {steps: [{weight: 10}]}", "spec.strategy.steps"),
				Map.entry("strategy: {type: blueGreen, maxSurge: 1}", "spec.strategy.maxSurge"),
				Map.entry("strategy: {type: blueGreen, switch: later}", "spec.strategy.switch"),
				Map.entry("strategy: {type: blueGreen, pause: untilResumed}", "spec.strategy.pause"),
				Map.entry("strategy: {type: blueGreen, before: [{http: {}}]}", "spec.strategy.before"),
				Map.entry("strategy: {type: blueGreen, after: {gate: []}}", "spec.strategy.after.gate"),
				Map.entry("strategy: {gates: {approval: {}}}", "spec.strategy.gates"),
				Map.entry("strategy: {gates: [approval]}", "spec.strategy.gates[0]"),
				Map.entry("strategy: {gates: [{}]}", "spec.strategy.gates[0]"),
				Map.entry("strategy: {gates: [{name: errors}]}", "spec.strategy.gates[0]"),
				Map.entry("strategy: {gates: [{metrics: {max: 1}}]}", "spec.strategy.gates[0].metrics"),
				Map.entry("strategy: {gates: [{kind: metrics}]}", "spec.strategy.gates[0].kind"),
				Map.entry("strategy: {gates: [{metric: {max: [1]}}]}", "spec.strategy.gates[0].metric.max"),
				Map.entry("strategy: {gates: [{metric: {kind: compare}}]}", "spec.strategy.gates[0].metric.kind"),
				Map.entry("strategy: {gates: [{metric: {name: no spaces}}]}", "spec.strategy.gates[0].metric.name"),
				Map.entry("strategy: {guardRails: [errors]}", "spec.strategy.guardRails[0]"),
				Map.entry("strategy: {guardRails: [{kind: limit, max: 1}]}", "spec.strategy.guardRails[0].kind"),
				Map.entry("strategy: {type: canary}", "spec.strategy.steps"),
				Map.entry("strategy: {type: canary, steps: []}", "spec.strategy.steps"),
				Map.entry("strategy: {type: canary, steps: {weight: 10}}", "spec.strategy.steps"),
				Map.entry("strategy: {type: canary, steps: [10]}", "spec.strategy.steps[0]"),
				Map.entry("strategy: {type: canary, steps: [{pause: 5s}]}", "spec.strategy.steps[0].weight"),
				Map.entry("strategy: {type: canary, steps: [{weight: 10}, {wieght: 20, mirror: 1}]}",
						"spec.strategy.steps[1].wieght"),
				Map.entry("strategy: {type: canary, steps: [{weight: 101}]}", "spec.strategy.steps[0].weight"),
				Map.entry("strategy: {type: canary, steps: [{weight: 2.5}]}", "spec.strategy.steps[0].weight"),
				Map.entry("strategy: {type: canary, steps: [{weight: 5, replicas: 0}]}",
						"spec.strategy.steps[0].replicas"),
				Map.entry("strategy: {type: canary, steps: [{weight: 5, replicas: 0%}]}",
						"spec.strategy.steps[0].replicas"),
				Map.entry("strategy: {type: canary, steps: [{weight: 5, pause: forever}]}",
						"spec.strategy.steps[0].pause"),
				Map.entry("strategy: {type: canary, steps: [{weight: 5, pause: {untilResumed: 1}}]}",
						"spec.strategy.steps[0].pause.untilResumed"),
				Map.entry("strategy: {type: canary, steps: [{weight: 5, pause: {minutes: 1}}]}",
						"spec.strategy.steps[0].pause.minutes"),
				Map.entry("strategy: {type: canary, steps: [{header: X-Canary}]}", "spec.strategy.steps[0].header"),
				Map.entry("strategy: {type: canary, steps: [{header: {name: X-Canary}}]}",
						"spec.strategy.steps[0].header.value"),
				Map.entry("strategy: {type: canary, steps: [{header: {name: 'X Canary', value: a}}]}",
						"spec.strategy.steps[0].header.name"),
				Map.entry("strategy: {type: canary, steps: [{weight: 5, mirror: half}]}",
						"spec.strategy.steps[0].mirror"));
	}

}
