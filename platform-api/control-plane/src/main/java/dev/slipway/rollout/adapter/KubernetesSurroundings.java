package dev.slipway.rollout.adapter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Surroundings;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the Deployments of the service, and the quotas and defaults of the namespace.
 */
final class KubernetesSurroundings implements Surroundings {

	/** The resources of a quota that pods use up. */
	private static final Set<String> OF_PODS = Set.of("pods", "count/pods", "cpu", "memory", "requests.cpu",
			"requests.memory", "limits.cpu", "limits.memory");

	private final Clusters clusters;

	KubernetesSurroundings(Clusters clusters) {
		this.clusters = clusters;
	}

	@Override
	public Seen look(Environment environment, String team, String service, @Nullable Release stable) {
		try {
			return look(this.clusters.client(environment), environment.namespace(team), service, stable);
		}
		catch (KubernetesClientException | IllegalStateException ex) {
			throw new Unanswered("The cluster " + environment.cluster() + " does not answer: " + ex.getMessage(), ex);
		}
	}

	private static Seen look(KubernetesClient client, String namespace, String service, @Nullable Release stable) {
		int serving = 0;
		int passing = 0;
		for (Deployment deployment : deployments(client, namespace, service)) {
			int replicas = Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1);
			if (stable != null && stable.objectName().equals(deployment.getMetadata().getName())) {
				serving = replicas;
			}
			else {
				passing += replicas;
			}
		}
		// As the engine does: a stable release that was scaled to nothing counts as asked
		// for.
		int pods = (stable == null) ? 0 : (serving > 0) ? serving : stable.draft().replicas();
		List<Limit> limits = limits(client, namespace);
		return new Seen(pods, passing, limits, limits.isEmpty() ? Map.of() : defaults(client, namespace));
	}

	private static List<Deployment> deployments(KubernetesClient client, String namespace, String service) {
		return client.apps()
			.deployments()
			.inNamespace(namespace)
			.withLabel(Labels.MANAGED_BY, Labels.SLIPWAY)
			.withLabel(Labels.SERVICE, service)
			.list()
			.getItems();
	}

	/** A quota of some pods only, such as those that end by themselves, is left out. */
	private static List<Limit> limits(KubernetesClient client, String namespace) {
		return client.resourceQuotas()
			.inNamespace(namespace)
			.list()
			.getItems()
			.stream()
			.filter((quota) -> quota.getSpec() != null && quota.getSpec().getScopes().isEmpty()
					&& quota.getSpec().getScopeSelector() == null && quota.getStatus() != null)
			.flatMap((quota) -> OF_PODS.stream().sorted().flatMap((resource) -> limit(quota, resource).stream()))
			.toList();
	}

	private static Optional<Limit> limit(ResourceQuota quota, String resource) {
		Quantity hard = quota.getStatus().getHard().get(resource);
		Quantity used = quota.getStatus().getUsed().get(resource);
		return (hard == null || used == null) ? Optional.empty() : Optional
			.of(new Limit(quota.getMetadata().getName(), resource, amount(resource, hard), amount(resource, used)));
	}

	private static Map<String, Long> defaults(KubernetesClient client, String namespace) {
		Map<String, Long> defaults = new HashMap<>();
		client.limitRanges()
			.inNamespace(namespace)
			.list()
			.getItems()
			.stream()
			.filter((range) -> range.getSpec() != null)
			.flatMap((range) -> range.getSpec().getLimits().stream())
			.filter((item) -> "Container".equals(item.getType()))
			.forEach((item) -> addDefaults(item, defaults));
		return defaults;
	}

	private static void addDefaults(LimitRangeItem item, Map<String, Long> defaults) {
		for (String resource : List.of("cpu", "memory")) {
			Quantity limit = (item.getDefault() != null) ? item.getDefault().get(resource) : null;
			Quantity request = (item.getDefaultRequest() != null) ? item.getDefaultRequest().get(resource) : limit;
			if (limit != null) {
				defaults.put("limits." + resource, amount(resource, limit));
				defaults.put("requests." + resource, amount(resource, limit));
			}
			if (request != null) {
				defaults.put("requests." + resource, amount(resource, request));
			}
		}
	}

	/** Thousandths of a processor, bytes, or a count. */
	static long amount(String resource, Quantity quantity) {
		return resource.endsWith("cpu") ? quantity.getNumericalAmount().movePointRight(3).longValue()
				: quantity.getNumericalAmount().longValue();
	}

}
