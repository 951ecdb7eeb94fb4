package dev.slipway.rollout;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Step;
import dev.slipway.rollout.Admission.Hold;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.ReleaseAction.Announce;
import dev.slipway.rollout.ReleaseAction.EnsureAutoscaler;
import dev.slipway.rollout.ReleaseAction.EnsureObjects;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;
import dev.slipway.rollout.ReleaseAction.EnsureTraffic;
import dev.slipway.rollout.ReleaseAction.KeepFinding;
import dev.slipway.rollout.ReleaseAction.Promote;
import dev.slipway.rollout.ReleaseAction.RecordOutcome;
import dev.slipway.rollout.ReleaseAction.RecordRollback;
import dev.slipway.rollout.ReleaseAction.StartHook;
import dev.slipway.rollout.ReleaseAction.StopHooks;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.ReleaseCluster.Refused;
import dev.slipway.strategy.Stage;
import org.jspecify.annotations.Nullable;

/** Releases as flows: {@code <service>/<environment>/<number>}. */
public final class ReleaseKind implements FlowKind<ReleaseState, Observed, ReleaseAction> {

	/** The name of this kind in the store. */
	public static final String NAME = "release";

	/** Releases at zero that are kept besides the stable one, to go back to. */
	private static final int KEPT = 3;

	private final Flows flows;

	private final ReleaseStore store;

	private final ReleaseJournal journal;

	private final ReleaseCluster cluster;

	private final TrafficRouter router;

	private final Gates gates;

	private final ReleaseListener listener;

	private final Admission admission;

	private final Clock clock;

	/** Refused once, refused again by the next attempt: not worth a table. */
	private final Map<String, String> refusals = new ConcurrentHashMap<>();

	/** What was refused when the requests were divided last. */
	private final Map<String, String> unrouted = new ConcurrentHashMap<>();

	public ReleaseKind(Flows flows, ReleaseStore store, ReleaseJournal journal, ReleaseCluster cluster,
			TrafficRouter router, Gates gates, ReleaseListener listener, Admission admission, Clock clock) {
		this.flows = flows;
		this.store = store;
		this.journal = journal;
		this.cluster = cluster;
		this.router = router;
		this.gates = gates;
		this.listener = listener;
		this.admission = admission;
		this.clock = clock;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Class<ReleaseState> stateType() {
		return ReleaseState.class;
	}

	@Override
	public Observed observe(FlowView<ReleaseState> flow) {
		ReleaseState state = flow.state();
		Plan plan = state.plan();
		boolean waiting = state instanceof Forward.Waiting;
		Release release = release(plan, plan.number());
		if (late(state)) {
			// What looks late may only be told late.
			this.cluster.doubt(release);
		}
		Workload candidate = evidence(state, release, this.cluster.look(release));
		Stable stable = waiting ? stable(plan) : state.stable();
		Release before = (stable != null) ? release(plan, stable.number()) : null;
		Workload old = (before != null) ? this.cluster.look(before) : Workload.none();
		Split split = state.split();
		Traffic traffic = (split != null) ? traffic(release, split) : Traffic.NOT_ASKED;
		Wishes wishes = Wishes.of(abort(flow), this.journal.commands(release));
		Map<String, Reading> kept = kept(state, release);
		Autoscale scaling = (waiting && stable != null) ? Autoscale.free(stable.number()) : state.autoscale();
		return new Observed(wishes, waiting ? olderLive(plan) : null, stable, candidate, old, traffic,
				gates(state, release, before, wishes, kept), tripped(state, release, before, kept), kept,
				traffic.done() ? foreseen(state, release, before) : "", release.outcome(),
				this.refusals.get(plan.flowId()),
				waiting ? this.admission.hold(release, this.clock.instant()) : Hold.FREE,
				autoscaled(release, before, scaling),
				(split != null && !traffic.written()) ? this.router.byHand(release) : null, hook(state, release),
				this.cluster.tells(release));
	}

	@Override
	public void tell(FlowView<ReleaseState> flow, Observed seen) {
		this.listener.moved(flow, seen.candidate());
	}

	/** Gates and guard rails begin to look when they are asked first. */
	@Override
	public boolean observingStarts(ReleaseState state) {
		Split split = state.split();
		return gated(state) || (state instanceof Forward && split != null && split.exposes(state.plan().number())
				&& !state.plan().strategy().terms().guardRails().isEmpty());
	}

	/** A write that was refused when it was tried last counts until it is tried again. */
	private Traffic traffic(Release release, Split split) {
		Traffic seen = this.router.look(release, split);
		String refused = this.unrouted.get(release.plan().flowId());
		return (refused != null && !seen.written()) ? Traffic.refused(refused) : seen;
	}

	private Autoscaled autoscaled(Release release, @Nullable Release before, @Nullable Autoscale wanted) {
		boolean brought = release.bringsAutoscaler() || (before != null && before.bringsAutoscaler());
		return (brought && wanted != null) ? this.cluster.autoscaled(release, wanted) : Autoscaled.NONE;
	}

	/** Its log is read only when it is about to be told. */
	private Hook hook(ReleaseState state, Release release) {
		Set<HookMoment> moments = state.hooks();
		Hook hook = moments.isEmpty() ? Hook.NONE : this.cluster.hook(release, moments);
		Instant since = (state instanceof Hooked.Migrating migrating) ? migrating.since()
				: (state instanceof Hooked.Smoking smoking) ? smoking.since()
						: (state instanceof Hooked.Contracting contracting) ? contracting.since() : Instant.MAX;
		boolean telling = !since.equals(Instant.MAX) && hook.lost(since, this.clock.instant());
		return (telling && hook.pod() != null) ? hook.with(this.cluster.evidence(release, hook.pod())) : hook;
	}

	/** How far it is, as far as that can be told without asking the cluster. */
	public Progress progress(FlowView<ReleaseState> flow) {
		ReleaseState state = flow.state();
		Release release = release(state.plan(), state.plan().number());
		Stable stable = state.stable();
		Wishes wishes = Wishes.of(abort(flow), this.journal.commands(release));
		Split split = state.served();
		int weight = (split != null) ? split.share(release.number()) : 0;
		Map<String, Reading> watched = this.gates.watched(release);
		if (state instanceof Forward.Holding holding) {
			Release before = (stable != null) ? release(state.plan(), stable.number()) : null;
			return new Progress(holding.schedule(), holding.stage(), weight, holding.since(), null,
					holding.waitingFor(), wishes.pausedBy(),
					gates(state, release, before, wishes, kept(state, release)), watched);
		}
		String waitingFor = (state instanceof Forward.Waiting waiting) ? waiting.waitingFor() : "";
		Instant warmUntil = (state instanceof Forward.Warm warm) ? warm.until() : null;
		return new Progress(state.plan().schedule(stable), state.stage(), weight, null, warmUntil, waitingFor,
				wishes.pausedBy(), Map.of(), watched);
	}

	@Override
	public Step<ReleaseState, ReleaseAction> next(ReleaseState state, Observed observation, Instant now) {
		return Autoscaled.oneWriter(state, observation,
				OneActive.order(state, observation, now, ByHand.next(state, observation, now)));
	}

	@Override
	public void act(FlowView<ReleaseState> flow, Observed seen, ReleaseAction action) {
		Plan plan = flow.state().plan();
		Fence fence = new Fence(plan.number(), flow.epoch());
		if (action instanceof EnsureObjects objects) {
			refusable(plan, () -> this.cluster.create(release(plan, objects.number()), fence));
		}
		else if (action instanceof EnsureReplicas wanted) {
			Workload workload = (wanted.number() == plan.number()) ? seen.candidate() : seen.old();
			this.cluster.scale(release(plan, wanted.number()), wanted.replicas(), workload, fence);
		}
		else if (action instanceof EnsureAutoscaler wanted) {
			refusable(plan, () -> this.cluster.autoscale(release(plan, plan.number()), wanted.wanted(), fence));
		}
		else if (action instanceof EnsureTraffic wanted) {
			this.unrouted.remove(plan.flowId());
			refusable(plan, () -> route(plan, wanted.split(), fence));
		}
		else if (action instanceof Promote promote) {
			refusable(plan, () -> this.cluster.promote(release(plan, promote.number()), KEPT, fence));
		}
		else if (action instanceof StartHook start) {
			this.cluster.startHook(release(plan, start.number()), start.job(), fence);
		}
		else if (action instanceof StopHooks stop) {
			this.cluster.stopHooks(release(plan, stop.number()), fence);
		}
		else {
			note(flow, plan, action);
		}
	}

	private void note(FlowView<ReleaseState> flow, Plan plan, ReleaseAction action) {
		Release release = release(plan, plan.number());
		if (action instanceof KeepFinding found) {
			this.journal.keep(release,
					new ReleaseJournal.Finding(found.stage(), found.gate(), found.reading(), this.clock.instant()));
		}
		else if (action instanceof RecordOutcome end) {
			this.store.record(release, end.outcome(), end.reason());
		}
		else if (action instanceof RecordRollback back) {
			this.store.rollBack(release, back.reason());
		}
		else if (action instanceof Announce announce) {
			this.refusals.remove(plan.flowId());
			this.unrouted.remove(plan.flowId());
			this.gates.forget(release);
			this.store.end(release, this.clock.instant());
			rest(release, flow.epoch());
			this.listener.ended(flow, announce.outcome());
		}
	}

	/**
	 * Pods that ran before Slipway came carry its labels only while somebody labels them:
	 * when they go on serving alone, callers find them as before.
	 */
	private void rest(Release release, long epoch) {
		this.store.stable(release.draft().service(), release.draft().environment())
			.filter((stable) -> stable.number() == 0)
			.ifPresent((stable) -> this.router.route(stable, Split.all(0), new Fence(release.number(), epoch)));
	}

	private void route(Plan plan, Split split, Fence fence) {
		try {
			this.router.route(release(plan, plan.number()), split, fence);
		}
		catch (Refused ex) {
			this.unrouted.put(plan.flowId(), String.valueOf(ex.getMessage()));
			throw ex;
		}
	}

	private void refusable(Plan plan, Runnable action) {
		try {
			action.run();
		}
		catch (Refused ex) {
			this.refusals.put(plan.flowId(), String.valueOf(ex.getMessage()));
		}
	}

	private Release release(Plan plan, int number) {
		return this.store.find(plan.service(), plan.environment(), number)
			.orElseThrow(() -> new IllegalStateException("Release " + number + " of " + plan.service() + " in "
					+ plan.environment() + " is not in the store"));
	}

	private @Nullable Stable stable(Plan plan) {
		Optional<Release> found = this.store.stable(plan.service(), plan.environment());
		if (found.isEmpty()) {
			return null;
		}
		Release release = found.get();
		int replicas = this.cluster.look(release).replicas();
		return new Stable(release.number(), (replicas > 0) ? replicas : release.draft().replicas());
	}

	private @Nullable Integer olderLive(Plan plan) {
		return live(plan.service(), plan.environment()).map((flow) -> flow.state().plan().number())
			.filter((number) -> number < plan.number())
			.findFirst()
			.orElse(null);
	}

	/** The flows of the releases that have not ended, newest first. */
	Stream<FlowView<ReleaseState>> live(String service, String environment) {
		return this.store.open(service, environment)
			.stream()
			.flatMap((number) -> this.flows.find(this, service + "/" + environment + "/" + number).stream())
			.filter((flow) -> !flow.ended());
	}

	private static @Nullable String abort(FlowView<?> flow) {
		if ("abort".equals(flow.desire())) {
			return "Aborted by " + flow.desiredBy();
		}
		return "supersede".equals(flow.desire()) ? Steps.SUPERSEDED + flow.desiredBy() : null;
	}

	/** What is kept of the stage, where gates or guard rails are asked. */
	private Map<String, Reading> kept(ReleaseState state, Release release) {
		return (gated(state) || watched(state, release)) ? this.journal.kept(release, state.stage()) : Map.of();
	}

	private static boolean gated(ReleaseState state) {
		return state instanceof Forward.Holding holding && !holding.schedule().stage(holding.stage()).gates().isEmpty();
	}

	/** Told when a stage begins; a store that does not answer holds up nothing. */
	private String foreseen(ReleaseState state, Release release, @Nullable Release before) {
		try {
			return (state instanceof Forward.Rerouting next)
					? this.gates.foresee(release, before, next.schedule().stage(next.stage())) : "";
		}
		catch (RuntimeException ex) {
			return "";
		}
	}

	private static boolean watched(ReleaseState state, Release release) {
		Split split = state.split();
		return state instanceof Forward && split != null && split.exposes(release.number())
				&& !release.draft().strategy().terms().guardRails().isEmpty();
	}

	/** Gates are asked only where they count; one whose decision is kept has decided. */
	private Map<String, Reading> gates(ReleaseState state, Release release, @Nullable Release before, Wishes wishes,
			Map<String, Reading> kept) {
		if (!(state instanceof Forward.Holding holding)) {
			return Map.of();
		}
		Stage stage = holding.schedule().stage(holding.stage());
		if (stage.gates().isEmpty()) {
			return Map.of();
		}
		Map<String, Reading> readings = new HashMap<>(this.gates.look(release, before, stage, holding.since()));
		stage.gates()
			.stream()
			.filter((gate) -> gate.kind().equals(Approval.KIND))
			.forEach((gate) -> readings.put(gate.name(), Approval.reading(stage, gate, wishes)));
		stage.gates()
			.stream()
			.filter((gate) -> kept.containsKey(gate.name()) && kept.get(gate.name()).decided())
			.forEach((gate) -> readings.put(gate.name(), kept.get(gate.name())));
		return readings;
	}

	private @Nullable Reading tripped(ReleaseState state, Release release, @Nullable Release before,
			Map<String, Reading> kept) {
		if (!watched(state, release) || kept.containsKey(Steps.GUARD_RAIL)) {
			return kept.get(Steps.GUARD_RAIL);
		}
		Stage stage = ((Forward) state).schedule().stage(Math.max(1, state.stage()));
		Reading reading = this.gates.tripped(release, before, stage, this.clock.instant());
		return (reading != null && reading.conclusion() == Conclusion.FAILED) ? reading : null;
	}

	private boolean late(ReleaseState state) {
		return state.deadline().filter(this.clock.instant()::isAfter).isPresent();
	}

	/** Logs and events are read only when they are about to be told. */
	private Workload evidence(ReleaseState state, Release release, Workload candidate) {
		boolean late = late(state);
		if (!(state instanceof Forward) || state.split() == null) {
			return candidate;
		}
		return candidate.mapPods((pod) -> (pod.hopeless() || (late && !pod.ready() && !pod.terminating()))
				? pod.with(this.cluster.evidence(release, pod.name())) : pod);
	}

}
