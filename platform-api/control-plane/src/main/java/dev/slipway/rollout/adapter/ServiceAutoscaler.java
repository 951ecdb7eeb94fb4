package dev.slipway.rollout.adapter;

import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Autoscale;
import dev.slipway.rollout.Autoscaled;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

/**
 * The service's one HorizontalPodAutoscaler. While a release is live its own values are
 * kept in an annotation, so that one write sets it and one write gives it back.
 * Kubernetes cannot suspend an autoscaler; one whose policies for both directions are
 * {@code Disabled} does not scale.
 */
final class ServiceAutoscaler {

	/** The values it had before a release held or suspended it. */
	static final String BEFORE = "slipway.dev/autoscaler-before";

	private static final String DISABLED = "Disabled";

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private final KubernetesClient client;

	private final String namespace;

	private final String service;

	ServiceAutoscaler(KubernetesClient client, String namespace, String service) {
		this.client = client;
		this.namespace = namespace;
		this.service = service;
	}

	Autoscaled look(Autoscale wanted) {
		HorizontalPodAutoscaler found = find();
		return (found != null) ? new Autoscaled(target(found), suspended(found.getSpec()), is(found, wanted))
				: Autoscaled.NONE;
	}

	void set(Autoscale wanted, Fence fence) {
		HorizontalPodAutoscaler found = find();
		if (found != null && !is(found, wanted)) {
			new Fenced(this.client, fence).change(found, (changed) -> set(changed, wanted));
		}
	}

	/**
	 * Makes it as a promoted release wants it, in one write: aimed at that release, and
	 * with the team's own limits.
	 */
	void aim(ObjectNode manifest, Fence fence) {
		GenericKubernetesResource wanted = Serialization.unmarshal(manifest.toString(),
				GenericKubernetesResource.class);
		try {
			GenericKubernetesResource found = this.client.resource(wanted).get();
			if (found == null) {
				Objects.annotate(wanted, Labels.EPOCH, fence.toString());
				this.client.resource(wanted).create();
				return;
			}
			new Fenced(this.client, fence).change(found, (changed) -> {
				changed.setAdditionalProperty("spec", manifest.path("spec"));
				manifest.at("/metadata/labels")
					.fields()
					.forEachRemaining((label) -> Objects.label(changed, label.getKey(), label.getValue().asText()));
				changed.getMetadata().getAnnotations().remove(BEFORE);
			});
		}
		catch (KubernetesClientException ex) {
			throw Objects.refused(manifest, ex);
		}
		requireAimed(manifest);
	}

	/** A write that lost its race has to be repeated before the roles are labelled. */
	private void requireAimed(ObjectNode manifest) {
		GenericKubernetesResource now = this.client
			.resource(Serialization.unmarshal(manifest.toString(), GenericKubernetesResource.class))
			.get();
		String target = (now != null) ? MAPPER.valueToTree(now).at("/spec/scaleTargetRef/name").asText() : "";
		if (!target.equals(manifest.at("/spec/scaleTargetRef/name").asText())) {
			throw new IllegalStateException(
					"The autoscaler " + manifest.at("/metadata/name").asText() + " was changed meanwhile: once more");
		}
	}

	private void set(HorizontalPodAutoscaler changed, Autoscale wanted) {
		HorizontalPodAutoscalerSpec spec = changed.getSpec();
		HorizontalPodAutoscalerSpec before = before(changed);
		spec.getScaleTargetRef().setName(Release.objectName(this.service, wanted.target()));
		spec.setMinReplicas(before.getMinReplicas());
		spec.setBehavior(before.getBehavior());
		switch (wanted.mode()) {
			case FREE -> changed.getMetadata().getAnnotations().remove(BEFORE);
			case HELD -> {
				spec.setMinReplicas(floor(spec, wanted));
				Objects.annotate(changed, BEFORE, Serialization.asJson(before));
			}
			case SUSPENDED -> {
				HPAScalingRules off = new HPAScalingRulesBuilder().withSelectPolicy(DISABLED).build();
				// Below its minimum even one without policies scales up.
				spec.setMinReplicas(1);
				spec.setBehavior(
						new HorizontalPodAutoscalerBehaviorBuilder().withScaleUp(off).withScaleDown(off).build());
				Objects.annotate(changed, BEFORE, Serialization.asJson(before));
			}
		}
	}

	private static HorizontalPodAutoscalerSpec before(HorizontalPodAutoscaler found) {
		String kept = Objects.annotation(found, BEFORE);
		if (kept != null) {
			return Serialization.unmarshal(kept, HorizontalPodAutoscalerSpec.class);
		}
		HorizontalPodAutoscalerSpec before = new HorizontalPodAutoscalerSpec();
		before.setMinReplicas(found.getSpec().getMinReplicas());
		before.setBehavior(found.getSpec().getBehavior());
		return before;
	}

	private boolean is(HorizontalPodAutoscaler found, Autoscale wanted) {
		HorizontalPodAutoscalerSpec spec = found.getSpec();
		Integer target = target(found);
		if (target == null || target != wanted.target()) {
			return false;
		}
		boolean touched = Objects.annotation(found, BEFORE) != null;
		return switch (wanted.mode()) {
			case FREE -> !touched;
			case HELD -> touched && !suspended(spec) && min(spec) >= floor(spec, wanted);
			case SUSPENDED -> touched && suspended(spec);
		};
	}

	/** More than the autoscaler may give cannot be asked of it. */
	private static int floor(HorizontalPodAutoscalerSpec spec, Autoscale wanted) {
		return Math.min(spec.getMaxReplicas(), Math.max(min(spec), wanted.floor()));
	}

	private static int min(HorizontalPodAutoscalerSpec spec) {
		return (spec.getMinReplicas() != null) ? spec.getMinReplicas() : 1;
	}

	private static boolean suspended(HorizontalPodAutoscalerSpec spec) {
		return spec.getBehavior() != null && disabled(spec.getBehavior().getScaleUp())
				&& disabled(spec.getBehavior().getScaleDown());
	}

	private static boolean disabled(@Nullable HPAScalingRules rules) {
		return rules != null && DISABLED.equals(rules.getSelectPolicy());
	}

	private @Nullable Integer target(HorizontalPodAutoscaler found) {
		return Release.numberOf(this.service, found.getSpec().getScaleTargetRef().getName());
	}

	private @Nullable HorizontalPodAutoscaler find() {
		List<HorizontalPodAutoscaler> all = this.client.autoscaling()
			.v2()
			.horizontalPodAutoscalers()
			.inNamespace(this.namespace)
			.withLabel(Labels.MANAGED_BY, Labels.SLIPWAY)
			.withLabel(Labels.SERVICE, this.service)
			.list()
			.getItems();
		return all.isEmpty() ? null : all.get(0);
	}

}
