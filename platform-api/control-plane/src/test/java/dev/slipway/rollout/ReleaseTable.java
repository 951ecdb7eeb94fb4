package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.flow.Step;
import dev.slipway.rollout.ReleaseCluster.Evidence;
import dev.slipway.strategy.Amount;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.Terms;
import dev.slipway.strategy.Terms.Newer;
import org.jspecify.annotations.NullUnmarked;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests of transitions share: release 2 with 2 pods replaces release 1 with 2 pods.
 */
@NullUnmarked
abstract class ReleaseTable {

	static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

	static final Plan PLAN = new Plan("orders", "dev", 2, 2,
			new Rolling(new Amount(1, false), new Amount(0, false), List.of(),
					new Terms(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(30),
							Routing.of(Router.REPLICAS), List.of(), Newer.SUPERSEDES)));

	static final Plan GATED = new Plan("orders", "dev", 2, 2, new Rolling(new Amount(1, false), new Amount(0, false),
			List.of(new GateSpec("errors", "metric", Map.of("max", "1%"))), PLAN.strategy().terms()));

	static final Stable STABLE = new Stable(1, 2);

	static final int FIRST = 1;

	static final int LAST = 2;

	static PodSeen crashing(int restarts) {
		return new PodSeen("orders-r2-x", null, "Running", null, restarts, false, "CrashLoopBackOff",
				"back-off 20s restarting failed container", "exit code 1 (Error)",
				new Evidence("", "no main manifest"));
	}

	static void assertStays(ReleaseState state, Observed seen, List<ReleaseAction> actions) {
		Step<ReleaseState, ReleaseAction> step = state.next(seen, NOW);
		assertThat(step.state()).isEqualTo(state);
		assertThat(step.reason()).isNull();
		assertThat(step.wakeAfter()).isNotNull();
		assertThat(step.actions()).isEqualTo(actions);
	}

	static void assertMoves(ReleaseState state, Observed seen, ReleaseState to, ReleaseAction... actions) {
		Step<ReleaseState, ReleaseAction> step = state.next(seen, NOW);
		assertThat(step.state()).isEqualTo(to);
		assertThat(step.reason()).isNotBlank();
		assertThat(step.actions()).containsExactly(actions);
	}

	static Observed see(java.util.function.Consumer<Builder> change) {
		Builder builder = new Builder();
		change.accept(builder);
		return builder.build();
	}

	static final class Builder {

		String abort;

		Integer olderLive;

		Stable stable;

		boolean complete = true;

		int replicas;

		Role role = Role.CANDIDATE;

		int oldReady;

		int oldPods;

		Outcome outcome;

		String refusal;

		Autoscaled autoscaled = Autoscaled.NONE;

		Integer byHand;

		Traffic traffic = new Traffic(true, true, null, null);

		final Map<String, Reading> gates = new HashMap<>();

		Reading tripped;

		String foreseen = "";

		final Map<String, Reading> kept = new HashMap<>();

		Hook hook = Hook.NONE;

		boolean told = true;

		final List<PodSeen> pods = new ArrayList<>();

		void ready(int count, Instant since) {
			this.replicas = count;
			for (int i = 0; i < count; i++) {
				this.pods.add(pod(since));
			}
		}

		/** Asked to go, and does not end. */
		void hanging() {
			this.pods.add(pod(null));
		}

		Observed build() {
			List<PodSeen> old = new ArrayList<>();
			for (int i = 0; i < this.oldReady; i++) {
				old.add(pod(Instant.EPOCH));
			}
			for (int i = 0; i < this.oldPods; i++) {
				old.add(pod(null));
			}
			return new Observed((this.abort != null) ? Wishes.NONE.withAbort(this.abort) : Wishes.NONE, this.olderLive,
					this.stable, new Workload(this.complete, this.replicas, this.role, "7", null, this.pods),
					new Workload(true, this.oldReady, Role.STABLE, "8", null, old), this.traffic, this.gates,
					this.tripped, this.kept, this.foreseen, this.outcome, this.refusal, Admission.Hold.FREE,
					this.autoscaled, this.byHand, this.hook, this.told);
		}

		private static PodSeen pod(Instant readySince) {
			return new PodSeen("pod", null, "Running", readySince, 0, false, null, null, null, null);
		}

	}

}
