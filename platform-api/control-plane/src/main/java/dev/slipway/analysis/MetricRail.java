package dev.slipway.analysis;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.analysis.RequestCounts.Counters;
import dev.slipway.judge.Counts;
import dev.slipway.judge.Decision;
import dev.slipway.judge.Sides;
import dev.slipway.judge.Watch;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;

/**
 * A limit that is watched all the time. Shares of bad requests are watched by counts with
 * a test that may be looked at after every scrape; other measures trip as soon as they
 * are beyond the limit.
 */
final class MetricRail implements Rail {

	private static final Duration ANEW = Duration.ofMinutes(5);

	private final Measurements measurements;

	private final Map<String, Watched> watched = new ConcurrentHashMap<>();

	MetricRail(Measurements measurements) {
		this.measurements = measurements;
	}

	@Override
	public String kind() {
		return MetricGate.KIND;
	}

	@Override
	public List<String> problems(GateSpec spec) {
		return MetricGate.problems(spec, this.measurements);
	}

	@Override
	public String describe(GateSpec spec) {
		Limit limit = Limit.read(spec, new GateSettings(spec));
		return "The candidate's " + limit.subject() + " has to be " + limit.bounds() + " all the time";
	}

	@Override
	public Reading look(Gate.Call call) {
		GateSettings settings = new GateSettings(call.spec());
		Limit limit = Limit.read(call.spec(), settings);
		boolean counted = limit.measure() == Measure.ERROR_RATIO || limit.measure() == Measure.SLOWER;
		if (counted && limit.min() == null) {
			Duration anew = settings.atLeastSome("window", ANEW);
			Watched rail = this.watched.computeIfAbsent(call.release().plan().flowId() + "/" + call.spec().name(),
					(key) -> new Watched(
							new RailWatch((alpha) -> watch(limit, alpha), limit.alpha(), anew, call.now())));
			return count(rail, limit, call);
		}
		Window window = Window.last(call, limit.warmUp(), limit.window());
		if (limit.measure() != Measure.RESTARTS && !window.isFull()) {
			return Reading.of(Conclusion.PENDING, limit.subject() + " is measured over " + Unit.show(limit.window()));
		}
		return MetricGate.judge(limit, this.measurements.measure(limit, call.release(), window.from(), window.to()),
				window);
	}

	@Override
	public void forget(String flowId) {
		this.watched.keySet().removeIf((key) -> key.startsWith(flowId + "/"));
	}

	private Reading count(Watched rail, Limit limit, Gate.Call call) {
		synchronized (rail) {
			if (call.now().isBefore(call.since().plus(limit.warmUp()))) {
				return Reading.of(Conclusion.PENDING, limit.subject() + " is watched after the warm-up");
			}
			Counters counters = this.measurements.counters(limit, call.release(), call.now());
			if (counters == null) {
				return Reading.of(Conclusion.NO_DATA, limit.subject() + ": " + Measurements.NO_BUCKETS);
			}
			rail.diary.take(counters.series());
			Counts more = rail.seen.take(counters.count(rail.diary));
			Decision decision = rail.watch.take(Sides.first(more), call.now());
			return reading(rail, limit, counters, decision, call);
		}
	}

	private static Reading reading(Watched rail, Limit limit, Counters counters, Decision decision, Gate.Call call) {
		Map<String, Object> evidence = new LinkedHashMap<>(rail.seen.all().asMap());
		evidence.put("metric", limit.subject());
		evidence.put("limit", limit.bounds());
		evidence.put("alpha", limit.alpha());
		evidence.put("queries", counters.queries());
		evidence.put("window", Map.of("from", call.since().toString(), "to", call.now().toString()));
		return new Reading(conclusion(decision), decision.sentence(), evidence);
	}

	private static Watch watch(Limit limit, double alpha) {
		double max = (limit.max() != null) ? limit.max() : 0;
		return (max > 0) ? Watch.rate(limit.subject(), max, alpha) : Watch.failures(limit.subject(), 0);
	}

	/** A watch's word in the words of gates. */
	static Conclusion conclusion(Decision decision) {
		return switch (decision.kind()) {
			case TRIP -> Conclusion.FAILED;
			case NO_DATA -> Conclusion.NO_DATA;
			case CONTINUE -> Conclusion.PENDING;
		};
	}

	/** A limit of a release that is watched. */
	private static final class Watched {

		private final CounterDiary diary = new CounterDiary();

		private final Increments seen = new Increments();

		private final RailWatch watch;

		Watched(RailWatch watch) {
			this.watch = watch;
		}

	}

}
