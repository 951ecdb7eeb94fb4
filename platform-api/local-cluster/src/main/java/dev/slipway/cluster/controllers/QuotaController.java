package dev.slipway.cluster.controllers;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.quota.Quotas;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.WatchEvent;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;
import org.jspecify.annotations.Nullable;

/**
 * Counts anew what the ResourceQuotas of a namespace have charged: pods that end give
 * back what they used, and quotas that change count what is there.
 */
final class QuotaController {

	/** Pods come and go in crowds; they are counted together. */
	private static final Duration CROWD = Duration.ofMillis(200);

	private final Context cluster;

	private final Reconciler queue;

	private final Set<String> waiting = ConcurrentHashMap.newKeySet();

	QuotaController(Context cluster) {
		this.cluster = cluster;
		this.queue = new Reconciler("resource-quota-controller", cluster.workers(), this::reconcile);
	}

	List<Informer> start() {
		return List.of(
				Informer.start(this.cluster.store(), this.cluster.workers(), Quotas.RESOURCE,
						(type, quota, before) -> soon(Meta.namespace(quota))),
				Informer.start(this.cluster.store(), this.cluster.workers(), Context.PODS, this::podChanged));
	}

	private void podChanged(WatchEvent.Type type, ObjectNode pod, @Nullable ObjectNode before) {
		if (type != WatchEvent.Type.MODIFIED || before == null || Quotas.counts(before) != Quotas.counts(pod)) {
			soon(Meta.namespace(pod));
		}
	}

	private void soon(String namespace) {
		if (this.waiting.add(namespace)) {
			this.cluster.workers().after(CROWD, () -> {
				this.waiting.remove(namespace);
				this.queue.enqueue(Key.of(Context.NAMESPACES, namespace));
			});
		}
	}

	private void reconcile(Key namespace) {
		List<ObjectNode> quotas = this.cluster.store().list(Quotas.RESOURCE, namespace.name()).items();
		if (quotas.isEmpty()) {
			return;
		}
		List<ObjectNode> pods = this.cluster.store().list(Context.PODS, namespace.name()).items();
		for (ObjectNode quota : quotas) {
			this.cluster.writeStatus(Meta.key(Quotas.RESOURCE, quota), quota, Quotas.status(quota, pods));
		}
	}

}
