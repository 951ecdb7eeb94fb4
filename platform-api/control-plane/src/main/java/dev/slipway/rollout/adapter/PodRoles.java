package dev.slipway.rollout.adapter;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import dev.slipway.environments.Environments;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels pods with the role of their Deployment. They begin as candidates; the pod
 * template cannot carry what they become, as a changed template restarts the pods.
 */
final class PodRoles {

	private static final Logger log = LoggerFactory.getLogger(PodRoles.class);

	private final Environments environments;

	private final Views views;

	/** What changed last of each object that has not been looked at since. */
	private final Map<String, HasMetadata> waiting = new ConcurrentHashMap<>();

	private final ExecutorService worker = Executors.newSingleThreadExecutor((work) -> {
		Thread thread = new Thread(work, "release-roles");
		thread.setDaemon(true);
		return thread;
	});

	PodRoles(Environments environments, Views views) {
		this.environments = environments;
		this.views = views;
	}

	/** A Deployment or a pod changed. */
	void changed(HasMetadata object) {
		if (live(object) && Objects.label(object, Labels.RELEASE) != null
				&& (object instanceof Deployment || object instanceof Pod)) {
			String key = object.getKind() + "/" + object.getMetadata().getNamespace() + "/"
					+ object.getMetadata().getName();
			if (this.waiting.put(key, object) == null) {
				this.worker.execute(() -> align(this.waiting.remove(key)));
			}
		}
	}

	private void align(HasMetadata object) {
		try {
			View view = this.views.of(this.environments.get(label(object, Labels.ENVIRONMENT)));
			String namespace = object.getMetadata().getNamespace();
			String service = label(object, Labels.SERVICE);
			if (object instanceof Deployment deployment && keepsPods(deployment)) {
				view.ofService(ObjectType.POD, namespace, service)
					.stream()
					.filter((pod) -> sameRelease(pod, deployment))
					.forEach((pod) -> label(view, pod, deployment));
			}
			else if (object instanceof Pod pod) {
				view.ofService(ObjectType.DEPLOYMENT, namespace, service)
					.stream()
					.filter((deployment) -> sameRelease(pod, deployment) && keepsPods(deployment))
					.forEach((deployment) -> label(view, pod, deployment));
			}
		}
		catch (KubernetesClientException | IllegalStateException | NoSuchElementException
				| RejectedExecutionException ex) {
			// The next change tries again; nothing depends on it but people who look.
			log.debug("No role for the pods of {}", object.getMetadata().getName(), ex);
		}
	}

	private static void label(View view, Pod pod, Deployment owner) {
		String role = Objects.label(owner, Labels.ROLE);
		if (role != null && !role.equals(Objects.label(pod, Labels.ROLE)) && live(pod)) {
			view.learn(view.client()
				.resource(pod)
				.patch(PatchContext.of(PatchType.JSON_MERGE),
						"{\"metadata\":{\"labels\":{\"" + Labels.ROLE + "\":\"" + role + "\"}}}"));
		}
	}

	/** What goes needs no name. */
	private static boolean keepsPods(Deployment deployment) {
		return !Integer.valueOf(0).equals(deployment.getSpec().getReplicas());
	}

	private static boolean live(HasMetadata object) {
		return object.getMetadata().getDeletionTimestamp() == null;
	}

	private static boolean sameRelease(HasMetadata one, HasMetadata other) {
		return label(one, Labels.RELEASE).equals(label(other, Labels.RELEASE));
	}

	private static String label(HasMetadata object, String name) {
		return String.valueOf(Objects.label(object, name));
	}

}
