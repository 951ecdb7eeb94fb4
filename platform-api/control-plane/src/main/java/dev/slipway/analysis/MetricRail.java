package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.analysis.RequestCounts.Counters;
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

	private final RailMemory memory;

	private final Map<String, Watched> watched = new ConcurrentHashMap<>();

	MetricRail(Measurements measurements, RailMemory memory) {
		this.measurements = measurements;
		this.memory = memory;
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
			Watched rail = watched(limit, settings.atLeastSome("window", ANEW), call);
			return count(rail, limit, call);
		}
		Window window = this.measurements.window(limit, call);
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

	/** What it knows of the release: from memory, or from before this process. */
	private Watched watched(Limit limit, Duration anew, Gate.Call call) {
		String key = call.release().plan().flowId() + "/" + call.spec().name();
		Watched known = this.watched.get(key);
		if (known != null) {
			return known;
		}
		Watched fresh = new Watched(limit, anew, new RailNotes(this.memory, call.release(), call.spec().name()),
				call.now());
		Watched other = this.watched.putIfAbsent(key, fresh);
		return (other != null) ? other : fresh;
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
			if (!rail.side.begun() && counters.series().isEmpty()
					&& !this.measurements.scraped(call.release(), call.now())) {
				return Reading.of(Conclusion.NO_DATA, limit.subject() + " is watched from the first scrape on");
			}
			Decision decision = rail.watch.take(Sides.first(rail.side.take(counters)), call.now());
			if (!rail.keep(decision, call.now())) {
				this.watched.values().remove(rail);
			}
			return reading(rail, limit, counters, decision, call);
		}
	}

	private static Reading reading(Watched rail, Limit limit, Counters counters, Decision decision, Gate.Call call) {
		Map<String, Object> evidence = new LinkedHashMap<>(rail.side.all().asMap());
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

		private final RailNotes notes;

		private final RailSide side;

		private final RailWatch watch;

		private final Instant since;

		Watched(Limit limit, Duration anew, RailNotes notes, Instant now) {
			RailState kept = notes.kept();
			this.notes = notes;
			this.side = new RailSide((kept != null) ? kept.candidate() : null);
			this.watch = (kept != null)
					? new RailWatch((alpha) -> watch(limit, alpha), limit.alpha(), anew, kept.evidence())
					: new RailWatch((alpha) -> watch(limit, alpha), limit.alpha(), anew, now);
			this.since = (kept != null) ? kept.since() : now;
		}

		boolean keep(Decision decision, Instant now) {
			return this.notes.keep(new RailState(this.side.state(), null, this.watch.state(), this.since, null),
					decision.kind() == Decision.Kind.TRIP, now);
		}

	}

}
