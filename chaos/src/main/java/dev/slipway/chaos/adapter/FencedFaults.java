package dev.slipway.chaos.adapter;

import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;

import dev.slipway.chaos.Fault;
import dev.slipway.chaos.Faults;
import dev.slipway.chaos.Fence;
import dev.slipway.chaos.Plan;
import dev.slipway.chaos.Tampering;
import dev.slipway.chaos.Victim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/**
 * Faults whose fence is an annotation of the pod. Kubernetes compares it (a write of an
 * older resourceVersion is refused); chaos-monkey cannot, so the fence is written before
 * and read again after a latency is switched on.
 */
final class FencedFaults implements Faults {

	static final String FENCE = "slipway.dev/chaos-fence";

	private static final int ATTEMPTS = 5;

	private final TargetPods pods;

	private final ChaosMonkey monkey;

	FencedFaults(TargetPods pods, ChaosMonkey monkey) {
		this.pods = pods;
		this.monkey = monkey;
	}

	@Override
	public Tampering inspect(Plan plan, Victim victim) {
		if (!(plan.definition().fault() instanceof Fault.Latency)) {
			return Tampering.NONE;
		}
		return this.pods.find(plan, victim)
			.map((pod) -> TargetPods.actuator(pod).map(this.monkey::inspect).orElse(Tampering.UNKNOWN))
			.orElse(Tampering.NONE);
	}

	@Override
	public void inject(Plan plan, Victim victim, Fence fence) {
		Optional<Pod> admitted = admit(plan, victim, fence);
		if (admitted.isEmpty()) {
			return;
		}
		if (plan.definition().fault() instanceof Fault.Latency latency) {
			TargetPods.actuator(admitted.get()).ifPresent((actuator) -> {
				this.monkey.slowDown(actuator, latency.delay());
				this.pods.find(plan, victim).filter((pod) -> seen(pod).compareTo(fence) > 0).ifPresent((pod) -> {
					this.monkey.calmDown(actuator);
					throw fencedOff(victim, seen(pod));
				});
			});
		}
		else {
			delete(plan, victim);
		}
	}

	@Override
	public void takeBack(Plan plan, Victim victim, Fence fence) {
		Optional<Pod> admitted = admit(plan, victim, fence);
		if (plan.definition().fault() instanceof Fault.Latency) {
			admitted.flatMap(TargetPods::actuator).ifPresent(this.monkey::calmDown);
		}
	}

	@Override
	public void replace(Plan plan, Victim victim, Fence fence) {
		if (admit(plan, victim, fence).isPresent()) {
			delete(plan, victim);
		}
	}

	private void delete(Plan plan, Victim victim) {
		this.pods.client(plan)
			.pods()
			.inNamespace(this.pods.namespace(plan))
			.withName(victim.name())
			.withGracePeriod(0)
			.delete();
	}

	/** Writes the fence; empty when the pod is gone. */
	private Optional<Pod> admit(Plan plan, Victim victim, Fence fence) {
		for (int attempt = 1;; attempt++) {
			Optional<Pod> pod = this.pods.find(plan, victim);
			if (pod.isEmpty() || seen(pod.get()).equals(fence)) {
				return pod;
			}
			if (seen(pod.get()).compareTo(fence) > 0) {
				throw fencedOff(victim, seen(pod.get()));
			}
			try {
				return Optional.of(write(plan, pod.get(), fence));
			}
			catch (KubernetesClientException ex) {
				if (ex.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
					return Optional.empty();
				}
				if (ex.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private Pod write(Plan plan, Pod pod, Fence fence) {
		String patch = ChaosMonkey.json(Map.of("metadata", Map.of("resourceVersion",
				pod.getMetadata().getResourceVersion(), "annotations", Map.of(FENCE, fence.toString()))));
		return this.pods.client(plan)
			.pods()
			.inNamespace(this.pods.namespace(plan))
			.withName(pod.getMetadata().getName())
			.patch(PatchContext.of(PatchType.JSON_MERGE), patch);
	}

	private static Fence seen(Pod pod) {
		Map<String, String> annotations = pod.getMetadata().getAnnotations();
		String text = (annotations != null) ? annotations.getOrDefault(FENCE, "") : "";
		return Fence.parse(text).orElse(new Fence(0, 0));
	}

	private static IllegalStateException fencedOff(Victim victim, Fence seen) {
		return new IllegalStateException("Pod " + victim.name() + " takes no orders before " + seen
				+ " any more: another driver has gone on with this experiment");
	}

}
