package dev.slipway.cluster.controllers;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.objects.Selector;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;

/**
 * Brings the ReplicaSets of a Deployment towards its template, by rolling or by
 * recreating. One step a call, as the change of each ReplicaSet calls again.
 */
final class DeploymentController {

	static final String COMPONENT = "deployment-controller";

	private final Context cluster;

	private final DeploymentActions actions;

	private final Reconciler queue;

	DeploymentController(Context cluster) {
		this.cluster = cluster;
		this.actions = new DeploymentActions(cluster);
		this.queue = new Reconciler(COMPONENT, cluster.workers(), this::reconcile);
	}

	List<Informer> start() {
		return List.of(
				Informer.start(this.cluster.store(), this.cluster.workers(), Context.DEPLOYMENTS,
						(type, deployment, before) -> this.queue.enqueue(Meta.key(Context.DEPLOYMENTS, deployment))),
				Informer.start(this.cluster.store(), this.cluster.workers(), Context.REPLICA_SETS,
						(type, set, before) -> this.cluster.controllerKey(set, "Deployment", Context.DEPLOYMENTS)
							.ifPresent(this.queue::enqueue)),
				Informer.start(this.cluster.store(), this.cluster.workers(), Context.PODS,
						(type, pod, before) -> podGone(pod)));
	}

	/** Recreate waits for the last old pod. */
	private void podGone(ObjectNode pod) {
		this.cluster.controllerKey(pod, "ReplicaSet", Context.REPLICA_SETS).ifPresent((key) -> {
			ObjectNode set = this.cluster.store().shared(key);
			if (set != null) {
				this.cluster.controllerKey(set, "Deployment", Context.DEPLOYMENTS).ifPresent((owner) -> {
					ObjectNode deployment = this.cluster.store().shared(owner);
					if (deployment != null && !RollingUpdate.rolling(deployment)) {
						this.queue.enqueue(owner);
					}
				});
			}
		});
	}

	private void reconcile(Key key) {
		ObjectNode deployment = this.cluster.store().shared(key);
		if (deployment == null) {
			return;
		}
		adopt(deployment);
		ReplicaSets sets = ReplicaSets.of(deployment, this.cluster.controlled(Context.REPLICA_SETS, deployment));
		if (Meta.deleting(deployment)) {
			finish(key, deployment, sets);
			return;
		}
		deployment = pausedCondition(key, deployment);
		boolean paused = deployment.path("spec").path("paused").asBoolean();
		if (paused || scaled(deployment, sets)) {
			if (sets.current() != null) {
				sets = this.actions.ensureCurrent(deployment, sets);
			}
			this.actions.scale(deployment, sets);
		}
		else {
			sets = RollingUpdate.rolling(deployment) ? roll(deployment, sets) : recreate(deployment, sets);
		}
		finish(key, deployment, reread(deployment));
	}

	private ReplicaSets reread(ObjectNode deployment) {
		return ReplicaSets.of(deployment, this.cluster.controlled(Context.REPLICA_SETS, deployment));
	}

	private void adopt(ObjectNode deployment) {
		for (ObjectNode set : this.cluster.uncontrolled(Context.REPLICA_SETS, Meta.namespace(deployment))) {
			if (!Meta.deleting(set) && Selector.matches(deployment.path("spec").path("selector"), Meta.labels(set))
					&& this.cluster.stays(Context.DEPLOYMENTS, deployment)) {
				this.cluster.adopt(Context.REPLICA_SETS, set, deployment);
			}
		}
	}

	private ObjectNode pausedCondition(Key key, ObjectNode deployment) {
		boolean paused = deployment.path("spec").path("paused").asBoolean();
		String reason = Conditions.get(deployment.path("status"), "Progressing").path("reason").asText();
		boolean shown = reason.equals("DeploymentPaused");
		if (!deployment.path("spec").has("progressDeadlineSeconds") || paused == shown
				|| reason.equals("ProgressDeadlineExceeded")) {
			return deployment;
		}
		return this.cluster.store().update(key, (fresh) -> {
			ObjectNode status = fresh.withObject("/status");
			Conditions
				.renew(status, "Progressing", "Unknown", paused ? "DeploymentPaused" : "DeploymentResumed",
						paused ? "Deployment is paused" : "Deployment is resumed", this.cluster.now())
				.put("lastUpdateTime", Meta.time(this.cluster.now()));
			return fresh;
		});
	}

	/** Whether somebody scaled the Deployment since its ReplicaSets were sized. */
	private static boolean scaled(ObjectNode deployment, ReplicaSets sets) {
		String wanted = Integer.toString(RollingUpdate.of(deployment).replicas());
		return sets.active()
			.stream()
			.map((set) -> Meta.annotation(set, Revisions.DESIRED))
			.anyMatch((desired) -> !desired.isEmpty() && !desired.equals(wanted));
	}

	private ReplicaSets roll(ObjectNode deployment, ReplicaSets found) {
		ReplicaSets sets = this.actions.ensureCurrent(deployment, found);
		ObjectNode current = java.util.Objects.requireNonNull(sets.current());
		RollingUpdate update = RollingUpdate.of(deployment);
		int now = ReplicaSets.replicas(current);
		int wanted = update.growNew(now, sets.total());
		if (wanted != now) {
			this.actions.resize(deployment, current, wanted);
			return sets;
		}
		if (!this.actions.shrinkOld(deployment, sets)) {
			this.actions.resize(deployment, current, now);
			cleanUp(deployment, sets);
		}
		return sets;
	}

	private ReplicaSets recreate(ObjectNode deployment, ReplicaSets found) {
		boolean shrunk = false;
		for (ObjectNode set : found.old()) {
			if (ReplicaSets.replicas(set) > 0) {
				this.actions.resize(deployment, set, 0);
				shrunk = true;
			}
		}
		if (shrunk || this.actions.podsLeft(found.old())) {
			return found;
		}
		ReplicaSets sets = this.actions.ensureCurrent(deployment, found);
		ObjectNode current = java.util.Objects.requireNonNull(sets.current());
		this.actions.resize(deployment, current, RollingUpdate.of(deployment).replicas());
		cleanUp(deployment, sets);
		return sets;
	}

	private void cleanUp(ObjectNode deployment, ReplicaSets sets) {
		if (DeploymentStatus.complete(deployment, deployment.path("status"))) {
			this.actions.removeOldest(deployment, sets.old());
		}
	}

	/** Writes the status and comes back when the deadline for progress is due. */
	private void finish(Key key, ObjectNode deployment, ReplicaSets sets) {
		ObjectNode latest = this.cluster.store().shared(key);
		if (latest == null) {
			return;
		}
		DeploymentStatus status = new DeploymentStatus(latest, sets, this.cluster.now());
		this.cluster.writeStatus(key, latest, status.next());
		Duration due = status.untilDeadline();
		if (due != null) {
			this.queue.enqueueAfter(key, due);
		}
	}

}
