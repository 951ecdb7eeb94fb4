package dev.slipway.rollout.adapter;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels pods with the role of their Deployment. The pod template cannot carry it: the
 * role changes, and a changed template restarts the pods.
 */
final class PodRoles {

	private static final Logger log = LoggerFactory.getLogger(PodRoles.class);

	private final Environments environments;

	private final Clusters clusters;

	private final ExecutorService worker = Executors.newSingleThreadExecutor((work) -> {
		Thread thread = new Thread(work, "release-roles");
		thread.setDaemon(true);
		return thread;
	});

	PodRoles(Environments environments, Clusters clusters) {
		this.environments = environments;
		this.clusters = clusters;
	}

	/** A Deployment or a pod changed. */
	void changed(HasMetadata object) {
		if (object.getMetadata().getDeletionTimestamp() == null && Objects.label(object, Labels.RELEASE) != null
				&& (object instanceof Deployment || Objects.label(object, Labels.ROLE) == null)) {
			this.worker.execute(() -> align(object));
		}
	}

	private void align(HasMetadata object) {
		try {
			String environment = String.valueOf(Objects.label(object, Labels.ENVIRONMENT));
			KubernetesClient client = this.clusters.client(this.environments.get(environment));
			Map<String, String> selector = Labels.selector(String.valueOf(Objects.label(object, Labels.SERVICE)),
					Integer.parseInt(String.valueOf(Objects.label(object, Labels.RELEASE))));
			String namespace = object.getMetadata().getNamespace();
			List<Deployment> owners = client.apps()
				.deployments()
				.inNamespace(namespace)
				.withLabels(selector)
				.list()
				.getItems();
			for (Deployment owner : owners) {
				label(client, namespace, selector, Objects.label(owner, Labels.ROLE));
			}
		}
		catch (KubernetesClientException | IllegalStateException | NoSuchElementException | NumberFormatException ex) {
			// The next change tries again; nothing depends on it but people who look.
			log.debug("No role for the pods of {}", object.getMetadata().getName(), ex);
		}
	}

	private static void label(KubernetesClient client, String namespace, Map<String, String> selector,
			@Nullable String role) {
		for (Pod pod : client.pods().inNamespace(namespace).withLabels(selector).list().getItems()) {
			if (role != null && !role.equals(Objects.label(pod, Labels.ROLE))
					&& pod.getMetadata().getDeletionTimestamp() == null) {
				client.pods()
					.inNamespace(namespace)
					.withName(pod.getMetadata().getName())
					.patch(PatchContext.of(PatchType.JSON_MERGE),
							"{\"metadata\":{\"labels\":{\"" + Labels.ROLE + "\":\"" + role + "\"}}}");
			}
		}
	}

}
