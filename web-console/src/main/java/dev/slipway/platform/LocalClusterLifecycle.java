package dev.slipway.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.slipway.cluster.LocalCluster;
import dev.slipway.cluster.LocalClusterSettings;
import dev.slipway.environments.OwnDatabaseServer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/**
 * Runs the local cluster inside the platform: up before anything asks for it, down after
 * everything else. Its pods outlive the platform unless they were to be stopped with it.
 */
@Component
@ConditionalOnBooleanProperty("slipway.cluster.local.enabled")
class LocalClusterLifecycle implements SmartLifecycle {

	private static final Duration PATIENCE = Duration.ofSeconds(45);

	private final Path state;

	private final ConfigurableEnvironment environment;

	private final Shutdown shutdown;

	private final ObjectProvider<OwnDatabaseServer> databases;

	private @Nullable LocalCluster cluster;

	LocalClusterLifecycle(@Value("${slipway.state}") Path state, ConfigurableEnvironment environment, Shutdown shutdown,
			ObjectProvider<OwnDatabaseServer> databases) {
		this.state = state.toAbsolutePath();
		this.environment = environment;
		this.shutdown = shutdown;
		this.databases = databases;
	}

	@Override
	public synchronized void start() {
		try {
			LocalCluster started = LocalCluster.start(LocalClusterSettings.in(this.state));
			this.cluster = started;
			this.environment.getPropertySources()
				.addLast(new MapPropertySource("localCluster", Map.of("slipway.registry", started.registryAddress(),
						"slipway.cluster.local.metrics", started.proxyMetricsUrl())));
		}
		catch (IOException ex) {
			throw new UnusableState(this.state,
					"The local cluster does not start in " + this.state + ": " + ex.getMessage(),
					"Look at the cause in the platform's log, or start without it: SLIPWAY_CLUSTER_LOCAL_ENABLED=false ./slipway up.",
					ex);
		}
	}

	@Override
	public synchronized void stop() {
		LocalCluster running = this.cluster;
		if (running == null) {
			return;
		}
		this.cluster = null;
		if (this.shutdown.stopsPods()) {
			running.stopPodsAndClose(PATIENCE);
			this.databases.ifAvailable(OwnDatabaseServer::stopServer);
		}
		else {
			running.close();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.cluster != null;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE + 1000;
	}

}
