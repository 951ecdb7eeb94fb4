package dev.slipway.rollout.adapter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.slipway.rollout.Release;
import dev.slipway.rollout.Release.Draft;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/**
 * Takes a value of a Secret out of all releases of a service. First its digest is noted
 * on the Secret, so that no release that is made meanwhile copies it; then the copies go,
 * then the pods that started with it. Each step is found done when it is run again.
 */
final class SecretRevocation {

	private final KubernetesClient client;

	private final String namespace;

	private final Draft draft;

	private final String name;

	SecretRevocation(KubernetesClient client, String namespace, Draft draft, String name) {
		this.client = client;
		this.namespace = namespace;
		this.draft = draft;
		this.name = name;
	}

	/**
	 * Revokes the value that a release keeps.
	 * @return the releases that had it
	 */
	List<Integer> run(int number) {
		Secret today = find(this.name);
		if (today == null) {
			throw new IllegalStateException(
					"There is no Secret " + this.name + " in " + this.namespace + " whose value could take its place");
		}
		Secret copy = find(Release.objectName(this.name, number));
		if (copy != null && !SecretValue.replaced(copy)) {
			String digest = SecretValue.digest(copy);
			if (digest.equals(SecretValue.digest(today))) {
				throw new IllegalStateException("The value that release " + number + " keeps of " + this.name
						+ " is also today's: set the new value in the Secret " + this.name + " first");
			}
			today = note(today, digest);
		}
		List<Integer> had = new ArrayList<>();
		for (Deployment one : releases()) {
			if (replaced(one, today)) {
				had.add(number(one));
			}
			restart(one);
		}
		return had;
	}

	/** By its resourceVersion: two who revoke at once must not lose a digest. */
	private Secret note(Secret today, String digest) {
		Set<String> all = new TreeSet<>(SecretValue.revoked(today));
		if (!all.add(digest)) {
			return today;
		}
		Objects.annotate(today, Labels.REVOKED, String.join(",", all));
		return this.client.resource(today).update();
	}

	private List<Deployment> releases() {
		return this.client.apps()
			.deployments()
			.inNamespace(this.namespace)
			.withLabel(Labels.MANAGED_BY, Labels.SLIPWAY)
			.withLabel(Labels.SERVICE, this.draft.service())
			.list()
			.getItems()
			.stream()
			.filter((one) -> pins(one).contains(this.name) && number(one) > 0)
			.sorted(Comparator.comparingInt(SecretRevocation::number))
			.toList();
	}

	/** One that is missing was taken away by a run that did not get further. */
	private boolean replaced(Deployment owner, Secret today) {
		Secret copy = find(Release.objectName(this.name, number(owner)));
		if (copy != null && !SecretValue.mayNotComeBack(copy, today)) {
			return false;
		}
		String digest = (copy != null) ? SecretValue.digest(copy) : "unknown";
		new PinnedSecrets(this.client, new Release(number(owner), this.draft, null, null), owner).replace(this.name,
				today, digest);
		return true;
	}

	/** The pods that run are replaced once for what was revoked of their Secrets. */
	private void restart(Deployment deployment) {
		Map<String, String> revoked = new HashMap<>();
		for (String pinned : pins(deployment)) {
			Secret copy = find(Release.objectName(pinned, number(deployment)));
			if (copy != null && SecretValue.replaced(copy)) {
				revoked.put(pinned, String.valueOf(Objects.annotation(copy, Labels.REVOKED)));
			}
		}
		String wanted = Integer.toHexString(revoked.hashCode());
		Integer replicas = deployment.getSpec().getReplicas();
		ObjectMeta pods = deployment.getSpec().getTemplate().getMetadata();
		Map<String, String> annotations = pods.getAnnotations();
		boolean done = annotations != null && wanted.equals(annotations.get(Labels.REVOKED));
		if (revoked.isEmpty() || done || (replicas != null && replicas == 0)) {
			return;
		}
		this.client.apps()
			.deployments()
			.inNamespace(this.namespace)
			.withName(deployment.getMetadata().getName())
			.edit((found) -> {
				Map<String, String> changed = new HashMap<>();
				ObjectMeta template = found.getSpec().getTemplate().getMetadata();
				if (template.getAnnotations() != null) {
					changed.putAll(template.getAnnotations());
				}
				changed.put(Labels.REVOKED, wanted);
				template.setAnnotations(changed);
				return found;
			});
	}

	private static Set<String> pins(Deployment deployment) {
		String written = Objects.annotation(deployment, Labels.PINNED);
		return (written != null) ? SecretReferences.names(written) : Set.of();
	}

	private static int number(Deployment deployment) {
		String label = Objects.label(deployment, Labels.RELEASE);
		return (label != null && label.matches("[0-9]{1,9}")) ? Integer.parseInt(label) : -1;
	}

	private @Nullable Secret find(String secret) {
		return this.client.secrets().inNamespace(this.namespace).withName(secret).get();
	}

}
