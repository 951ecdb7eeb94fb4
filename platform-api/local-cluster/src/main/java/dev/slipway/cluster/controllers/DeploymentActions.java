package dev.slipway.cluster.controllers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.StoreException;

/**
 * What a Deployment does to its ReplicaSets.
 */
final class DeploymentActions {

	private final Context cluster;

	DeploymentActions(Context cluster) {
		this.cluster = cluster;
	}

	/** Makes the ReplicaSet of today's template, or brings its annotations up to date. */
	ReplicaSets ensureCurrent(ObjectNode deployment, ReplicaSets sets) {
		long revision = Revisions.highest(sets.old()) + 1;
		ObjectNode current = (sets.current() == null) ? create(deployment, sets, revision)
				: refresh(deployment, sets.current(), revision);
		number(deployment, current, sets.current() == null);
		return new ReplicaSets(current, sets.old());
	}

	private ObjectNode refresh(ObjectNode deployment, ObjectNode set, long revision) {
		ObjectNode fresh = set.deepCopy();
		boolean changed = Revisions.annotate(deployment, fresh, revision);
		int minReady = deployment.path("spec").path("minReadySeconds").asInt(0);
		if (fresh.path("spec").path("minReadySeconds").asInt(0) != minReady) {
			fresh.withObject("/spec").put("minReadySeconds", minReady);
			changed = true;
		}
		return changed ? this.cluster.store().update(Meta.key(Context.REPLICA_SETS, set), fresh, version(set)) : set;
	}

	private ObjectNode create(ObjectNode deployment, ReplicaSets sets, long revision) {
		int collisions = deployment.path("status").path("collisionCount").asInt(0);
		ObjectNode set = ofTemplate(deployment, Names.hash(deployment.path("spec").path("template"), collisions));
		RollingUpdate update = RollingUpdate.of(deployment);
		int replicas = RollingUpdate.rolling(deployment) ? update.growNew(0, sets.total()) : update.replicas();
		set.withObject("/spec").put("replicas", replicas);
		Revisions.annotate(deployment, set, revision);
		Revisions.size(update, set);
		try {
			ObjectNode made = this.cluster.store().create(Meta.key(Context.REPLICA_SETS, set), set);
			if (replicas > 0) {
				say(deployment, "Scaled up replica set " + Meta.name(made) + " from 0 to " + replicas);
			}
			return made;
		}
		catch (StoreException ex) {
			if (ex.reason() == StoreException.Reason.ALREADY_EXISTS) {
				this.cluster.store().update(Meta.key(Context.DEPLOYMENTS, deployment), (fresh) -> {
					fresh.withObject("/status").put("collisionCount", collisions + 1);
					return fresh;
				});
			}
			throw ex;
		}
	}

	private static ObjectNode ofTemplate(ObjectNode deployment, String hash) {
		ObjectNode set = JsonNodeFactory.instance.objectNode().put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
		ObjectNode template = deployment.path("spec").path("template").deepCopy();
		template.withObject("/metadata").withObject("/labels").put(Revisions.HASH, hash);
		ObjectNode selector = deployment.path("spec").path("selector").deepCopy();
		selector.withObject("/matchLabels").put(Revisions.HASH, hash);
		ObjectNode metadata = set.putObject("metadata")
			.put("name", Meta.name(deployment) + "-" + hash)
			.put("namespace", Meta.namespace(deployment));
		metadata.set("labels", template.path("metadata").path("labels").deepCopy());
		metadata.putArray("ownerReferences").add(Meta.controllerReference(deployment));
		ObjectNode spec = set.putObject("spec");
		int minReady = deployment.path("spec").path("minReadySeconds").asInt(0);
		if (minReady > 0) {
			spec.put("minReadySeconds", minReady);
		}
		spec.set("selector", selector);
		spec.set("template", template);
		set.putObject("status").put("replicas", 0);
		return set;
	}

	/**
	 * The Deployment carries the revision of its current set and says that it found it.
	 */
	private void number(ObjectNode deployment, ObjectNode set, boolean created) {
		String revision = Meta.annotation(set, Revisions.REVISION);
		boolean deadline = deployment.path("spec").has("progressDeadlineSeconds");
		boolean say = deadline && (created || Conditions.get(deployment.path("status"), "Progressing").isMissingNode());
		if (!say && Meta.annotation(deployment, Revisions.REVISION).equals(revision)) {
			return;
		}
		this.cluster.store().update(Meta.key(Context.DEPLOYMENTS, deployment), (fresh) -> {
			Meta.annotate(fresh, Revisions.REVISION, revision);
			if (say) {
				Conditions
					.renew(fresh.withObject("/status"), "Progressing", "True",
							created ? "NewReplicaSetCreated" : "FoundNewReplicaSet",
							(created ? "Created new replica set \"" : "Found new replica set \"") + Meta.name(set)
									+ "\"",
							this.cluster.now())
					.put("lastUpdateTime", Meta.time(this.cluster.now()));
			}
			return fresh;
		});
	}

	/** Takes old pods away: unhealthy ones first, then as many as availability allows. */
	boolean shrinkOld(ObjectNode deployment, ReplicaSets sets) {
		RollingUpdate update = RollingUpdate.of(deployment);
		if (ReplicaSets.total(sets.old()) == 0 || sets.current() == null) {
			return false;
		}
		int newUnavailable = ReplicaSets.replicas(sets.current()) - ReplicaSets.available(sets.current());
		int most = update.oldToRemove(sets.total(), newUnavailable);
		if (most <= 0) {
			return false;
		}
		int unhealthy = 0;
		int healthy = 0;
		int available = sets.all().stream().mapToInt(ReplicaSets::available).sum();
		int mayGo = update.healthyToRemove(available);
		for (ObjectNode set : sets.old()) {
			int now = ReplicaSets.replicas(set);
			int bad = Math.min(most - unhealthy, Math.max(0, now - ReplicaSets.available(set)));
			int good = Math.min(mayGo - healthy, now - bad);
			unhealthy += bad;
			healthy += good;
			if (bad + good > 0) {
				resize(deployment, set, now - bad - good);
			}
		}
		return unhealthy + healthy > 0;
	}

	/**
	 * Follows a change of the Deployment's size, in proportion if a roll-out is under
	 * way.
	 */
	void scale(ObjectNode deployment, ReplicaSets sets) {
		RollingUpdate update = RollingUpdate.of(deployment);
		ObjectNode only = sets.activeOrLatest();
		if (only != null) {
			resize(deployment, only, update.replicas());
			return;
		}
		if (saturated(update, sets.current())) {
			sets.old().forEach((set) -> resize(deployment, set, 0));
			return;
		}
		if (RollingUpdate.rolling(deployment)) {
			proportionally(deployment, sets, update);
		}
	}

	private void proportionally(ObjectNode deployment, ReplicaSets sets, RollingUpdate update) {
		int toAdd = ((update.replicas() > 0) ? update.maxTotal() : 0) - sets.total();
		Comparator<ObjectNode> bySize = Comparator.<ObjectNode>comparingInt(ReplicaSets::replicas).reversed();
		Comparator<ObjectNode> byAge = Comparator.comparing(Meta::created);
		List<ObjectNode> sorted = new ArrayList<>(sets.active());
		sorted.sort(bySize.thenComparing((toAdd > 0) ? byAge.reversed() : byAge));
		int left = toAdd;
		int[] sizes = new int[sorted.size()];
		for (int i = 0; i < sizes.length; i++) {
			int own = ReplicaSets.replicas(sorted.get(i));
			String annotated = Meta.annotation(sorted.get(i), Revisions.MAX);
			int share = update.proportion(own, annotated.isEmpty() ? own : Integer.parseInt(annotated), left);
			sizes[i] = own + share;
			left -= share;
		}
		for (int i = 0; i < sizes.length; i++) {
			resize(deployment, sorted.get(i), Math.max(0, sizes[i] + ((i == 0) ? left : 0)));
		}
	}

	private static boolean saturated(RollingUpdate update, @org.jspecify.annotations.Nullable ObjectNode set) {
		return set != null && ReplicaSets.replicas(set) == update.replicas()
				&& ReplicaSets.available(set) == update.replicas()
				&& Meta.annotation(set, Revisions.DESIRED).equals(Integer.toString(update.replicas()));
	}

	/**
	 * Sets the size of a ReplicaSet, and the annotations that say what it was sized for.
	 */
	void resize(ObjectNode deployment, ObjectNode set, int replicas) {
		ObjectNode fresh = set.deepCopy();
		boolean annotated = Revisions.size(RollingUpdate.of(deployment), fresh);
		int before = ReplicaSets.replicas(set);
		if (before == replicas && !annotated) {
			return;
		}
		fresh.withObject("/spec").put("replicas", replicas);
		this.cluster.store().update(Meta.key(Context.REPLICA_SETS, set), fresh, version(set));
		if (before != replicas) {
			say(deployment, "Scaled " + ((replicas > before) ? "up" : "down") + " replica set " + Meta.name(set)
					+ " from " + before + " to " + replicas);
		}
	}

	boolean podsLeft(List<ObjectNode> sets) {
		return sets.stream()
			.flatMap((set) -> this.cluster.controlled(Context.PODS, set).stream())
			.anyMatch((pod) -> !Pods.ended(pod));
	}

	/** Removes old, empty ReplicaSets beyond the history limit. */
	void removeOldest(ObjectNode deployment, List<ObjectNode> old) {
		int limit = deployment.path("spec").path("revisionHistoryLimit").asInt(10);
		List<ObjectNode> sorted = new ArrayList<>(old);
		sorted.sort(Comparator.comparingLong(Revisions::of));
		for (ObjectNode set : sorted.subList(0, Math.max(0, sorted.size() - limit))) {
			if (ReplicaSets.replicas(set) == 0 && set.path("status").path("replicas").asInt() == 0) {
				this.cluster.delete(Meta.key(Context.REPLICA_SETS, set), set);
			}
		}
	}

	private void say(ObjectNode deployment, String message) {
		this.cluster.events().normal(DeploymentController.COMPONENT, deployment, "ScalingReplicaSet", message);
	}

	private static String version(JsonNode object) {
		return object.path("metadata").path("resourceVersion").asText();
	}

}
