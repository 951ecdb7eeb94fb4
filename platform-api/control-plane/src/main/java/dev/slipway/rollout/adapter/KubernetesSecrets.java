package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseSecrets;
import dev.slipway.rollout.Surroundings.Unanswered;
import dev.slipway.strategy.SecretPolicy;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** Looks at the Secrets of releases by fabric8, and compares them by digest. */
final class KubernetesSecrets implements ReleaseSecrets {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private final Reach reach;

	KubernetesSecrets(Reach reach) {
		this.reach = reach;
	}

	@Override
	public List<SecretSeen> look(Release release) {
		try {
			return all(release);
		}
		catch (KubernetesClientException ex) {
			throw unanswered(release, ex);
		}
	}

	private List<SecretSeen> all(Release release) {
		List<JsonNode> objects = objects(release);
		Set<String> own = SecretReferences.own(objects);
		Set<String> pinned = pinned(objects);
		List<SecretSeen> all = new ArrayList<>();
		for (String name : SecretReferences.of(objects).keySet()) {
			if (own.contains(name)) {
				all.add(new SecretSeen(name, SecretPolicy.PIN, Release.objectName(name, release.number()),
						State.ITS_OWN, "Part of deploy/: made for this release, as its commit says"));
			}
			else {
				all.add(pinned.contains(name) ? copy(release, name, PinnedSecrets.copyName(release, name))
						: followed(release, name));
			}
		}
		return all;
	}

	private SecretSeen followed(Release release, String name) {
		return (find(release, name) != null)
				? new SecretSeen(name, SecretPolicy.FOLLOW, name, State.FOLLOWS, "Pods that start take today's value")
				: new SecretSeen(name, SecretPolicy.FOLLOW, name, State.MISSING,
						"It is not in the namespace: pods that need it do not start");
	}

	private SecretSeen copy(Release release, String name, String numbered) {
		Secret copy = find(release, numbered);
		if (copy == null || !PinnedSecrets.isCopy(copy, release, name)) {
			return new SecretSeen(name, SecretPolicy.PIN, numbered, State.MISSING,
					"The release keeps no value: its objects are not made yet, or gone");
		}
		Secret today = find(release, name);
		String from = String.valueOf(Objects.annotation(copy, Labels.VALUE_OF));
		if (SecretValue.replaced(copy)) {
			return new SecretSeen(name, SecretPolicy.PIN, numbered, State.REVOKED, "Has " + from);
		}
		if (SecretValue.mayNotComeBack(copy, today)) {
			return new SecretSeen(name, SecretPolicy.PIN, numbered, State.REVOKED,
					"Has " + from + ", which was revoked: a release that goes back to this one takes today's");
		}
		boolean same = today != null && SecretValue.digest(today).equals(SecretValue.digest(copy));
		return new SecretSeen(name, SecretPolicy.PIN, numbered, same ? State.PINNED : State.DIFFERS,
				"Keeps " + from + (same ? ", which is also today's"
						: ((today != null) ? "; today there is another" : "; today there is none")));
	}

	@Override
	public List<Integer> revoke(Release release, String secret) {
		if (!pinned(objects(release)).contains(secret)) {
			throw new IllegalStateException("Release " + release.number() + " does not pin a Secret " + secret);
		}
		try {
			return new SecretRevocation(client(release), this.reach.namespace(release), release.draft(), secret)
				.run(release.number());
		}
		catch (KubernetesClientException ex) {
			throw unanswered(release, ex);
		}
	}

	/** A cluster without a usable kubeconfig does not answer either. */
	private KubernetesClient client(Release release) {
		try {
			return this.reach.client(release);
		}
		catch (IllegalStateException ex) {
			throw unanswered(release, ex);
		}
	}

	private Unanswered unanswered(Release release, RuntimeException ex) {
		return new Unanswered(
				"The cluster " + this.reach.environment(release).cluster() + " does not answer: " + ex.getMessage(),
				ex);
	}

	private @Nullable Secret find(Release release, String name) {
		KubernetesClient client = client(release);
		return client.secrets().inNamespace(this.reach.namespace(release)).withName(name).get();
	}

	private static Set<String> pinned(List<JsonNode> objects) {
		Set<String> own = SecretReferences.own(objects);
		Set<String> pinned = new TreeSet<>();
		objects.stream()
			.filter((object) -> object.path("kind").asText().equals("Deployment"))
			.forEach((object) -> pinned.addAll(SecretReferences.pinned(object)));
		pinned.removeAll(own);
		return pinned;
	}

	private static List<JsonNode> objects(Release release) {
		try {
			List<JsonNode> objects = new ArrayList<>();
			MAPPER.readTree(release.draft().manifests()).forEach(objects::add);
			return objects;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The manifests of a release are no JSON", ex);
		}
	}

}
