package dev.slipway.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Clients of a cluster by the kubeconfig that it wrote; nothing else of the machine. */
public final class Kubeconfigs {

	private Kubeconfigs() {
	}

	/** A client of its current context, for the caller to close. */
	public static KubernetesClient client(Path kubeconfig) throws IOException {
		return new KubernetesClientBuilder().withConfig(config(kubeconfig)).build();
	}

	/** How its current context is reached; each call gives one of its own to change. */
	public static Config config(Path kubeconfig) throws IOException {
		return Config.fromKubeconfig(Files.readString(kubeconfig));
	}

}
