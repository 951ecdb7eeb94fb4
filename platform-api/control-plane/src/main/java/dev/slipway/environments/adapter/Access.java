package dev.slipway.environments.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.slipway.environments.adapter.EnvironmentSettings.ClusterSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is reached: by a kubeconfig, or as one of its pods.
 *
 * @param cluster its name
 * @param settings what is configured of it
 * @param mounted where a pod finds its service account
 * @param variables of this process
 */
record Access(String cluster, ClusterSettings settings, Path mounted, Map<String, String> variables) {

	private static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

	Access(String cluster, ClusterSettings settings) {
		this(cluster, settings, MOUNTED, System.getenv());
	}

	/**
	 * What a client is made of.
	 * @throws IllegalStateException when something is missing, with the remedy
	 */
	Config config() {
		if (this.settings.asPod()) {
			return asPod();
		}
		String file = this.settings.kubeconfig();
		return (file != null) ? byFile(Path.of(file)) : Config.autoConfigure(this.settings.context());
	}

	private Config byFile(Path file) {
		String text = read(file);
		if (text.isBlank()) {
			throw new IllegalStateException("The kubeconfig of the cluster " + this.cluster + " is empty: " + file
					+ ". Is the cluster being started? Or set slipway.clusters." + this.cluster + ".kubeconfig");
		}
		String context = this.settings.context();
		if (context != null) {
			List<String> contexts = contexts(file, text);
			if (!contexts.contains(context)) {
				throw new IllegalStateException("There is no context " + context + " in " + file + "; there are "
						+ contexts + ". Set slipway.clusters." + this.cluster + ".context");
			}
		}
		return Config.fromKubeconfig(context, text, file.toString());
	}

	private String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException("The kubeconfig of the cluster " + this.cluster + " cannot be read: " + file
					+ ". Is the cluster started? Or set slipway.clusters." + this.cluster + ".kubeconfig", ex);
		}
	}

	private static List<String> contexts(Path file, String text) {
		try {
			JsonNode contexts = new YAMLMapper().readTree(text).path("contexts");
			return Stream.iterate(0, (i) -> i < contexts.size(), (i) -> i + 1)
				.map((i) -> contexts.get(i).path("name").asText())
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(file + " is not a kubeconfig: " + ex.getMessage(), ex);
		}
	}

	/** The token is read for each request: Kubernetes renews it on disk. */
	private Config asPod() {
		String host = this.variables.get("KUBERNETES_SERVICE_HOST");
		Path token = this.mounted.resolve("token");
		if (host == null || !Files.isReadable(token)) {
			throw new IllegalStateException("The cluster " + this.cluster
					+ " is to be reached from inside, but this process is no pod of it, or its pod mounts no service"
					+ " account (automountServiceAccountToken). Otherwise set slipway.clusters." + this.cluster
					+ ".kubeconfig");
		}
		String port = Objects.requireNonNullElse(this.variables.get("KUBERNETES_SERVICE_PORT"), "443");
		String address = "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/";
		Config config = new ConfigBuilder(Config.empty()).withMasterUrl(address)
			.withCaCertFile(this.mounted.resolve("ca.crt").toString())
			.build();
		config.setOauthTokenProvider(() -> token(token));
		return config;
	}

	private static String token(Path file) {
		try {
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Such as {@code the context east of /etc/slipway/kubeconfig}. */
	String told() {
		if (this.settings.asPod()) {
			return "the pod's service account";
		}
		String file = (this.settings.kubeconfig() != null) ? this.settings.kubeconfig()
				: "what kubectl takes by itself";
		return (this.settings.context() != null) ? "the context " + this.settings.context() + " of " + file : file;
	}

	/** The address of the API server, as far as it is known. */
	@Nullable String address() {
		try {
			String url = config().getMasterUrl();
			return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	String at() {
		String address = address();
		return (address != null) ? address : "its address";
	}

	/** How credentials are renewed. */
	String renewal() {
		return this.settings.asPod() ? "look whether the platform's service account is still there."
				: "write a new one into the file; it is read again by itself.";
	}

	/** What to do about a certificate that is not trusted. */
	String authority() {
		return this.settings.asPod()
				? "Start the platform's pod anew, so that it mounts the cluster's present authority."
				: "Was the cluster made anew, or is there a proxy between? Put its present certificate-authority-data into "
						+ told() + ".";
	}

}
