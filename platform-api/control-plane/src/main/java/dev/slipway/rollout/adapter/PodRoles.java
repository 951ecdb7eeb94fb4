package dev.slipway.rollout.adapter;

import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.slipway.environments.Environments;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels pods with the role of their Deployment. They begin as candidates; the pod
 * template cannot carry what they become, as a changed template restarts the pods. What
 * cannot be labelled is tried again later, as programs may wait for their role.
 */
final class PodRoles {

	private static final Logger log = LoggerFactory.getLogger(PodRoles.class);

	/** A busy cluster is left alone so long. */
	private static final Duration LATER = Duration.ofSeconds(10);

	private static final int NOT_FOUND = 404;

	private final Environments environments;

	private final Views views;

	private final Duration later;

	/** What changed last of each object that has not been looked at since. */
	private final Map<String, HasMetadata> waiting = new ConcurrentHashMap<>();

	private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor((work) -> {
		Thread thread = new Thread(work, "release-roles");
		thread.setDaemon(true);
		return thread;
	});

	PodRoles(Environments environments, Views views) {
		this(environments, views, LATER);
	}

	/**
	 * @param later when what failed is tried again
	 */
	PodRoles(Environments environments, Views views, Duration later) {
		this.environments = environments;
		this.views = views;
		this.later = later;
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
			if (!aligned(view(object), object)) {
				again(object);
			}
		}
		catch (KubernetesClientException | IllegalStateException ex) {
			log.debug("No role yet for the pods of {}", object.getMetadata().getName(), ex);
			again(object);
		}
		catch (NoSuchElementException | RejectedExecutionException ex) {
			log.debug("No role for the pods of {}", object.getMetadata().getName(), ex);
		}
		catch (RuntimeException ex) {
			log.warn("No role for the pods of {}", object.getMetadata().getName(), ex);
		}
	}

	private boolean aligned(View view, HasMetadata object) {
		String namespace = object.getMetadata().getNamespace();
		String service = label(object, Labels.SERVICE);
		boolean all = true;
		if (object instanceof Deployment deployment && keepsPods(deployment)) {
			for (Pod pod : view.ofService(ObjectType.POD, namespace, service)) {
				all &= !sameRelease(pod, deployment) || labelled(view, pod, deployment);
			}
		}
		else if (object instanceof Pod pod) {
			for (Deployment deployment : view.ofService(ObjectType.DEPLOYMENT, namespace, service)) {
				all &= !sameRelease(pod, deployment) || !keepsPods(deployment) || labelled(view, pod, deployment);
			}
		}
		return all;
	}

	/** Later, with what the object is then; a change until then is not held up. */
	private void again(HasMetadata object) {
		this.worker.schedule(() -> {
			try {
				ObjectType<?> type = (object instanceof Pod) ? ObjectType.POD : ObjectType.DEPLOYMENT;
				HasMetadata now = view(object).get(type, object.getMetadata().getNamespace(),
						object.getMetadata().getName());
				if (now != null) {
					changed(now);
				}
			}
			catch (NoSuchElementException | RejectedExecutionException ex) {
				log.debug("No role for the pods of {}", object.getMetadata().getName(), ex);
			}
			catch (RuntimeException ex) {
				log.debug("No role yet for the pods of {}", object.getMetadata().getName(), ex);
				again(object);
			}
		}, this.later.toMillis(), TimeUnit.MILLISECONDS);
	}

	private View view(HasMetadata object) {
		return this.views.of(this.environments.get(label(object, Labels.ENVIRONMENT)));
	}

	/** Whether it has its role, or is gone. */
	private static boolean labelled(View view, Pod pod, Deployment owner) {
		String role = Objects.label(owner, Labels.ROLE);
		if (role == null || role.equals(Objects.label(pod, Labels.ROLE)) || !live(pod)) {
			return true;
		}
		try {
			view.learn(view.client()
				.resource(new PodBuilder().withMetadata(Objects.named(pod)).build())
				.patch(PatchContext.of(PatchType.JSON_MERGE),
						"{\"metadata\":{\"labels\":{\"" + Labels.ROLE + "\":\"" + role + "\"}}}"));
			return true;
		}
		catch (KubernetesClientException ex) {
			log.debug("No role yet for the pod {}", pod.getMetadata().getName(), ex);
			return ex.getCode() == NOT_FOUND;
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
