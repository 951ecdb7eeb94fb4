package dev.slipway.rollout;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Step;
import dev.slipway.rollout.ReleaseAction.Announce;
import dev.slipway.rollout.ReleaseAction.EnsureObjects;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;
import dev.slipway.rollout.ReleaseAction.Promote;
import dev.slipway.rollout.ReleaseAction.RecordOutcome;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.ReleaseCluster.Refused;
import org.jspecify.annotations.Nullable;

/** Releases as flows: {@code <service>/<environment>/<number>}. */
public final class ReleaseKind implements FlowKind<ReleaseState, Observed, ReleaseAction> {

	/** Releases at zero that are kept besides the stable one, to go back to. */
	private static final int KEPT = 3;

	private static final int LOOKED_BACK = 20;

	private final Flows flows;

	private final ReleaseStore store;

	private final ReleaseCluster cluster;

	private final ReleaseListener listener;

	private final Clock clock;

	/** Refused once, refused again by the next attempt: not worth a table. */
	private final Map<String, String> refusals = new ConcurrentHashMap<>();

	public ReleaseKind(Flows flows, ReleaseStore store, ReleaseCluster cluster, ReleaseListener listener, Clock clock) {
		this.flows = flows;
		this.store = store;
		this.cluster = cluster;
		this.listener = listener;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "release";
	}

	@Override
	public Class<ReleaseState> stateType() {
		return ReleaseState.class;
	}

	@Override
	public Observed observe(FlowView<ReleaseState> flow) {
		ReleaseState state = flow.state();
		Plan plan = state.plan();
		boolean waiting = state instanceof ReleaseState.Waiting;
		Release release = release(plan, plan.number());
		Workload candidate = evidence(state, release, this.cluster.look(release));
		Stable stable = waiting ? stable(plan) : state.stable();
		Workload old = (stable != null) ? this.cluster.look(release(plan, stable.number())) : Workload.none();
		this.listener.moved(flow, candidate);
		return new Observed(abort(flow), waiting ? olderLive(plan) : null, stable, candidate, old, release.outcome(),
				this.refusals.get(plan.flowId()));
	}

	@Override
	public Step<ReleaseState, ReleaseAction> next(ReleaseState state, Observed observation, Instant now) {
		return state.next(observation, now);
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
		else if (action instanceof RecordOutcome end) {
			this.store.record(release(plan, plan.number()), end.outcome(), end.reason());
		}
		else if (action instanceof Promote promote) {
			refusable(plan, () -> this.cluster.promote(release(plan, promote.number()), KEPT, fence));
		}
		else if (action instanceof Announce announce) {
			this.refusals.remove(plan.flowId());
			this.listener.ended(flow, announce.outcome());
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
		return this.flows.list(this, plan.service() + "/" + plan.environment() + "/", LOOKED_BACK)
			.stream()
			.filter((flow) -> !flow.ended() && flow.state().plan().number() < plan.number())
			.map((flow) -> flow.state().plan().number())
			.findFirst()
			.orElse(null);
	}

	private static @Nullable String abort(FlowView<?> flow) {
		if ("abort".equals(flow.desire())) {
			return "Aborted by " + flow.desiredBy();
		}
		return "supersede".equals(flow.desire()) ? "Superseded by " + flow.desiredBy() : null;
	}

	/** Logs and events are read only when they are about to be told. */
	private Workload evidence(ReleaseState state, Release release, Workload candidate) {
		boolean late = state.deadline().filter(this.clock.instant()::isAfter).isPresent();
		if (state.deadline().isEmpty() && !(state instanceof ReleaseState.Draining)) {
			return candidate;
		}
		return candidate.mapPods((pod) -> (pod.hopeless() || (late && !pod.ready() && !pod.terminating()))
				? pod.with(this.cluster.evidence(release, pod.name())) : pod);
	}

}
