package dev.slipway.rollout.adapter;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What releases see of all clusters: one watch per cluster and kind. A cluster that is
 * not there yet is tried again and holds nothing up; until then it is asked.
 */
final class Views implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(Views.class);

	private static final int TEND_SECONDS = 2;

	private final Environments environments;

	private final Clusters clusters;

	private final Clock clock;

	private final Map<String, View> views = new ConcurrentHashMap<>();

	private final List<Consumer<HasMetadata>> listeners = new CopyOnWriteArrayList<>();

	private ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(Views::thread);

	private volatile boolean running;

	Views(Environments environments, Clusters clusters, Clock clock) {
		this.environments = environments;
		this.clusters = clusters;
		this.clock = clock;
	}

	View of(Environment environment) {
		return of(environment.cluster());
	}

	private View of(String cluster) {
		return this.views.computeIfAbsent(cluster,
				(name) -> new View(() -> this.clusters.client(name), this::changed, this.clock));
	}

	/** Tells of every object that changes, and of those that are there at first. */
	void onChange(Consumer<HasMetadata> listener) {
		this.listeners.add(listener);
	}

	@Override
	public void start() {
		this.running = true;
		this.keeper.scheduleWithFixedDelay(this::tend, 0, TEND_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		this.keeper.shutdownNow();
		this.views.values().forEach(View::close);
		this.keeper = Executors.newSingleThreadScheduledExecutor(Views::thread);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private void changed(HasMetadata object) {
		this.listeners.forEach((listener) -> listener.accept(object));
	}

	/** Throws nothing: that would end it for good. */
	private synchronized void tend() {
		try {
			this.environments.all().forEach(this::tend);
		}
		catch (RuntimeException ex) {
			log.warn("The environments, whose clusters are watched, cannot be told now", ex);
		}
	}

	private void tend(Environment environment) {
		try {
			if (this.running) {
				of(environment).tend();
			}
		}
		catch (KubernetesClientException | IllegalStateException ex) {
			log.debug("The cluster {} cannot be watched yet", environment.cluster(), ex);
		}
		catch (RuntimeException ex) {
			log.warn("The cluster {} cannot be watched now", environment.cluster(), ex);
		}
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "release-watch");
		thread.setDaemon(true);
		return thread;
	}

}
