package dev.slipway.cluster.proxy;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.EventRecorder;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.proxy.http.HttpProxy;
import dev.slipway.cluster.proxy.http.ProxyMetrics;
import dev.slipway.cluster.routes.RouteTable;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Serial;
import dev.slipway.cluster.work.Workers;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Listens for all Services. Changes of endpoints take effect late, by a random delay, as
 * they do on every node of a real cluster; routes take effect at once.
 */
public final class ServiceProxy implements AutoCloseable {

	private static final int THREADS = 2;

	/** Whoever stood in the way of a listener may have gone. */
	private static final Duration RETRY = Duration.ofSeconds(5);

	private final ObjectStore store;

	private final Workers workers;

	private final EventRecorder events;

	private final Duration maxDelay;

	private final EventLoopGroup loops = new NioEventLoopGroup(THREADS,
			new DefaultThreadFactory("cluster-proxy", true));

	private final EndpointDirectory directory;

	private final ProxyMetrics metrics = new ProxyMetrics();

	private final HttpProxy http;

	private final Map<Key, Map<Integer, RouteTable>> tables = new ConcurrentHashMap<>();

	private final Serial serial;

	/** By Service, then by address. Only touched on the serial. */
	private final Map<Key, Map<InetSocketAddress, ServicePort>> services = new HashMap<>();

	private final Map<Key, Set<Integer>> listening = new ConcurrentHashMap<>();

	private final Set<Key> due = new HashSet<>();

	private volatile Consumer<Key> listener = (service) -> {
	};

	private List<Informer> informers = List.of();

	private ServiceProxy(ObjectStore store, Workers workers, Clock clock, Duration maxDelay) {
		this.store = store;
		this.workers = workers;
		this.events = new EventRecorder(store, clock);
		this.maxDelay = maxDelay;
		this.directory = new EndpointDirectory(store);
		this.http = new HttpProxy(this.directory, this.metrics);
		this.serial = new Serial(workers.blocking());
	}

	/**
	 * A proxy that does not listen yet.
	 * @param maxDelay longest delay until a change of endpoints takes effect
	 */
	public static ServiceProxy create(ObjectStore store, Workers workers, Clock clock, Duration maxDelay) {
		return new ServiceProxy(store, workers, clock, maxDelay);
	}

	/** Listens for all Services, from now on. */
	public void start() {
		this.informers = List.of(
				Informer.start(this.store, this.workers, "services",
						(type, service, previous) -> changed(Meta.key("services", service))),
				Informer.start(this.store, this.workers, EndpointDirectory.SLICES,
						(type, slice, previous) -> changed(Key.of("services", Meta.namespace(slice),
								Meta.labels(slice).path(EndpointDirectory.SERVICE_NAME).asText()))));
	}

	/** What users got. */
	public ProxyMetrics metrics() {
		return this.metrics;
	}

	/** Calls back when a Service comes, goes, or is listened for at other ports. */
	public void onPorts(Consumer<Key> changed) {
		this.listener = changed;
	}

	/**
	 * Serves these routes at a Service from the next request on, also on connections that
	 * are open.
	 * @param byPort routes by port of the Service; a port that is missing has none
	 */
	public void route(Key service, Map<Integer, RouteTable> byPort) {
		if (byPort.isEmpty()) {
			this.tables.remove(service);
		}
		else {
			this.tables.put(service, Map.copyOf(byPort));
		}
	}

	/** Looks at a Service's endpoints now, before it gets its first request. */
	public void look(Key service) {
		applied(service, this.directory.look(service));
	}

	/** Whether the proxy knows such a port of a Service. */
	public boolean knows(Key service, int port) {
		return this.directory.has(service, port);
	}

	/** The ports of a Service that the proxy knows. */
	public Set<Integer> ports(Key service) {
		return this.directory.ports(service);
	}

	/** Whether the proxy listens at that port of a Service. */
	public boolean listens(Key service, int port) {
		return this.listening.getOrDefault(service, Set.of()).contains(port);
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

	private void applied(Key service, EndpointDirectory.Change change) {
		this.http.forget(change.gone());
		if (change.ports()) {
			if (!change.there()) {
				this.metrics.forget(service);
			}
			this.listener.accept(service);
		}
	}

	private void sync(Key key) {
		synchronized (this.due) {
			this.due.remove(key);
		}
		EndpointDirectory.Change change = this.directory.look(key);
		ObjectNode service = this.store.shared(key);
		Set<InetSocketAddress> wanted = (service == null) ? Set.of() : wanted(service);
		Map<InetSocketAddress, ServicePort> open = this.services.computeIfAbsent(key, (k) -> new HashMap<>());
		Set<InetSocketAddress> leftOver = new HashSet<>(open.keySet());
		leftOver.removeAll(wanted);
		leftOver.forEach((address) -> {
			ServicePort port = open.remove(address);
			if (port != null) {
				port.close();
			}
		});
		for (InetSocketAddress address : wanted) {
			if (open.computeIfAbsent(address, (k) -> open(key, java.util.Objects.requireNonNull(service), k)) == null) {
				this.workers.after(RETRY, () -> changed(key));
			}
		}
		boolean moved = tellListening(key, open.keySet());
		if (open.isEmpty()) {
			this.services.remove(key);
		}
		applied(key, new EndpointDirectory.Change(change.ports() || moved, change.there(), change.gone()));
	}

	/** Tells at which ports the proxy listens; answers whether that is news. */
	private boolean tellListening(Key key, Set<InetSocketAddress> open) {
		Set<Integer> ports = new HashSet<>();
		open.forEach((address) -> ports.add(address.getPort()));
		Set<Integer> before = ports.isEmpty() ? this.listening.remove(key) : this.listening.put(key, ports);
		return !ports.equals((before != null) ? before : Set.of());
	}

	private @Nullable ServicePort open(Key key, JsonNode service, InetSocketAddress address) {
		try {
			return ServicePort.listen(this.loops, address,
					new Routed(key, address.getPort(), this.directory, this.tables), this.http);
		}
		catch (Exception ex) {
			this.events.warning("service-proxy", service, "FailedToListen",
					"cannot listen on " + address.getHostString() + ":" + address.getPort() + " (" + ex.getMessage()
							+ "). Ports below 1024 need root, or: sysctl net.ipv4.ip_unprivileged_port_start=0; "
							+ "a program that listens on this port of all addresses also stands in the way");
			return null;
		}
	}

	private static Set<InetSocketAddress> wanted(JsonNode service) {
		Set<InetSocketAddress> wanted = new HashSet<>();
		String address = service.path("spec").path("clusterIP").asText();
		if (address.startsWith("127.")) {
			for (JsonNode port : service.path("spec").path("ports")) {
				if (port.path("protocol").asText("TCP").equals("TCP")) {
					wanted.add(new InetSocketAddress(address, port.path("port").asInt()));
				}
			}
		}
		return wanted;
	}

	@Override
	public void close() {
		this.informers.forEach(Informer::close);
		this.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

}
