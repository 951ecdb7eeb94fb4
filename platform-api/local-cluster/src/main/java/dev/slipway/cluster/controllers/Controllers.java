package dev.slipway.cluster.controllers;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.cluster.objects.EventRecorder;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Workers;

/**
 * All controllers, running.
 */
public final class Controllers implements AutoCloseable {

	private final List<Informer> informers = new ArrayList<>();

	/**
	 * Starts them.
	 * @param resources every resource there is, as the store names them
	 * @param namespaced those that live in namespaces
	 * @param certificate certificate of the API server's authority, in PEM
	 */
	public static Controllers start(ObjectStore store, Workers workers, Clock clock, List<String> resources,
			List<String> namespaced, String certificate) {
		Context context = new Context(store, workers, clock, new EventRecorder(store, clock));
		List<String> collected = resources.stream().filter((resource) -> !resource.startsWith("events")).toList();
		Controllers controllers = new Controllers();
		controllers.informers.addAll(new NamespaceController(context, namespaced, certificate).start());
		controllers.informers.addAll(new GarbageCollector(context, collected).start());
		controllers.informers.addAll(new Scheduler(context).start());
		controllers.informers.addAll(new ReplicaSetController(context).start());
		controllers.informers.addAll(new DeploymentController(context).start());
		controllers.informers.addAll(new JobController(context).start());
		controllers.informers.addAll(new CronJobController(context).start());
		controllers.informers.addAll(new EndpointsController(context).start());
		controllers.informers.addAll(new QuotaController(context).start());
		new EventExpiry(context).start();
		return controllers;
	}

	private Controllers() {
	}

	@Override
	public void close() {
		this.informers.forEach(Informer::close);
	}

}
