package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.slipway.judge.Samples;
import dev.slipway.judge.Sides;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.PromQl;
import dev.slipway.observability.metrics.ServiceQuestion;
import dev.slipway.rollout.Release;

/**
 * Latencies of both releases in milliseconds: one of each pod when there are pods enough
 * to tell, else one of each stretch of time, of stretches in which both had requests.
 */
final class LatencySamples {

	/**
	 * Five against five can reach two-sided 0.008; four against four no less than 0.029.
	 */
	private static final int PODS = 5;

	private final MetricStore store;

	private final List<String> queries = new ArrayList<>();

	LatencySamples(MetricStore store) {
		this.store = store;
	}

	List<String> queries() {
		return this.queries;
	}

	Sides<Samples> sample(ServiceQuestion question, Release stable, Release candidate, Window window, Duration block) {
		Map<String, Double> stablePods = pods(question, stable, window);
		Map<String, Double> pods = pods(question, candidate, window);
		if (Math.min(stablePods.size(), pods.size()) >= PODS) {
			return Sides.of(Samples.ofPods(stablePods.values()), Samples.ofPods(pods.values()));
		}
		this.queries.clear();
		TreeMap<Instant, Double> stableBlocks = blocks(question, stable, window, block);
		TreeMap<Instant, Double> blocks = blocks(question, candidate, window, block);
		stableBlocks.keySet().retainAll(blocks.keySet());
		blocks.keySet().retainAll(stableBlocks.keySet());
		return Sides.of(Samples.ofBlocks(stableBlocks.values()), Samples.ofBlocks(blocks.values()));
	}

	private Map<String, Double> pods(ServiceQuestion question, Release release, Window window) {
		Map<String, Double> pods = new HashMap<>();
		MetricQuery query = question.query(Scopes.selection(release), window.length(), List.of("pod"));
		this.queries.add(PromQl.of(query));
		this.store.instant(query, Scopes.of(release), window.to())
			.forEach((series) -> pods.put(Growth.pod(series), series.points().get(0).value() * 1000));
		return pods;
	}

	private TreeMap<Instant, Double> blocks(ServiceQuestion question, Release release, Window window, Duration block) {
		TreeMap<Instant, Double> blocks = new TreeMap<>();
		MetricQuery query = question.query(Scopes.selection(release), block, List.of());
		this.queries.add(PromQl.of(query) + " every " + Unit.show(block));
		long count = window.length().toMillis() / block.toMillis();
		if (count == 0) {
			return blocks;
		}
		Instant first = window.to().minus(block.multipliedBy(count - 1));
		for (MetricSeries series : this.store.range(query, Scopes.of(release), first, window.to(), block)) {
			series.points().forEach((point) -> blocks.put(point.time(), point.value() * 1000));
		}
		return blocks;
	}

}
