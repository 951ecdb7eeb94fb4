package dev.slipway.rollout;

import java.util.Map;
import java.util.function.IntPredicate;

import dev.slipway.rollout.Admission.Hold;
import org.jspecify.annotations.Nullable;

/**
 * The world as a release sees it in one tick.
 *
 * @param wishes what users want
 * @param olderLive an older release of the same service and environment that has not
 * ended; only looked for while waiting
 * @param stable the release that was promoted last
 * @param candidate this release's Deployment
 * @param old the stable release's Deployment
 * @param traffic how far the division of requests is that the state wants
 * @param gates what the gates of the stage say, by their names
 * @param tripped a guard rail that is broken; null when none is
 * @param kept what is kept already of the stage's gates and guard rails, by their names
 * @param foreseen what the gates of a stage that begins will be able to see; empty when
 * there is nothing to say
 * @param outcome what is recorded of this release
 * @param refusal what the cluster refused of this release's objects, and will refuse
 * again
 * @param hold whether it has to wait before it begins; only looked for while waiting
 * @param autoscaled how the service's autoscaler is set
 * @param byHand the release that somebody else pointed all requests at; null when nobody
 * did
 * @param hook how far the Jobs are that the state asks for
 * @param told whether the cluster tells by itself what changes
 */
public record Observed(Wishes wishes, @Nullable Integer olderLive, @Nullable Stable stable, Workload candidate,
		Workload old, Traffic traffic, Map<String, Reading> gates, @Nullable Reading tripped, Map<String, Reading> kept,
		String foreseen, @Nullable Outcome outcome, @Nullable String refusal, Hold hold, Autoscaled autoscaled,
		@Nullable Integer byHand, Hook hook, boolean told) {

	public Observed {
		gates = Map.copyOf(gates);
		kept = Map.copyOf(kept);
	}

	/** Which of the two releases has no pods, nor is to have any. */
	IntPredicate zero(int number) {
		return (release) -> ((release == number) ? this.candidate : this.old).replicas() == 0;
	}

	/** As if the requests were where the state wants them. */
	Observed routed() {
		return new Observed(this.wishes, this.olderLive, this.stable, this.candidate, this.old,
				new Traffic(true, true, null, null), this.gates, this.tripped, this.kept, this.foreseen, this.outcome,
				this.refusal, this.hold, this.autoscaled, this.byHand, this.hook, this.told);
	}

}
