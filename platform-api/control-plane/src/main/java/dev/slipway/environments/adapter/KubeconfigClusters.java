package dev.slipway.environments.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.adapter.EnvironmentSettings.ClusterSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Clients from kubeconfig files. The local cluster's file may appear later than this. */
final class KubeconfigClusters implements Clusters, AutoCloseable {

	private static final int TIMEOUT_MILLIS = 10_000;

	private final EnvironmentSettings settings;

	private final Map<String, KubernetesClient> clients = new HashMap<>();

	KubeconfigClusters(EnvironmentSettings settings) {
		this.settings = settings;
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
		KubernetesClient made = new KubernetesClientBuilder()
			.withConfig(config(cluster, this.settings.cluster(cluster)))
			.build();
		this.clients.put(cluster, made);
		return made;
	}

	@Override
	public Health health(String cluster) {
		try {
			return new Health(true, "Kubernetes " + client(cluster).getKubernetesVersion().getGitVersion());
		}
		catch (KubernetesClientException | IllegalStateException ex) {
			return new Health(false, "The cluster " + cluster + " does not answer: " + ex.getMessage());
		}
	}

	@Override
	public synchronized void close() {
		this.clients.values().forEach(KubernetesClient::close);
		this.clients.clear();
	}

	private static Config config(String cluster, ClusterSettings settings) {
		Config config = (settings.kubeconfig() != null)
				? Config.fromKubeconfig(settings.context(), read(cluster, Path.of(settings.kubeconfig())), null)
				: Config.autoConfigure(settings.context());
		config.setRequestTimeout(TIMEOUT_MILLIS);
		config.setConnectionTimeout(TIMEOUT_MILLIS);
		// The engine retries by itself, and knows what it was about to do.
		config.setRequestRetryBackoffLimit(0);
		return config;
	}

	private static String read(String cluster, Path kubeconfig) {
		try {
			return Files.readString(kubeconfig);
		}
		catch (IOException ex) {
			throw new IllegalStateException("The kubeconfig of the cluster " + cluster + " cannot be read: "
					+ kubeconfig + ". Is the cluster started? Or set slipway.clusters." + cluster + ".kubeconfig", ex);
		}
	}

}
