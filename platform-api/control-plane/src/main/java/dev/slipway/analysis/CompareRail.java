package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleFunction;

import dev.slipway.analysis.RequestCounts.Counters;
import dev.slipway.analysis.Tally.Requests;
import dev.slipway.judge.Counts;
import dev.slipway.judge.Decision;
import dev.slipway.judge.Sides;
import dev.slipway.judge.Watch;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;
import org.jspecify.annotations.Nullable;

/**
 * The candidate's requests against stable's, watched all the time: its odds of a bad
 * request may be so many times stable's. What hurts both is held against neither.
 * Requests are taken in blocks of time that both releases share; one block alone never
 * suffices, since a peak that begins between the scrapes of the two looks like the fault
 * of one.
 */
final class CompareRail implements Rail {

	private static final Duration ANEW = Duration.ofMinutes(5);

	private static final Duration BLOCK = Duration.ofSeconds(10);

	private final RequestCounts counts;

	private final RailMemory memory;

	private final Map<String, Watched> watched = new ConcurrentHashMap<>();

	CompareRail(MetricStore store, RailMemory memory) {
		this.memory = memory;
		this.counts = new RequestCounts(store);
	}

	@Override
	public String kind() {
		return CompareGate.KIND;
	}

	@Override
	public List<String> problems(GateSpec spec) {
		return GateSettings.problems(spec, Wanted::read);
	}

	@Override
	public String describe(GateSpec spec) {
		Wanted wanted = Wanted.read(new GateSettings(spec));
		return "The candidate's odds of " + wanted.bad() + " may be at most " + wanted.limit();
	}

	@Override
	public Reading look(Call call) {
		if (call.stable() == null) {
			return Reading.of(Conclusion.NOT_APPLICABLE, "There is no stable release to compare with");
		}
		Wanted wanted = Wanted.read(new GateSettings(call.spec()));
		String key = call.release().plan().flowId() + "/" + call.spec().name();
		Watched rail = watched(key, wanted, call);
		Reading said = rail.look(call, this.counts);
		if (!rail.keep(said, call.now())) {
			this.watched.remove(key, rail);
		}
		return said;
	}

	/** What it knows of the release: from memory, or from before this process. */
	private Watched watched(String key, Wanted wanted, Call call) {
		Watched known = this.watched.get(key);
		if (known != null) {
			return known;
		}
		Watched fresh = new Watched(wanted, new RailNotes(this.memory, call.release(), call.spec().name()), call);
		Watched other = this.watched.putIfAbsent(key, fresh);
		return (other != null) ? other : fresh;
	}

	@Override
	public void forget(String flowId) {
		this.watched.keySet().removeIf((key) -> key.startsWith(flowId + "/"));
	}

	/** A limit of a release that is watched. */
	private static final class Watched {

		private final Wanted wanted;

		private final RailWatch watch;

		private final RailNotes notes;

		private final RailSide candidate;

		private final RailSide stable;

		private final Newcomers ourNewcomers;

		private final Newcomers theirNewcomers;

		/**
		 * Since when it is watched, or was by a platform before; the warm-up begins
		 * there.
		 */
		private final Instant since;

		private @Nullable Instant taken;

		/** Until when pods that were there before are waited for. */
		private final Instant settled;

		private Reading said;

		Watched(Wanted wanted, RailNotes notes, Call call) {
			Instant now = call.now();
			RailState kept = notes.kept();
			RailState begun = (kept != null && kept.candidate().begun()) ? kept : null;
			this.wanted = wanted;
			this.notes = notes;
			DoubleFunction<Watch> begin = (alpha) -> Watch.comparison(wanted.subject(), wanted.tolerated(), alpha);
			this.watch = (begun != null) ? new RailWatch(begin, wanted.alpha(), wanted.anew(), begun.evidence())
					: new RailWatch(begin, wanted.alpha(), wanted.anew(), now);
			this.candidate = new RailSide((kept != null) ? kept.candidate() : null);
			this.stable = new RailSide((kept != null) ? kept.stable() : null);
			Duration settling = wanted.block().multipliedBy(2);
			this.ourNewcomers = new Newcomers((begun != null) ? Duration.ZERO : settling);
			this.theirNewcomers = new Newcomers((begun != null) ? Duration.ZERO : settling);
			this.since = (kept != null) ? kept.since() : call.since();
			this.taken = (kept != null) ? kept.taken() : null;
			this.settled = (begun != null) ? now.plus(settling) : now;
			this.said = reading(this.watch.decision(), List.of(), now);
		}

		synchronized Reading look(Call call, RequestCounts counts) {
			Release other = call.stable();
			boolean whole = this.taken == null || !call.now().isBefore(this.taken.plus(this.wanted.block()));
			if (!whole || other == null || this.said.conclusion() == Conclusion.FAILED) {
				return this.said;
			}
			if (isWarmingUp(call.now())) {
				return Reading.of(Conclusion.PENDING, this.wanted.subject() + " is watched after the warm-up");
			}
			boolean fresh = this.ourNewcomers.expected(call.now());
			Set<String> ourPods = fresh ? counts.scraped(call.release(), call.now()) : Set.of();
			Set<String> theirPods = fresh ? counts.scraped(other, call.now()) : Set.of();
			Counters ours = this.wanted.read(counts, call.release(), call.now());
			Counters theirs = this.wanted.read(counts, other, call.now());
			if (ours == null || theirs == null) {
				return Reading.of(Conclusion.NO_DATA, this.wanted.subject() + ": " + Measurements.NO_BUCKETS);
			}
			if (!this.candidate.begun() && (ourPods.isEmpty() || theirPods.isEmpty())) {
				return this.said;
			}
			if (call.now().isBefore(this.settled) && !(this.candidate.knowsAll(ours) && this.stable.knowsAll(theirs))) {
				// One side alone would stand for what both did meanwhile.
				return this.said;
			}
			Sides<Counts> more = Sides.of(
					this.stable.take(theirs, this.theirNewcomers.met(theirPods, theirs, call.now())),
					this.candidate.take(ours, this.ourNewcomers.met(ourPods, ours, call.now())));
			this.taken = call.now();
			this.said = reading(this.watch.take(more, call.now()), List.of(ours, theirs), call.now());
			return this.said;
		}

		private boolean isWarmingUp(Instant now) {
			return !this.candidate.begun() && now.isBefore(this.since.plus(this.wanted.warmUp()));
		}

		/**
		 * Keeps what was taken, and in the warm-up when that began.
		 * @return false when somebody else watches as well and has kept more
		 */
		synchronized boolean keep(Reading reading, Instant now) {
			return (this.taken == null && !isWarmingUp(now))
					|| this.notes.keep(new RailState(this.candidate.state(), this.stable.state(), this.watch.state(),
							this.since, this.taken), reading.conclusion() == Conclusion.FAILED, now);
		}

		private Reading reading(Decision decision, List<Counters> counters, Instant now) {
			return new Reading(MetricRail.conclusion(decision), decision.sentence(), evidence(counters, now));
		}

		private Map<String, Object> evidence(List<Counters> counters, Instant now) {
			Requests ours = this.candidate.all();
			Requests theirs = this.stable.all();
			Map<String, Object> evidence = new LinkedHashMap<>();
			evidence.put("metric", this.wanted.subject());
			evidence.put("limit", this.wanted.limit());
			evidence.put("alpha", this.wanted.alpha());
			evidence.put("candidate", ours.asMap());
			evidence.put("stable", theirs.asMap());
			if (theirs.bad() > 0 && ours.bad() < ours.total()) {
				evidence.put("value", odds(ours) / odds(theirs));
			}
			evidence.put("queries", counters.stream().flatMap((one) -> one.queries().stream()).toList());
			evidence.put("window", Map.of("from", this.since.toString(), "to", now.toString()));
			return evidence;
		}

		private static double odds(Requests requests) {
			return requests.bad() / Math.max(0.5, (double) requests.total() - requests.bad());
		}

	}

	/**
	 * What it was asked to watch.
	 *
	 * @param slow requests that take longer are bad; zero for those that fail
	 * @param tolerated how many times stable's odds are accepted, at least 1
	 * @param alpha the share of good candidates that may be tripped
	 * @param block how much time is looked at in one piece
	 * @param warmUp this much of the beginning is left out
	 * @param anew how often a second watch begins anew
	 */
	private record Wanted(Duration slow, double tolerated, double alpha, Duration block, Duration warmUp,
			Duration anew) {

		static Wanted read(GateSettings settings) {
			if (settings.has("metric") && settings.has("slowerThan")) {
				settings.problem("metric: write metric: errorRatio or slowerThan, not both");
			}
			settings.oneOf("metric", List.of(Measure.ERROR_RATIO.id()), Measure.ERROR_RATIO.id());
			Double tolerated = settings.number("tolerated", Unit.PLAIN);
			if (tolerated != null && !(tolerated >= 1 && tolerated <= 1e6)) {
				settings.problem("tolerated: has to be at least 1, such as 1.5 for half as many again");
				tolerated = null;
			}
			return new Wanted(settings.duration("slowerThan", Duration.ZERO), (tolerated != null) ? tolerated : 1.5,
					settings.part("alpha", 0, 0.5, 0.01), settings.atLeastSome("block", BLOCK),
					settings.duration("warmUp", Duration.ZERO), settings.atLeastSome("window", ANEW));
		}

		@Nullable Counters read(RequestCounts counts, Release release, Instant at) {
			return this.slow.isZero() ? counts.failures(release, at) : counts.slowness(release, this.slow, at);
		}

		String subject() {
			return this.slow.isZero() ? Measure.ERROR_RATIO.id()
					: "requests slower than " + Unit.SECONDS.show(this.slow.toMillis() / 1000.0);
		}

		String bad() {
			return this.slow.isZero() ? "a failed request"
					: "a request slower than " + Unit.SECONDS.show(this.slow.toMillis() / 1000.0);
		}

		String limit() {
			return Unit.number(this.tolerated) + " times stable's";
		}

	}

}
