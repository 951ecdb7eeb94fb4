package dev.slipway.cluster.proxy;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.EventRecorder;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Serial;
import dev.slipway.cluster.work.Workers;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Listens for all Services. Changes of endpoints take effect late, by a random delay, as
 * they do on every node of a real cluster.
 */
public final class ServiceProxy implements AutoCloseable {

	private static final String SERVICE_NAME = "kubernetes.io/service-name";

	private static final int THREADS = 2;

	/** Whoever stood in the way of a listener may have gone. */
	private static final Duration RETRY = Duration.ofSeconds(5);

	private final ObjectStore store;

	private final Workers workers;

	private final EventRecorder events;

	private final Duration maxDelay;

	private final EventLoopGroup loops = new NioEventLoopGroup(THREADS,
			new DefaultThreadFactory("cluster-proxy", true));

	private final Serial serial;

	/** By Service, then by port's name. Only touched on the serial. */
	private final Map<Key, Map<Listen, ServicePort>> services = new HashMap<>();

	private final Set<Key> due = new HashSet<>();

	private final List<Informer> informers;

	private ServiceProxy(ObjectStore store, Workers workers, Clock clock, Duration maxDelay) {
		this.store = store;
		this.workers = workers;
		this.events = new EventRecorder(store, clock);
		this.maxDelay = maxDelay;
		this.serial = new Serial(workers.blocking());
		this.informers = List.of(
				Informer.start(store, workers, "services",
						(type, service, previous) -> changed(Meta.key("services", service))),
				Informer.start(store, workers, "endpointslices.discovery.k8s.io", (type, slice, previous) -> changed(
						Key.of("services", Meta.namespace(slice), Meta.labels(slice).path(SERVICE_NAME).asText()))));
	}

	/**
	 * Starts the proxy.
	 * @param maxDelay longest delay until a change of endpoints takes effect
	 */
	public static ServiceProxy start(ObjectStore store, Workers workers, Clock clock, Duration maxDelay) {
		return new ServiceProxy(store, workers, clock, maxDelay);
	}

	private void changed(Key service) {
		synchronized (this.due) {
			if (!this.due.add(service)) {
				return;
			}
		}
		long nanos = this.maxDelay.isZero() ? 0 : ThreadLocalRandom.current().nextLong(this.maxDelay.toNanos());
		this.workers.after(Duration.ofNanos(nanos), () -> this.serial.execute(() -> sync(service)));
	}

	private void sync(Key key) {
		synchronized (this.due) {
			this.due.remove(key);
		}
		ObjectNode service = this.store.shared(key);
		Map<Listen, String> wanted = (service == null) ? Map.of() : wanted(service);
		Map<Listen, ServicePort> open = this.services.computeIfAbsent(key, (k) -> new HashMap<>());
		Set<Listen> leftOver = new HashSet<>(open.keySet());
		leftOver.removeAll(wanted.keySet());
		leftOver.forEach((listen) -> {
			ServicePort port = open.remove(listen);
			if (port != null) {
				port.close();
			}
		});
		wanted.forEach((listen, name) -> {
			ServicePort port = open.computeIfAbsent(listen, (k) -> open(java.util.Objects.requireNonNull(service), k));
			if (port != null) {
				port.use(Backends.of(slices(key), name));
			}
			else {
				this.workers.after(RETRY, () -> changed(key));
			}
		});
		if (open.isEmpty()) {
			this.services.remove(key);
		}
	}

	private @org.jspecify.annotations.Nullable ServicePort open(JsonNode service, Listen listen) {
		try {
			return ServicePort.listen(this.loops, new InetSocketAddress(listen.address(), listen.port()));
		}
		catch (Exception ex) {
			this.events.warning("service-proxy", service, "FailedToListen",
					"cannot listen on " + listen.address() + ":" + listen.port() + " (" + ex.getMessage()
							+ "). Ports below 1024 need root, or: sysctl net.ipv4.ip_unprivileged_port_start=0; "
							+ "a program that listens on this port of all addresses also stands in the way");
			return null;
		}
	}

	private Iterable<ObjectNode> slices(Key service) {
		return this.store.list("endpointslices.discovery.k8s.io", service.namespace())
			.items()
			.stream()
			.filter((slice) -> Meta.labels(slice).path(SERVICE_NAME).asText().equals(service.name()))
			.toList();
	}

	private static Map<Listen, String> wanted(JsonNode service) {
		Map<Listen, String> wanted = new HashMap<>();
		String address = service.path("spec").path("clusterIP").asText();
		if (address.startsWith("127.")) {
			for (JsonNode port : service.path("spec").path("ports")) {
				if (port.path("protocol").asText("TCP").equals("TCP")) {
					wanted.put(new Listen(address, port.path("port").asInt()), port.path("name").asText(""));
				}
			}
		}
		return wanted;
	}

	@Override
	public void close() {
		this.informers.forEach(Informer::close);
		this.loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
	}

	private record Listen(String address, int port) {
	}

}
