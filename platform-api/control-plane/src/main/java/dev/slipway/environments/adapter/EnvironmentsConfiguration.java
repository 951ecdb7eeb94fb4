package dev.slipway.environments.adapter;

import java.nio.file.Path;
import java.time.Clock;

import dev.slipway.environments.Environments;
import dev.slipway.environments.Namespaces;
import dev.slipway.environments.OwnDatabaseServer;
import dev.slipway.environments.ServiceDatabases;
import dev.slipway.environments.TemporaryEnvironments;
import dev.slipway.environments.adapter.EnvironmentSettings.DatabaseSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires environments, clusters and databases. */
@Configuration(proxyBeanMethods = false)
class EnvironmentsConfiguration {

	@Bean
	EnvironmentSettings environmentSettings(Environment environment, @Value("${slipway.state:.slipway}") Path state) {
		return EnvironmentSettings.read(Binder.get(environment), state.toAbsolutePath().toString());
	}

	@Bean(destroyMethod = "close")
	KubeconfigClusters clusters(EnvironmentSettings settings) {
		return new KubeconfigClusters(settings);
	}

	@Bean
	PostgresLifecycle postgresLifecycle(@Value("${slipway.state:.slipway}") Path state) {
		return new PostgresLifecycle(new PostgresServer(state.resolve("postgres")));
	}

	@Bean
	ServiceDatabases serviceDatabases(EnvironmentSettings settings, PostgresLifecycle postgres) {
		return new PostgresDatabases((environment) -> {
			DatabaseSettings configured = settings.databases().get(environment.settings());
			if (configured != null) {
				return new AdminAccess(configured.url(), configured.username(), configured.password());
			}
			if (!environment.cluster().equals(EnvironmentSettings.LOCAL)) {
				throw new IllegalStateException(
						"No database server is configured for the environment " + environment.settings()
								+ ": set slipway.environments[n].database.url, .username and .password");
			}
			return postgres.server().start();
		});
	}

	@Bean
	Provisioning provisioning(EnvironmentSettings settings, KubeconfigClusters clusters) {
		return new Provisioning(settings, clusters, Clock.systemUTC());
	}

	@Bean
	Namespaces namespaces(Provisioning provisioning, EnvironmentSettings settings, KubeconfigClusters clusters) {
		return new KubernetesNamespaces(provisioning, settings, clusters);
	}

	@Bean
	Environments environments(EnvironmentSettings settings, KubeconfigClusters clusters, Provisioning provisioning,
			ServiceDatabases databases, ObjectProvider<TemporaryEnvironments> temporary) {
		return new KubernetesEnvironments(settings.environments(), clusters, provisioning, databases,
				temporary.getIfUnique(() -> TemporaryEnvironments.NONE));
	}

	/**
	 * The platform's own PostgreSQL starts with the first database, and from then on with
	 * the platform. It outlives the platform as the pods do, which need it, until
	 * somebody stops it.
	 */
	static final class PostgresLifecycle implements SmartLifecycle, OwnDatabaseServer {

		private static final Logger log = LoggerFactory.getLogger(PostgresLifecycle.class);

		private final PostgresServer server;

		private volatile boolean running;

		PostgresLifecycle(PostgresServer server) {
			this.server = server;
		}

		PostgresServer server() {
			return this.server;
		}

		@Override
		public void start() {
			this.running = true;
			if (this.server.initialised()) {
				try {
					this.server.start();
				}
				catch (IllegalStateException ex) {
					// The platform goes on; services that need it say so.
					log.error(ex.getMessage(), ex);
				}
			}
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public void stopServer() {
			this.server.stopServer();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		/** Before what starts pods. */
		@Override
		public int getPhase() {
			return Integer.MIN_VALUE;
		}

	}

}
