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
 * on the Secret, so that no release that is made meanwhile copies it; then the copies get
 * today's value, then the pods that started with it go. Each step is found done when it
 * is run again, and a later value can be revoked as well.
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
		String now = SecretValue.digest(today);
		Secret copy = copy(this.name, number);
		if (copy != null && !SecretValue.digest(copy).equals(now)) {
			today = note(today, SecretValue.digest(copy));
		}
		else if (copy != null && !SecretValue.replaced(copy)) {
			throw new IllegalStateException("The value that release " + number + " keeps of " + this.name
					+ " is also today's: set the new value in the Secret " + this.name + " first");
		}
		if (SecretValue.revoked(today).contains(now)) {
			throw new IllegalStateException("Today's value of the Secret " + this.name
					+ " was revoked before: set another one in " + this.namespace + " first");
		}
		return replaceAll(today);
	}

	/** One that cannot be replaced keeps none of the others from it. */
	private List<Integer> replaceAll(Secret today) {
		List<Integer> had = new ArrayList<>();
		List<String> kept = new ArrayList<>();
		for (Deployment one : releases()) {
			try {
				if (replaced(one, today)) {
					had.add(number(one));
				}
				restart(one);
			}
			catch (IllegalStateException ex) {
				kept.add("release " + number(one) + ": " + ex.getMessage());
			}
		}
		if (!kept.isEmpty()) {
			throw new IllegalStateException(
					"The value was taken out of the releases " + had + ", but not out of " + String.join("; ", kept));
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

	/** One that is missing never was, unless a run took it away and got no further. */
	private boolean replaced(Deployment owner, Secret today) {
		boolean begun = PinnedSecrets.replacing(owner, this.name);
		Secret copy = find(PinnedSecrets.copyName(release(number(owner)), this.name));
		if (copy == null && !begun) {
			return false;
		}
		PinnedSecrets copies = new PinnedSecrets(this.client, release(number(owner)), owner);
		if (copy != null && !SecretValue.mayNotComeBack(copy, today)) {
			if (begun) {
				copies.settled(this.name);
			}
			return false;
		}
		copies.replace(this.name, today, (copy != null) ? SecretValue.digest(copy) : "unknown");
		return true;
	}

	/** The pods that run are replaced once for what was revoked of their Secrets. */
	private void restart(Deployment deployment) {
		Map<String, String> revoked = new HashMap<>();
		for (String pinned : pins(deployment)) {
			Secret copy = copy(pinned, number(deployment));
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

	private Release release(int number) {
		return new Release(number, this.draft, null, null);
	}

	private @Nullable Secret copy(String secret, int number) {
		Secret found = find(PinnedSecrets.copyName(release(number), secret));
		return (found != null && PinnedSecrets.isCopy(found, release(number), secret)) ? found : null;
	}

	private @Nullable Secret find(String secret) {
		return this.client.secrets().inNamespace(this.namespace).withName(secret).get();
	}

}
