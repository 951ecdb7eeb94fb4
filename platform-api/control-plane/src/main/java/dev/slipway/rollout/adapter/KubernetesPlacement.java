package dev.slipway.rollout.adapter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.rollout.Placement;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** Looks at the entry Service and the pods by their labels. */
final class KubernetesPlacement implements Placement {

	private final Clusters clusters;

	KubernetesPlacement(Clusters clusters) {
		this.clusters = clusters;
	}

	@Override
	public Placed look(Environment environment, String team, String service) {
		KubernetesClient client = this.clusters.client(environment);
		String namespace = environment.namespace(team);
		List<PlacedPod> pods = client.pods()
			.inNamespace(namespace)
			.withLabel(Labels.SERVICE, service)
			.list()
			.getItems()
			.stream()
			.map((pod) -> new PlacedPod(release(pod), Pods.seen(pod)))
			.toList();
		return new Placed(namespace, address(client.services().inNamespace(namespace).withName(service).get()),
				own(client, namespace, service), pods);
	}

	/** A release with several Services is shown by the first of them. */
	private static Map<Integer, String> own(KubernetesClient client, String namespace, String service) {
		Map<Integer, String> addresses = new HashMap<>();
		for (Service backend : client.services()
			.inNamespace(namespace)
			.withLabel(Labels.SERVICE, service)
			.withLabel(Labels.RELEASE)
			.list()
			.getItems()) {
			String address = address(backend);
			if (address != null) {
				addresses.putIfAbsent(release(backend), address);
			}
		}
		return addresses;
	}

	private static int release(HasMetadata object) {
		String label = Objects.label(object, Labels.RELEASE);
		return (label != null && label.matches("[0-9]{1,9}")) ? Integer.parseInt(label) : 0;
	}

	private static @Nullable String address(@Nullable Service entry) {
		if (entry == null || entry.getSpec().getPorts().isEmpty()) {
			return null;
		}
		ServicePort port = entry.getSpec().getPorts().get(0);
		return "http://" + entry.getSpec().getClusterIP() + ":" + port.getPort();
	}

}
