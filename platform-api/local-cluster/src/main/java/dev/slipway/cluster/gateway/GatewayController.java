package dev.slipway.cluster.gateway;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.Objects;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.proxy.ServiceProxy;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;
import dev.slipway.cluster.store.WatchEvent;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;
import dev.slipway.cluster.work.Workers;

/**
 * Serves HTTPRoutes at Services and at Gateways of classes that name this controller.
 * There is such a class from the start: {@value #CLASS}.
 */
public final class GatewayController implements AutoCloseable {

	/** Name of this controller, as classes and statuses write it. */
	public static final String NAME = "slipway.dev/local-gateway";

	/** The class that is there from the start. */
	public static final String CLASS = "slipway";

	static final String CLASSES = "gatewayclasses.gateway.networking.k8s.io";

	static final String ROUTES = "httproutes.gateway.networking.k8s.io";

	private final ObjectStore store;

	private final Clock clock;

	private final RouteIndex index = new RouteIndex();

	private final RouteStatus status;

	private final ServiceRoutes services;

	private final Gateways gateways;

	private final Reconciler queue;

	private final List<Informer> informers;

	private GatewayController(ObjectStore store, Workers workers, Clock clock, ServiceProxy proxy, Objects objects) {
		this.store = store;
		this.clock = clock;
		this.status = new RouteStatus(store, clock);
		this.services = new ServiceRoutes(this.index, proxy, this.status);
		this.gateways = new Gateways(store, clock, this.index, proxy, this.status, objects);
		this.queue = new Reconciler("gateway-controller", workers, this::reconcile);
		serveAll();
		proxy.onPorts(this::portsChanged);
		this.informers = List.of(
				Informer.start(store, workers, ROUTES, (type, route, previous) -> routeChanged(type, route)),
				Informer.start(store, workers, ParentRef.GATEWAYS,
						(type, gateway, previous) -> this.queue.enqueue(Meta.key(ParentRef.GATEWAYS, gateway))),
				Informer.start(store, workers, CLASSES,
						(type, gatewayClass, previous) -> this.queue.enqueue(Meta.key(CLASSES, gatewayClass))));
		makeClass(objects);
	}

	/**
	 * Starts it. Routes that are stored are handed to the proxy before this returns.
	 * @param proxy serves the routes; it should not listen yet
	 * @param objects makes the Services that give Gateways their addresses
	 */
	public static GatewayController start(ObjectStore store, Workers workers, Clock clock, ServiceProxy proxy,
			Objects objects) {
		return new GatewayController(store, workers, clock, proxy, objects);
	}

	/** Before the proxy listens, so that no connection passes the routes by. */
	private void serveAll() {
		Set<Key> parents = new LinkedHashSet<>();
		this.store.list(ROUTES, null)
			.items()
			.forEach((route) -> parents.addAll(this.index.change(Meta.key(ROUTES, route), route)));
		this.store.list(ParentRef.GATEWAYS, null)
			.items()
			.forEach((gateway) -> parents.add(Meta.key(ParentRef.GATEWAYS, gateway)));
		for (Key parent : parents) {
			if (parent.resource().equals(ParentRef.SERVICES)) {
				this.services.reconcile(parent, false);
			}
			else {
				this.gateways.reconcile(parent, false);
			}
		}
	}

	private static void makeClass(Objects objects) {
		ObjectNode gatewayClass = JsonNodeFactory.instance.objectNode()
			.put("apiVersion", "gateway.networking.k8s.io/v1")
			.put("kind", "GatewayClass");
		gatewayClass.putObject("metadata").put("name", CLASS);
		gatewayClass.putObject("spec")
			.put("controllerName", NAME)
			.put("description", "Gateways of the local cluster, served by its proxy");
		try {
			objects.create(CLASSES, "", gatewayClass);
		}
		catch (ApiError ex) {
			if (ex.code() != 409) {
				throw ex;
			}
		}
	}

	private void routeChanged(WatchEvent.Type type, ObjectNode route) {
		Key key = Meta.key(ROUTES, route);
		boolean gone = type == WatchEvent.Type.DELETED;
		Set<Key> parents = this.index.change(key, gone ? null : route);
		parents.forEach(this.queue::enqueue);
		if (!gone) {
			this.queue.enqueue(key);
		}
	}

	private void portsChanged(Key service) {
		if (this.services.any(service)) {
			this.queue.enqueue(service);
		}
		this.gateways.owner(service).ifPresent(this.queue::enqueue);
		this.index.parentsUsing(service).forEach(this.queue::enqueue);
	}

	private void reconcile(Key key) {
		switch (key.resource()) {
			case ParentRef.SERVICES -> this.services.reconcile(key, true);
			case ParentRef.GATEWAYS -> this.gateways.reconcile(key, true);
			case CLASSES -> acceptClass(key);
			default -> this.status.clean(key);
		}
	}

	private void acceptClass(Key key) {
		ObjectNode present = this.store.shared(key);
		if (present != null && present.path("spec").path("controllerName").asText().equals(NAME)) {
			try {
				this.store.update(key, (gatewayClass) -> {
					Conditions
						.set(gatewayClass.withObject("/status"), "Accepted", true, "Accepted",
								"Served by the local proxy", this.clock.instant())
						.put("observedGeneration", gatewayClass.path("metadata").path("generation").asLong());
					return gatewayClass;
				});
			}
			catch (StoreException ex) {
				if (ex.reason() != StoreException.Reason.NOT_FOUND) {
					throw ex;
				}
			}
		}
		this.store.list(ParentRef.GATEWAYS, null)
			.items()
			.stream()
			.filter((gateway) -> gateway.path("spec").path("gatewayClassName").asText().equals(key.name()))
			.forEach((gateway) -> this.queue.enqueue(Meta.key(ParentRef.GATEWAYS, gateway)));
	}

	@Override
	public void close() {
		this.informers.forEach(Informer::close);
	}

}
