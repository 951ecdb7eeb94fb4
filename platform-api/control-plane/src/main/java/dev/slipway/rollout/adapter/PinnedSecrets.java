package dev.slipway.rollout.adapter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Refused;
import dev.slipway.rollout.adapter.ReleaseObjects.Pin;
import dev.slipway.rollout.adapter.SecretValue.Origin;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/**
 * The copies of Secrets that belong to a release: immutable, and owned by its Deployment.
 * What is copied once stays, so that a second run changes nothing.
 */
final class PinnedSecrets {

	/** Made by the cluster for one account, and of no use as a copy. */
	private static final String OF_ACCOUNT = "kubernetes.io/service-account-token";

	private final KubernetesClient client;

	private final Release release;

	private final Deployment owner;

	PinnedSecrets(KubernetesClient client, Release release, Deployment owner) {
		this.client = client;
		this.release = release;
		this.owner = owner;
	}

	/**
	 * Makes the copies that are missing.
	 * @throws Refused when there is no value to copy, and the pods do not start without
	 */
	void ensure(List<Pin> pins) {
		for (Pin pin : pins) {
			if (find(Release.objectName(pin.name(), this.release.number())) == null) {
				make(pin);
			}
		}
	}

	private void make(Pin pin) {
		Secret today = find(pin.name());
		Integer back = this.release.draft().rollbackOf();
		Secret earlier = (back != null && back > 0) ? find(Release.objectName(pin.name(), back)) : null;
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

	/** Takes a value out of the release: its copy goes, and one with today's comes. */
	void replace(String name, Secret today, String revoked) {
		String copy = Release.objectName(name, this.release.number());
		this.client.secrets().inNamespace(namespace()).withName(copy).delete();
		Objects.create(this.client, copy(name, today, Map.of(Labels.REVOKED, revoked, Labels.VALUE_OF,
				"the value that was there when that of this release was revoked")));
	}

	private Secret copy(String name, Secret from, Map<String, String> annotations) {
		Map<String, String> all = new HashMap<>(annotations);
		all.put(Labels.COPY_OF, name);
		return new SecretBuilder().withNewMetadata()
			.withName(Release.objectName(name, this.release.number()))
			.withNamespace(namespace())
			.withLabels(Labels.ofRelease(this.release))
			.withAnnotations(all)
			.withOwnerReferences(new OwnerReferenceBuilder().withApiVersion("apps/v1")
				.withKind("Deployment")
				.withName(this.owner.getMetadata().getName())
				.withUid(this.owner.getMetadata().getUid())
				.build())
			.endMetadata()
			.withType(from.getType())
			.withData(from.getData())
			.withImmutable(true)
			.build();
	}

	private @Nullable Secret find(String name) {
		return this.client.secrets().inNamespace(namespace()).withName(name).get();
	}

	private String namespace() {
		return this.owner.getMetadata().getNamespace();
	}

}
