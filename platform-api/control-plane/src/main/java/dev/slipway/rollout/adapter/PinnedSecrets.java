package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Refused;
import dev.slipway.rollout.adapter.ReleaseObjects.Pin;
import dev.slipway.rollout.adapter.SecretValue.Origin;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/**
 * The copies of Secrets that belong to a release, and to its Deployment. What is copied
 * once stays, so that a second run changes nothing. They are not immutable: a kubelet
 * keeps an immutable Secret for as long as a pod of its node refers to it, even when it
 * is deleted and made again, and would start new pods with a value that was revoked
 * (kubernetes/kubernetes#131589).
 */
final class PinnedSecrets {

	/** Made by the cluster for one account, and of no use as a copy. */
	private static final String OF_ACCOUNT = "kubernetes.io/service-account-token";

	/** The longest name of an object. */
	private static final int LONGEST = 253;

	private final KubernetesClient client;

	private final Release release;

	private final Deployment owner;

	PinnedSecrets(KubernetesClient client, Release release, Deployment owner) {
		this.client = client;
		this.release = release;
		this.owner = owner;
	}

	/**
	 * The name of a release's copy: {@code orders-database-r3}. That of a Secret which is
	 * not called after the service gets the service before it, as another service may pin
	 * it too: {@code orders-shop-mail-r3}. What is too long is cut and ends with a digest
	 * of the name.
	 */
	static String copyName(Release release, String secret) {
		String service = release.draft().service();
		boolean ofService = secret.equals(service) || secret.startsWith(service + "-");
		String full = ofService ? secret : service + "-" + secret;
		String name = Release.objectName(full, release.number());
		if (name.length() <= LONGEST) {
			return name;
		}
		String end = Release.objectName("-" + UUID.nameUUIDFromBytes(full.getBytes(StandardCharsets.UTF_8)),
				release.number());
		return full.substring(0, LONGEST - end.length()).replaceAll("[-.]+$", "") + end;
	}

	/**
	 * Whether an object is the copy that a release has of a Secret, and not another's.
	 */
	static boolean isCopy(Secret object, Release release, String secret) {
		return secret.equals(Objects.annotation(object, Labels.COPY_OF))
				&& release.draft().service().equals(Objects.label(object, Labels.SERVICE))
				&& Integer.toString(release.number()).equals(Objects.label(object, Labels.RELEASE));
	}

	/**
	 * Makes the copies that are missing.
	 * @throws Refused when there is no value to copy, and the pods do not start without,
	 * or when something else has the name of a copy
	 */
	void ensure(List<Pin> pins) {
		for (Pin pin : pins) {
			Secret there = find(copyName(this.release, pin.name()));
			if (there == null) {
				make(pin);
			}
			else {
				keep(pin.name(), there);
			}
		}
	}

	/** One of a Deployment that was deleted and made again would be collected with it. */
	private void keep(String name, Secret there) {
		if (!isCopy(there, this.release, name)) {
			throw new Refused(taken(name), null);
		}
		List<OwnerReference> owners = there.getMetadata().getOwnerReferences();
		String uid = this.owner.getMetadata().getUid();
		if (owners == null || owners.stream().noneMatch((one) -> one.getUid().equals(uid))) {
			there.getMetadata().setOwnerReferences(List.of(reference()));
			this.client.resource(there).update();
		}
	}

	private void make(Pin pin) {
		Secret today = find(pin.name());
		Integer back = this.release.draft().rollbackOf();
		Secret earlier = (back != null && back > 0) ? earlier(pin.name(), back) : null;
		Origin origin = SecretValue.choose(today, earlier, back);
		if (origin == null) {
			if (pin.optional() && today == null) {
				return;
			}
			throw new Refused("the Secret " + pin.name() + ", which slipway.yaml pins, "
					+ ((today == null) ? "is not there" : "has a value that was revoked") + ". Set it in the namespace "
					+ namespace() + " and release again.", null);
		}
		if (OF_ACCOUNT.equals(origin.secret().getType())) {
			throw new Refused("the Secret " + pin.name() + " is the token of an account and cannot be pinned. "
					+ "Let it follow in slipway.yaml and release again.", null);
		}
		Objects.create(this.client, copy(pin.name(), origin.secret(), Map.of(Labels.VALUE_OF, origin.told())));
	}

	private @Nullable Secret earlier(String name, int number) {
		Release before = new Release(number, this.release.draft(), null, null);
		Secret found = find(copyName(before, name));
		return (found != null && isCopy(found, before, name)) ? found : null;
	}

	/**
	 * Takes a value out of the release: its copy gets today's. One that cannot be changed
	 * goes, and another comes; that it goes is noted on the Deployment before.
	 * @throws IllegalStateException when something else has the name of the copy
	 */
	void replace(String name, Secret today, String revoked) {
		Secret wanted = copy(name, today, Map.of(Labels.REVOKED, revoked, Labels.VALUE_OF,
				"the value that was there when that of this release was revoked"));
		Secret there = find(copyName(this.release, name));
		if (there != null && !isCopy(there, this.release, name)) {
			throw new IllegalStateException(taken(name));
		}
		if (there == null) {
			Objects.create(this.client, wanted);
		}
		else if (!Boolean.TRUE.equals(there.getImmutable())
				&& java.util.Objects.equals(there.getType(), wanted.getType())) {
			wanted.getMetadata().setResourceVersion(there.getMetadata().getResourceVersion());
			this.client.resource(wanted).update();
			return;
		}
		else {
			note(name, true);
			this.client.secrets().inNamespace(namespace()).withName(there.getMetadata().getName()).delete();
			Objects.create(this.client, wanted);
		}
		settled(name);
	}

	/** Its copy is there (again). */
	void settled(String name) {
		note(name, false);
	}

	/** Whether its copy was taken away by a run that did not get further. */
	static boolean replacing(Deployment owner, String name) {
		String noted = Objects.annotation(owner, Labels.REPLACING);
		return noted != null && SecretReferences.names(noted).contains(name);
	}

	private void note(String name, boolean going) {
		this.client.apps()
			.deployments()
			.inNamespace(namespace())
			.withName(this.owner.getMetadata().getName())
			.edit((found) -> {
				if (replacing(found, name) != going) {
					String noted = Objects.annotation(found, Labels.REPLACING);
					Set<String> names = new TreeSet<>(SecretReferences.names((noted != null) ? noted : ""));
					if (!names.remove(name)) {
						names.add(name);
					}
					Objects.annotate(found, Labels.REPLACING, String.join(",", names));
				}
				return found;
			});
	}

	private String taken(String name) {
		return "the Secret " + copyName(this.release, name) + " in " + namespace()
				+ " is not this release's copy of the Secret " + name
				+ ": it is left as it is. Delete or rename it, or let " + name
				+ " follow in slipway.yaml, and try again.";
	}

	private Secret copy(String name, Secret from, Map<String, String> annotations) {
		Map<String, String> all = new HashMap<>(annotations);
		all.put(Labels.COPY_OF, name);
		return new SecretBuilder().withNewMetadata()
			.withName(copyName(this.release, name))
			.withNamespace(namespace())
			.withLabels(Labels.ofRelease(this.release))
			.withAnnotations(all)
			.withOwnerReferences(reference())
			.endMetadata()
			.withType(from.getType())
			.withData(from.getData())
			.build();
	}

	private OwnerReference reference() {
		return new OwnerReferenceBuilder().withApiVersion("apps/v1")
			.withKind("Deployment")
			.withName(this.owner.getMetadata().getName())
			.withUid(this.owner.getMetadata().getUid())
			.build();
	}

	private @Nullable Secret find(String name) {
		return this.client.secrets().inNamespace(namespace()).withName(name).get();
	}

	private String namespace() {
		return this.owner.getMetadata().getNamespace();
	}

}
