package dev.slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

import dev.slipway.cluster.api.ApiServer;
import dev.slipway.cluster.api.ApiSettings;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.kinds.Kinds;
import dev.slipway.cluster.controllers.Controllers;
import dev.slipway.cluster.gateway.GatewayController;
import dev.slipway.cluster.images.ImageRegistry;
import dev.slipway.cluster.images.ImageStore;
import dev.slipway.cluster.kubelet.Kubelet;
import dev.slipway.cluster.kubelet.KubeletSettings;
import dev.slipway.cluster.kubelet.RecordedPods;
import dev.slipway.cluster.proxy.ServiceProxy;
import dev.slipway.cluster.store.DurableStore;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.work.Workers;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes cluster of one machine in this JVM: its API server, controllers, kubelet,
 * service proxy and image registry. Its pods are processes that outlive it.
 */
public final class LocalCluster implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(LocalCluster.class);

	private static final int EVENT_LOOPS = 2;

	private static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

	private final Deque<AutoCloseable> parts = new ArrayDeque<>();

	private final LocalClusterSettings settings;

	private final Clock clock = Clock.systemUTC();

	private final ObjectStore store;

	private final ImageRegistry registry;

	private final ApiServer api;

	private final Kubelet kubelet;

	private final ServiceProxy proxy;

	private final MetricsServer metrics;

	private LocalCluster(LocalClusterSettings settings) throws IOException {
		this.settings = settings;
		try {
			Path directory = Files.createDirectories(settings.state().resolve("cluster")).toRealPath();
			AddressSlot slot = opened(AddressSlot.take(directory.resolve("address-slot")));
			this.store = opened(DurableStore.open(directory.resolve("objects"), this.clock));
			Workers workers = opened(new Workers());
			Vertx vertx = vertx();
			ImageStore images = new ImageStore(
					Files.createDirectories(settings.state().resolve("images")).toRealPath());
			this.registry = opened(ImageRegistry.start(vertx, images));
			this.kubelet = opened(Kubelet.start(this.store, workers, this.clock, vertx, images,
					new KubeletSettings(directory, slot.pods(), settings.backoff(), settings.sweep())));
			this.api = opened(new ApiServer(this.store,
					ApiSettings.in(directory.resolve("api"))
						.withPort(settings.apiPort())
						.withServiceRange(slot.services()),
					this.kubelet.logs(), this.clock));
			this.api.start();
			this.api.writeKubeconfig(kubeconfig());
			String certificate = this.api.caCertificate();
			opened(Controllers.start(this.store, workers, this.clock, resources((kind) -> true),
					resources(Kind::namespaced), certificate));
			this.proxy = opened(ServiceProxy.create(this.store, workers, this.clock, settings.endpointDelay()));
			opened(GatewayController.start(this.store, workers, this.clock, this.proxy, this.api.objects()));
			this.proxy.start();
			this.metrics = opened(MetricsServer.start(vertx, this.proxy.metrics()::text));
		}
		catch (IOException | RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Starts the cluster; pods of an earlier start are taken over.
	 * @param settings how
	 * @return the running cluster
	 * @throws IOException if its directory or its addresses cannot be used
	 */
	public static LocalCluster start(LocalClusterSettings settings) throws IOException {
		return new LocalCluster(settings);
	}

	static List<String> resources(Predicate<Kind> wanted) {
		return Kinds.get().all().stream().filter(wanted).map(Kind::resource).distinct().toList();
	}

	private <T extends AutoCloseable> T opened(T part) {
		this.parts.push(part);
		return part;
	}

	private Vertx vertx() {
		Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setWorkerPoolSize(EVENT_LOOPS));
		opened(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
		return vertx;
	}

	/**
	 * The file with address, authority and token of the API server, for kubectl and
	 * clients.
	 */
	public Path kubeconfig() {
		return this.settings.state().resolve("kubeconfig");
	}

	/** Address of the API server. */
	public String apiUrl() {
		return this.api.url();
	}

	/** The objects, for tests of this module. */
	ObjectStore store() {
		return this.store;
	}

	/**
	 * What users got at addresses with a route, for Prometheus: an address on loopback,
	 * new at each start.
	 */
	public String proxyMetricsUrl() {
		return this.metrics.url();
	}

	/** Where images are pushed to: {@code localhost:port}, plain HTTP. */
	public String registryAddress() {
		return this.registry.address();
	}

	/**
	 * Stops the cluster's own parts; its pods go on, and the next start takes them over.
	 */
	@Override
	public void close() {
		while (!this.parts.isEmpty()) {
			try {
				this.parts.pop().close();
			}
			catch (Exception ex) {
				log.warn("A part of the local cluster does not close", ex);
			}
		}
	}

	/**
	 * Stops the pods' processes that a cluster left which is no more: killed, or closed
	 * without them. A process counts as a pod's if its pid, its start time and the pod's
	 * uid in its environment are those on record. Never call this while the cluster runs:
	 * it would start them again.
	 * @param state the state directory, as in {@link LocalClusterSettings#state()}
	 * @return how many containers were stopped
	 * @throws IOException if the directory cannot be read
	 */
	public static int stopRecordedPods(Path state) throws IOException {
		return RecordedPods.in(state.resolve("cluster")).stop(MOST_PATIENCE);
	}

	/**
	 * Stops every pod's process as the pod's deletion would (preStop hook, SIGTERM, grace
	 * period, SIGKILL), all at once, then the cluster. The objects stay, and the next
	 * start runs the pods again.
	 * @param patience how long a pod has at most, if its grace period is longer; more
	 * than 30 seconds count as 30
	 */
	public void stopPodsAndClose(Duration patience) {
		this.kubelet.stopProcesses((patience.compareTo(MOST_PATIENCE) < 0) ? patience : MOST_PATIENCE);
		close();
	}

}
