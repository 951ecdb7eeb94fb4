package dev.slipway.rollout.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.Nullable;

/**
 * Says why a Deployment cannot be adopted, and what may cost requests when it is.
 *
 * @param namespace where it runs
 * @param service its name and that of its Service
 */
record AdoptionCheck(String namespace, String service) {

	/** Each with its remedy; empty when it can be adopted. */
	List<String> obstacles(Deployment deployment, @Nullable Container container, @Nullable Service entry,
			List<HasMetadata> others) {
		List<String> obstacles = new ArrayList<>();
		String release = Objects.label(deployment, Labels.RELEASE);
		if (release != null && !release.equals("0")) {
			obstacles.add("Deployment " + this.service + " is Slipway's already");
		}
		if (container == null) {
			obstacles.add("None of the containers of Deployment " + this.service + " is called app or " + this.service
					+ ": which of them serves cannot be told");
		}
		if (Integer.valueOf(0).equals(deployment.getSpec().getReplicas())) {
			obstacles.add("Deployment " + this.service + " has no pods: scale it up first");
		}
		Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
		labels.forEach((key, value) -> {
			if (key.startsWith(Labels.OWN)) {
				obstacles.add("The pods of Deployment " + this.service + " carry the label " + key + "=" + value
						+ ", which is Slipway's to set: take it out of the template and the selector");
			}
		});
		entry(release, labels, entry, obstacles);
		atMostOne("HorizontalPodAutoscaler", others, obstacles);
		atMostOne("PodDisruptionBudget", others, obstacles);
		return obstacles;
	}

	private void entry(@Nullable String release, Map<String, String> labels, @Nullable Service entry,
			List<String> obstacles) {
		if (entry == null) {
			obstacles.add("There is no Service " + this.service + " in namespace " + this.namespace
					+ ": its callers have to reach it by that name");
		}
		else if (release == null && (entry.getSpec().getSelector() == null || entry.getSpec().getSelector().isEmpty()
				|| !labels.entrySet().containsAll(entry.getSpec().getSelector().entrySet()))) {
			obstacles.add("Service " + this.service + " does not select the pods of Deployment " + this.service
					+ ": mend its selector");
		}
	}

	private void atMostOne(String kind, List<HasMetadata> others, List<String> obstacles) {
		List<String> all = others.stream()
			.filter((one) -> kind.equals(one.getKind()))
			.map((one) -> one.getMetadata().getName())
			.toList();
		if (all.size() > 1) {
			obstacles.add("Deployment " + this.service + " has more than one " + kind + " (" + String.join(", ", all)
					+ "): keep one");
		}
	}

	/** Each with its remedy. */
	List<String> warnings(Deployment deployment, @Nullable Container container, List<String> sharedBudgets) {
		List<String> warnings = new ArrayList<>(OtherTools.warnings(deployment));
		for (String budget : sharedBudgets) {
			warnings.add("PodDisruptionBudget " + budget + " selects other pods than those of Deployment "
					+ this.service + ", too, or does not do so by labels alone: it is left as it is");
		}
		if (container != null && container.getReadinessProbe() == null) {
			warnings.add("Its container has no readiness probe: Kubernetes sends it requests before it can serve them");
		}
		if (container != null && (container.getLifecycle() == null || container.getLifecycle().getPreStop() == null)) {
			warnings.add("Its container has no preStop: let the first release be blue/green, which takes the requests "
					+ "away before it ends the old pods");
		}
		return warnings;
	}

}
