package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

	/** Until then every pod that lives is scraped. */
	private static final Duration SETTLED = Duration.ofSeconds(20);

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
		Watched fresh = new Watched(limit, anew, new RailNotes(this.memory, call.release(), call.spec().name()), call);
		Watched other = this.watched.putIfAbsent(key, fresh);
		return (other != null) ? other : fresh;
	}

	private Reading count(Watched rail, Limit limit, Gate.Call call) {
		synchronized (rail) {
			if (!rail.side.begun() && call.now().isBefore(rail.since.plus(limit.warmUp()))) {
				drop(rail, rail.keep(false, call.now()));
				return Reading.of(Conclusion.PENDING, limit.subject() + " is watched after the warm-up");
			}
			Set<String> scraped = rail.newcomers.expected(call.now())
					? this.measurements.scraped(call.release(), call.now()) : Set.of();
			Counters counters = this.measurements.counters(limit, call.release(), call.now());
			if (counters == null) {
				return Reading.of(Conclusion.NO_DATA, limit.subject() + ": " + Measurements.NO_BUCKETS);
			}
			if (!rail.side.begun() && counters.series().isEmpty() && scraped.isEmpty()) {
				return Reading.of(Conclusion.NO_DATA, limit.subject() + " is watched from the first scrape on");
			}
			Set<String> met = rail.newcomers.met(scraped, counters, call.now());
			Decision decision = rail.watch.take(Sides.first(rail.side.take(counters, met)), call.now());
			drop(rail, rail.keep(decision.kind() == Decision.Kind.TRIP, call.now()));
			return reading(rail, limit, counters, decision, call);
		}
	}

	/** Who watches as well and has kept more is gone on from. */
	private void drop(Watched rail, boolean kept) {
		if (!kept) {
			this.watched.values().remove(rail);
		}
	}

	private static Reading reading(Watched rail, Limit limit, Counters counters, Decision decision, Gate.Call call) {
		Map<String, Object> evidence = new LinkedHashMap<>(rail.side.all().asMap());
		evidence.put("metric", limit.subject());
		evidence.put("limit", limit.bounds());
		evidence.put("alpha", limit.alpha());
		evidence.put("queries", counters.queries());
		evidence.put("window", Map.of("from", rail.since.toString(), "to", call.now().toString()));
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

		private final Newcomers newcomers;

		/**
		 * Since when it is watched, or was by a platform before; the warm-up begins
		 * there.
		 */
		private final Instant since;

		Watched(Limit limit, Duration anew, RailNotes notes, Gate.Call call) {
			RailState kept = notes.kept();
			RailState begun = (kept != null && kept.candidate().begun()) ? kept : null;
			this.notes = notes;
			this.side = new RailSide((kept != null) ? kept.candidate() : null);
			this.newcomers = new Newcomers((begun != null) ? Duration.ZERO : SETTLED);
			this.watch = (begun != null)
					? new RailWatch((alpha) -> watch(limit, alpha), limit.alpha(), anew, begun.evidence())
					: new RailWatch((alpha) -> watch(limit, alpha), limit.alpha(), anew, call.now());
			this.since = (kept != null) ? kept.since() : call.since();
		}

		boolean keep(boolean tripped, Instant now) {
			return this.notes.keep(new RailState(this.side.state(), null, this.watch.state(), this.since, null),
					tripped, now);
		}

	}

}
