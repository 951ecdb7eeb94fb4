package dev.slipway.environments.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.environments.ClusterChecks;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Clients from kubeconfig files, or of the cluster that the platform itself runs on. The
 * local cluster's file may appear later than this.
 */
final class KubeconfigClusters implements Clusters, ClusterChecks, AutoCloseable {

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** What is well is asked again after that, and what is not somewhat sooner. */
	private static final Duration WELL = Duration.ofSeconds(10);

	private static final Duration UNWELL = Duration.ofSeconds(2);

	private final EnvironmentSettings settings;

	private final Map<String, KubernetesClient> clients = new HashMap<>();

	private final RightsCheck rightsCheck = new RightsCheck();

	/** Since when which cluster does not answer. */
	private final Map<String, Instant> away = new ConcurrentHashMap<>();

	private final Clock clock;

	private final Recent<Health> health;

	private final Recent<Rights> rights;

	KubeconfigClusters(EnvironmentSettings settings) {
		this(settings, PATIENCE, Clock.systemUTC());
	}

	/**
	 * @param patience how long who asks for a cluster's health waits for it
	 */
	KubeconfigClusters(EnvironmentSettings settings, Duration patience, Clock clock) {
		this.settings = settings;
		this.clock = clock;
		this.health = new Recent<>(this::look, (health) -> health.up() ? WELL : UNWELL, this::late, patience, clock);
		this.rights = new Recent<>(this::ask,
				(rights) -> (rights.asked() > 0 && rights.missing().isEmpty()) ? Duration.ofMinutes(10)
						: Duration.ofSeconds(30),
				(cluster, waited) -> Rights.unknown("The cluster is being asked."), patience, clock);
	}

	@Override
	public Set<String> names() {
		return this.settings.clusters().keySet();
	}

	@Override
	public synchronized KubernetesClient client(String cluster) {
		KubernetesClient known = this.clients.get(cluster);
		if (known != null) {
			return known;
		}
		KubernetesClient made = new KubernetesClientBuilder().withConfig(patient(access(cluster).config()))
			.withHttpClientBuilderConsumer((http) -> http.addOrReplaceInterceptor("slipway-asked-to-wait",
					new AskedToWait(cluster, this.clock)))
			.build();
		this.clients.put(cluster, made);
		return made;
	}

	@Override
	public Health health(String cluster) {
		Health now = this.health.of(cluster);
		if (now.up()) {
			this.away.remove(cluster);
			return now;
		}
		return now.since(this.away.computeIfAbsent(cluster, (first) -> this.clock.instant()));
	}

	@Override
	public List<Checked> all() {
		return names().stream().map(this::checked).toList();
	}

	private Checked checked(String cluster) {
		Access access = access(cluster);
		Health now = health(cluster);
		Rights allowed = now.up() ? this.rights.of(cluster)
				: Rights.unknown("The cluster has to answer before it can be asked for rights.");
		List<String> environments = this.settings.environments()
			.stream()
			.filter((one) -> one.cluster().equals(cluster))
			.map(Environment::name)
			.toList();
		return new Checked(cluster, access.told(), access.address(), environments, now, allowed);
	}

	/**
	 * The version alone would not do: many clusters tell it to everybody. Who may ask for
	 * its own rights is known to the cluster.
	 */
	private Health look(String cluster) {
		try {
			KubernetesClient client = client(cluster);
			String version = client.getKubernetesVersion().getGitVersion();
			this.rightsCheck.introduce(client);
			return new Health(true, "Kubernetes " + version, version, null, null);
		}
		catch (KubernetesClientException ex) {
			Trouble trouble = Trouble.of(cluster, access(cluster), ex);
			return new Health(false, trouble.message(), null, trouble.remedy(), null);
		}
		catch (RuntimeException ex) {
			return new Health(false, "The cluster " + cluster + " does not answer: " + ex.getMessage());
		}
	}

	private Health late(String cluster, Duration waited) {
		Trouble trouble = Trouble.of(cluster, access(cluster), new java.util.concurrent.TimeoutException());
		return new Health(false, trouble.message(), null, trouble.remedy(), null);
	}

	private Rights ask(String cluster) {
		try {
			return this.rightsCheck.ask(client(cluster));
		}
		catch (RuntimeException ex) {
			return Rights.unknown("The cluster did not say what the platform may do: " + ex.getMessage());
		}
	}

	private Access access(String cluster) {
		return new Access(cluster, this.settings.cluster(cluster));
	}

	private static Config patient(Config config) {
		config.setRequestTimeout(TIMEOUT_MILLIS);
		config.setConnectionTimeout(TIMEOUT_MILLIS);
		// The engine retries by itself, and knows what it was about to do.
		config.setRequestRetryBackoffLimit(0);
		return config;
	}

	@Override
	public synchronized void close() {
		this.health.close();
		this.rights.close();
		this.clients.values().forEach(KubernetesClient::close);
		this.clients.clear();
	}

}
