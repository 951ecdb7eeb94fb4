package dev.slipway.rollout.adapter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.flow.Flows;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Wakes live releases when their Deployments or pods change: one watch per cluster and
 * kind. A cluster that is not there yet is tried again; until then the clock wakes them.
 */
final class WakeUps implements SmartLifecycle, ResourceEventHandler<HasMetadata> {

	private static final Logger log = LoggerFactory.getLogger(WakeUps.class);

	private final Environments environments;

	private final Clusters clusters;

	private final Flows flows;

	private final PodRoles roles;

	/** Flow ids that are ticked here, by service and environment. */
	private final Map<String, Set<String>> live = new ConcurrentHashMap<>();

	private final Set<String> watched = new HashSet<>();

	private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

	private ScheduledExecutorService starter = Executors.newSingleThreadScheduledExecutor(WakeUps::thread);

	private volatile boolean running;

	WakeUps(Environments environments, Clusters clusters, Flows flows, PodRoles roles) {
		this.environments = environments;
		this.clusters = clusters;
		this.flows = flows;
		this.roles = roles;
	}

	/** The release is ticked here: events of its service wake it. */
	void live(String service, String environment, String flowId) {
		this.live.computeIfAbsent(service + "/" + environment, (key) -> ConcurrentHashMap.newKeySet()).add(flowId);
	}

	/** The release has ended. */
	void ended(String service, String environment, String flowId) {
		this.live.getOrDefault(service + "/" + environment, new HashSet<>()).remove(flowId);
	}

	@Override
	public void start() {
		this.running = true;
		this.starter.scheduleWithFixedDelay(this::watchMissing, 0, 2, TimeUnit.SECONDS);
	}

	@Override
	public void stop() {
		this.running = false;
		this.starter.shutdownNow();
		synchronized (this) {
			this.informers.forEach(SharedIndexInformer::stop);
			this.informers.clear();
			this.watched.clear();
		}
		this.starter = Executors.newSingleThreadScheduledExecutor(WakeUps::thread);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void onAdd(HasMetadata object) {
		wake(object);
	}

	@Override
	public void onUpdate(HasMetadata before, HasMetadata object) {
		wake(object);
	}

	@Override
	public void onDelete(HasMetadata object, boolean lastStateUnknown) {
		wake(object);
	}

	private void wake(HasMetadata object) {
		this.roles.changed(object);
		String key = Objects.label(object, Labels.SERVICE) + "/" + Objects.label(object, Labels.ENVIRONMENT);
		this.live.getOrDefault(key, Set.of()).forEach((flowId) -> this.flows.wake("release", flowId));
	}

	private synchronized void watchMissing() {
		for (Environment environment : this.environments.all()) {
			String cluster = environment.cluster();
			if (this.running && !this.watched.contains(cluster)) {
				try {
					KubernetesClient client = this.clusters.client(cluster);
					watch(client.pods()
						.inAnyNamespace()
						.withLabel(Labels.MANAGED_BY, Labels.SLIPWAY)
						.runnableInformer(0));
					watch(client.apps()
						.deployments()
						.inAnyNamespace()
						.withLabel(Labels.MANAGED_BY, Labels.SLIPWAY)
						.runnableInformer(0));
					this.watched.add(cluster);
				}
				catch (KubernetesClientException | IllegalStateException ex) {
					log.debug("The cluster {} cannot be watched yet", cluster, ex);
				}
			}
		}
	}

	private void watch(SharedIndexInformer<? extends HasMetadata> informer) {
		add(informer);
		informer.exceptionHandler((started, problem) -> this.running);
		this.informers.add(informer);
		informer.start();
	}

	@SuppressWarnings("unchecked")
	private <T extends HasMetadata> void add(SharedIndexInformer<T> informer) {
		informer.addEventHandler((ResourceEventHandler<T>) this);
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "release-watch");
		thread.setDaemon(true);
		return thread;
	}

}
