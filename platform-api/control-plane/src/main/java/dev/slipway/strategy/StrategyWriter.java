package dev.slipway.strategy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;
import dev.slipway.strategy.Strategy.Rolling;

/**
 * Writes a strategy down as it stands in {@code slipway.yaml}, with everything that was a
 * default: what {@link StrategyReader} reads from it is the same strategy.
 */
public final class StrategyWriter {

	private StrategyWriter() {
	}

	/** The tree below {@code spec.strategy}, in the order in which people read it. */
	public static Map<String, Object> write(Strategy strategy) {
		Map<String, Object> tree = new LinkedHashMap<>();
		tree.put("type", strategy.type());
		if (strategy instanceof Rolling rolling) {
			tree.put("maxSurge", amount(rolling.maxSurge()));
			tree.put("maxUnavailable", amount(rolling.maxUnavailable()));
			putSome(tree, "gates", gates(rolling.gates()));
		}
		else if (strategy instanceof BlueGreen blueGreen) {
			blueGreen(tree, blueGreen);
		}
		else if (strategy instanceof Canary canary) {
			tree.put("steps", canary.steps().stream().map(StrategyWriter::step).toList());
			tree.put("rollbackWindow", Values.text(canary.rollbackWindow()));
		}
		terms(tree, strategy.terms());
		return tree;
	}

	private static void blueGreen(Map<String, Object> tree, BlueGreen strategy) {
		tree.put("switch", strategy.hold().untilResumed() ? "manual" : "automatic");
		tree.put("pause", Values.text(strategy.hold().time()));
		if (!strategy.before().isEmpty()) {
			tree.put("before", Map.of("gates", gates(strategy.before())));
		}
		if (!strategy.after().isEmpty()) {
			tree.put("after", Map.of("gates", gates(strategy.after())));
		}
		tree.put("rollbackWindow", Values.text(strategy.rollbackWindow()));
	}

	private static void terms(Map<String, Object> tree, Terms terms) {
		tree.put("router", routing(terms.routing()));
		tree.put("minReady", Values.text(terms.minReady()));
		tree.put("progressDeadline", Values.text(terms.progressDeadline()));
		tree.put("drain", Values.text(terms.drain()));
		tree.put("newer", switch (terms.newer()) {
			case SUPERSEDES -> "supersede";
			case QUEUES -> "queue";
		});
		if (terms.singleActive()) {
			tree.put(SingleActive.KEY, true);
		}
		putSome(tree, "guardRails", gates(terms.guardRails()));
	}

	private static Object routing(Routing routing) {
		String type = type(routing.router());
		if (routing.gateway() == null && routing.hosts().isEmpty()) {
			return type;
		}
		Map<String, Object> tree = new LinkedHashMap<>();
		tree.put("type", type);
		if (routing.gateway() != null) {
			tree.put("gateway", routing.gateway());
		}
		putSome(tree, "hosts", routing.hosts());
		return tree;
	}

	/** The router's name in {@code slipway.yaml}. */
	static String type(Router router) {
		return switch (router) {
			case REPLICAS -> "replicas";
			case SELECTOR -> "selector";
			case HTTP_ROUTE -> "httpRoute";
			case ISTIO -> "istio";
			case NGINX -> "nginx";
		};
	}

	private static Map<String, Object> step(CanaryStep step) {
		Map<String, Object> tree = new LinkedHashMap<>();
		tree.put("weight", step.weight());
		Amount replicas = step.replicas();
		if (replicas != null) {
			tree.put("replicas", amount(replicas));
		}
		HeaderMatch header = step.header();
		if (header != null) {
			Map<String, Object> match = new LinkedHashMap<>();
			match.put("name", header.name());
			match.put("value", header.value());
			tree.put("header", match);
		}
		if (step.mirror() > 0) {
			tree.put("mirror", step.mirror() + "%");
		}
		if (!step.hold().equals(Hold.NONE)) {
			tree.put("pause", pause(step.hold()));
		}
		putSome(tree, "gates", gates(step.gates()));
		return tree;
	}

	private static Object pause(Hold hold) {
		String time = Values.text(hold.time());
		if (!hold.untilResumed()) {
			return time;
		}
		if (hold.time().isZero()) {
			return StepReader.UNTIL_RESUMED;
		}
		Map<String, Object> both = new LinkedHashMap<>();
		both.put("time", time);
		both.put(StepReader.UNTIL_RESUMED, true);
		return both;
	}

	private static List<Object> gates(List<GateSpec> gates) {
		List<Object> trees = new ArrayList<>();
		for (GateSpec gate : gates) {
			Map<String, Object> settings = new LinkedHashMap<>();
			settings.put("name", gate.name());
			settings.putAll(new TreeMap<>(gate.settings()));
			trees.add(Map.of(gate.kind(), settings));
		}
		return trees;
	}

	private static Object amount(Amount amount) {
		return amount.percent() ? amount.toString() : amount.value();
	}

	private static void putSome(Map<String, Object> tree, String key, List<?> list) {
		if (!list.isEmpty()) {
			tree.put(key, list);
		}
	}

}
