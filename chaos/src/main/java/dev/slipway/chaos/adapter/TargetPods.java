package dev.slipway.chaos.adapter;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.slipway.chaos.Definition;
import dev.slipway.chaos.Plan;
import dev.slipway.chaos.PodSeen;
import dev.slipway.chaos.Victim;
import dev.slipway.chaos.Workload;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** Finds a plan's pods by their labels, on any Kubernetes. */
final class TargetPods implements Workload {

	private static final String SERVICE = "slipway.dev/service";

	private static final String RELEASE = "slipway.dev/release";

	private static final int DEFAULT_PORT = 8080;

	private final Environments environments;

	private final Clusters clusters;

	TargetPods(Environments environments, Clusters clusters) {
		this.environments = environments;
		this.clusters = clusters;
	}

	@Override
	public Sighting look(Plan plan) {
		String service = plan.definition().service();
		Map<String, String> labels = labels(plan, service);
		List<Pod> pods = client(plan).pods().inNamespace(namespace(plan)).withLabels(labels).list().getItems();
		int desired = client(plan).apps()
			.deployments()
			.inNamespace(namespace(plan))
			.withLabels(labels)
			.list()
			.getItems()
			.stream()
			.mapToInt((deployment) -> Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1))
			.sum();
		return new Sighting(pods.stream().filter(TargetPods::isLive).map(TargetPods::seen).toList(), desired);
	}

	KubernetesClient client(Plan plan) {
		return this.clusters.client(environment(plan));
	}

	String namespace(Plan plan) {
		return environment(plan).namespace(plan.team());
	}

	/** The victim, unless it is gone or its name was taken by another. */
	Optional<Pod> find(Plan plan, Victim victim) {
		Pod pod = client(plan).pods().inNamespace(namespace(plan)).withName(victim.name()).get();
		return Optional.ofNullable(pod).filter((found) -> found.getMetadata().getUid().equals(victim.uid()));
	}

	private static Map<String, String> labels(Plan plan, String service) {
		Definition.Candidate candidate = plan.definition().candidate();
		return (candidate == null) ? Map.of(SERVICE, service)
				: Map.of(SERVICE, service, RELEASE, Integer.toString(candidate.release()));
	}

	/** The service that callers use; of a candidate its own. */
	@Nullable Service entry(Plan plan) {
		Definition.Candidate candidate = plan.definition().candidate();
		String name = plan.definition().service() + ((candidate != null) ? "-r" + candidate.release() : "");
		return client(plan).services().inNamespace(namespace(plan)).withName(name).get();
	}

	/** Where the pod's actuator listens; empty while it has no address. */
	static Optional<URI> actuator(Pod pod) {
		String ip = pod.getStatus().getPodIP();
		if (ip == null || ip.isBlank()) {
			return Optional.empty();
		}
		String host = ip.contains(":") ? "[" + ip + "]" : ip;
		return Optional.of(URI.create("http://" + host + ":" + port(pod) + "/actuator/"));
	}

	private Environment environment(Plan plan) {
		return this.environments.get(plan.definition().environment());
	}

	private static int port(Pod pod) {
		return pod.getSpec()
			.getContainers()
			.stream()
			.flatMap((container) -> container.getPorts().stream())
			.map(ContainerPort::getContainerPort)
			.findFirst()
			.orElse(DEFAULT_PORT);
	}

	private static boolean isLive(Pod pod) {
		String phase = pod.getStatus().getPhase();
		return !"Succeeded".equals(phase) && !"Failed".equals(phase);
	}

	private static PodSeen seen(Pod pod) {
		boolean ready = pod.getStatus()
			.getConditions()
			.stream()
			.anyMatch((condition) -> condition.getType().equals("Ready") && condition.getStatus().equals("True"));
		return new PodSeen(pod.getMetadata().getName(), pod.getMetadata().getUid(), ready,
				pod.getMetadata().getDeletionTimestamp() != null);
	}

}
