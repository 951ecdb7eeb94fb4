package dev.slipway.environments.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.NamespaceRules;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * Gives a team's namespace what the rules of its environment say, by server-side apply:
 * the cluster knows which fields are Slipway's, and what somebody else has changed since
 * is left as it is and told.
 */
final class Provisioning {

	/** Whose the fields are that Slipway writes. */
	static final String MANAGER = "slipway";

	private static final int CONFLICT = 409;

	/** Until then only namespace and account are looked at. */
	private static final Duration ENOUGH = Duration.ofMinutes(10);

	private final EnvironmentSettings settings;

	private final Clusters clusters;

	private final Clock clock;

	private final Map<String, Done> done = new ConcurrentHashMap<>();

	Provisioning(EnvironmentSettings settings, Clusters clusters, Clock clock) {
		this.settings = settings;
		this.clusters = clusters;
		this.clock = clock;
	}

	/** Makes what is missing. */
	void ensure(Environment environment, String team) {
		KubernetesClient client = this.clusters.client(environment);
		String name = environment.namespace(team);
		Namespace found = client.namespaces().withName(name).get();
		Done last = this.done.get(key(environment, name));
		boolean known = found != null && last != null && found.getMetadata().getUid().equals(last.uid())
				&& found.getMetadata().getDeletionTimestamp() == null
				&& this.clock.instant().isBefore(last.at().plus(ENOUGH));
		if (!known || client.serviceAccounts().inNamespace(name).withName(team).get() == null) {
			apply(environment, team, false);
		}
	}

	/**
	 * Applies all of it.
	 * @param force whether fields of others are taken back
	 */
	void apply(Environment environment, String team, boolean force) {
		KubernetesClient client = this.clusters.client(environment);
		NamespaceRules rules = this.settings.rules(environment);
		NamespaceObjects objects = new NamespaceObjects(environment, team, rules);
		String name = environment.namespace(team);
		Namespace found = client.namespaces().withName(name).get();
		if (found != null && found.getMetadata().getDeletionTimestamp() != null) {
			throw new IllegalStateException(
					"The namespace " + name + " is being deleted; it is made again when it is gone (kubectl get ns "
							+ name + " -o yaml tells what holds it up)");
		}
		if (environment.preview() != null && found != null && !made(found)) {
			throw new IllegalStateException("The namespace " + name + " was there before, and takes no preview");
		}
		List<String> kept = new ArrayList<>();
		if (found == null || made(found) || rules.adopt()) {
			objects.wanted().forEach((object) -> apply(client, object, force, kept));
			objects.unwanted().forEach((object) -> remove(client, object));
		}
		else {
			kept.add("The namespace was there before Slipway, and is used as it is. To give it labels, quotas and"
					+ " policies, set slipway.environments[n].namespace.adopt=true");
			if (client.serviceAccounts().inNamespace(name).withName(team).get() == null) {
				apply(client, objects.account(), force, kept);
			}
		}
		String uid = client.namespaces().withName(name).get().getMetadata().getUid();
		this.done.put(key(environment, name), new Done(environment.name(), team, uid, this.clock.instant(), kept));
	}

	/**
	 * What was left as others want it, when it was applied last; null if it never was.
	 */
	@Nullable List<String> kept(Environment environment, String namespace) {
		Done last = this.done.get(key(environment, namespace));
		return (last != null) ? last.kept() : null;
	}

	/** The teams that had namespaces in an environment since the platform started. */
	List<String> teams(Environment environment) {
		return this.done.values()
			.stream()
			.filter((one) -> one.environment().equals(environment.name()))
			.map(Done::team)
			.toList();
	}

	/** It is gone. */
	void forget(Environment environment, String namespace) {
		this.done.remove(key(environment, namespace));
	}

	static boolean made(HasMetadata object) {
		Map<String, String> labels = object.getMetadata().getLabels();
		return labels != null && NamespaceObjects.SLIPWAY.equals(labels.get(NamespaceObjects.MANAGED_BY));
	}

	private static void apply(KubernetesClient client, HasMetadata object, boolean force, List<String> kept) {
		try {
			send(client, object, force);
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() != CONFLICT) {
				throw ex;
			}
			if (conflicts(ex).isEmpty()) {
				// Somebody made it in between: now it is changed, not made.
				send(client, object, force);
			}
			conflicts(ex).forEach((cause) -> kept.add(object.getKind() + " " + object.getMetadata().getName()
					+ " is left as it is: " + cause.getField() + ", " + cause.getMessage()));
		}
	}

	private static void send(KubernetesClient client, HasMetadata object, boolean force) {
		if (force) {
			client.resource(object).fieldManager(MANAGER).forceConflicts().serverSideApply();
		}
		else {
			client.resource(object).fieldManager(MANAGER).serverSideApply();
		}
	}

	private static List<StatusCause> conflicts(KubernetesClientException ex) {
		return (ex.getStatus() != null && ex.getStatus().getDetails() != null) ? ex.getStatus()
			.getDetails()
			.getCauses()
			.stream()
			.filter((cause) -> "FieldManagerConflict".equals(cause.getReason()))
			.toList() : List.of();
	}

	private static void remove(KubernetesClient client, HasMetadata object) {
		HasMetadata found = client.resource(object).get();
		if (found != null && made(found)) {
			client.resource(found).delete();
		}
	}

	private static String key(Environment environment, String namespace) {
		return environment.name() + "/" + namespace;
	}

	private record Done(String environment, String team, String uid, Instant at, List<String> kept) {

		Done {
			kept = List.copyOf(kept);
		}

	}

}
