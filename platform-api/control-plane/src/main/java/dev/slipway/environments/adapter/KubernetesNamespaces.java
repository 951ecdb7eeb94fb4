package dev.slipway.environments.adapter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Namespaces;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Reads namespaces, their quotas and policies, in three lists. */
final class KubernetesNamespaces implements Namespaces {

	private static final int PERCENT = 100;

	private final Provisioning provisioning;

	private final EnvironmentSettings settings;

	private final Clusters clusters;

	KubernetesNamespaces(Provisioning provisioning, EnvironmentSettings settings, Clusters clusters) {
		this.provisioning = provisioning;
		this.settings = settings;
		this.clusters = clusters;
	}

	@Override
	public List<Found> in(Environment environment) {
		return explained(environment, () -> read(environment));
	}

	@Override
	public Found apply(Environment environment, String team, boolean force) {
		return explained(environment, () -> {
			this.provisioning.apply(environment, team, force);
			return read(environment).stream()
				.filter((found) -> found.team().equals(team))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException(
						"The namespace " + environment.namespace(team) + " was deleted in between"));
		});
	}

	private List<Found> read(Environment environment) {
		KubernetesClient client = this.clusters.client(environment);
		Map<String, String> teams = new TreeMap<>();
		Map<String, Namespace> namespaces = new TreeMap<>();
		for (Namespace namespace : client.namespaces().list().getItems()) {
			namespaces.put(namespace.getMetadata().getName(), namespace);
			if (Provisioning.made(namespace)
					&& environment.name().equals(label(namespace, NamespaceObjects.ENVIRONMENT))) {
				teams.put(namespace.getMetadata().getName(), label(namespace, NamespaceObjects.TEAM));
			}
		}
		this.provisioning.teams(environment)
			.stream()
			.filter((team) -> namespaces.containsKey(environment.namespace(team)))
			.forEach((team) -> teams.put(environment.namespace(team), team));
		if (teams.isEmpty()) {
			return List.of();
		}
		Map<String, List<ResourceQuota>> quotas = byNamespace(
				client.resourceQuotas().inAnyNamespace().list().getItems());
		Map<String, List<HasMetadata>> policies = byNamespace(
				new ArrayList<>(client.network().v1().networkPolicies().inAnyNamespace().list().getItems()));
		return teams.entrySet()
			.stream()
			.map((entry) -> found(environment, Objects.requireNonNull(namespaces.get(entry.getKey())), entry.getValue(),
					quotas.getOrDefault(entry.getKey(), List.of()), policies.getOrDefault(entry.getKey(), List.of())))
			.toList();
	}

	private Found found(Environment environment, Namespace namespace, String team, List<ResourceQuota> quotas,
			List<HasMetadata> policies) {
		String name = namespace.getMetadata().getName();
		List<String> kept = this.provisioning.kept(environment, name);
		String level = label(namespace, NamespaceObjects.ENFORCED);
		return new Found(name, team, Provisioning.made(namespace), level.isEmpty() ? null : level,
				quotas.stream().flatMap((quota) -> lines(quota).stream()).toList(),
				policies.stream().map((policy) -> policy.getMetadata().getName()).sorted().toList(),
				(kept != null) ? kept : List.of());
	}

	static List<Line> lines(ResourceQuota quota) {
		if (quota.getStatus() == null || quota.getStatus().getHard() == null) {
			return List.of();
		}
		Map<String, Quantity> used = Objects.requireNonNullElse(quota.getStatus().getUsed(), Map.of());
		return quota.getStatus()
			.getHard()
			.entrySet()
			.stream()
			.sorted(Comparator.comparing(Map.Entry::getKey))
			.map((hard) -> line(hard.getKey(), used.getOrDefault(hard.getKey(), new Quantity("0")), hard.getValue()))
			.toList();
	}

	private static Line line(String resource, Quantity used, Quantity hard) {
		BigDecimal most = hard.getNumericalAmount();
		int percent = (most.signum() <= 0) ? PERCENT
				: used.getNumericalAmount()
					.multiply(BigDecimal.valueOf(PERCENT))
					.divide(most, 0, RoundingMode.HALF_UP)
					.intValue();
		return new Line(resource, used.toString(), hard.toString(), percent);
	}

	private static String label(HasMetadata object, String name) {
		Map<String, String> labels = object.getMetadata().getLabels();
		return (labels != null) ? labels.getOrDefault(name, "") : "";
	}

	private static <T extends HasMetadata> Map<String, List<T>> byNamespace(List<T> objects) {
		return objects.stream().collect(Collectors.groupingBy((object) -> object.getMetadata().getNamespace()));
	}

	private <T> T explained(Environment environment, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (KubernetesClientException ex) {
			Access access = new Access(environment.cluster(), this.settings.cluster(environment.cluster()));
			throw new IllegalStateException(Trouble.of(environment.cluster(), access, ex).text(), ex);
		}
	}

}
