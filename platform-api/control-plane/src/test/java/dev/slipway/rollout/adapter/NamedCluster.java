package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.slipway.repository.Repositories;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The cluster that {@code SLIPWAY_TEST_KUBECONFIG} names, for tests of real releases on
 * any Kubernetes. They use namespaces of their own and delete them in the end.
 *
 * <ul>
 * <li>{@code SLIPWAY_TEST_CONTEXT}: a context of that file</li>
 * <li>{@code SLIPWAY_TEST_IMAGE}: an image of {@link FixtureServer}, which the cluster
 * can pull; without it, a busybox does the same by a script</li>
 * <li>{@code SLIPWAY_TEST_ROUTES=gamma}: HTTPRoutes at Services are served there</li>
 * </ul>
 */
@NullUnmarked
final class NamedCluster implements AutoCloseable {

	static final String VARIABLE = "SLIPWAY_TEST_KUBECONFIG";

	private static final String BUSYBOX = "docker.io/library/busybox:1.37";

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final String team = "slipway-test-" + UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);

	private final KubernetesClient client;

	private final ServiceRelay relay;

	private NamedCluster() throws Exception {
		this.client = new KubernetesClientBuilder().withConfig(config()).build();
		this.relay = new ServiceRelay(this.client);
	}

	/** The cluster for a test class that asks for it; null for others. */
	static NamedCluster of(Class<?> test) throws Exception {
		return test.isAnnotationPresent(Only.class) ? new NamedCluster() : null;
	}

	private static String context() {
		return System.getenv("SLIPWAY_TEST_CONTEXT");
	}

	private static boolean byScript() {
		return System.getenv("SLIPWAY_TEST_IMAGE") == null;
	}

	String team() {
		return this.team;
	}

	String image() {
		return byScript() ? BUSYBOX : System.getenv("SLIPWAY_TEST_IMAGE");
	}

	/** What a pod answers that is not ready. */
	static int unready() {
		return byScript() ? 404 : 503;
	}

	static boolean routes() {
		return "gamma".equals(System.getenv("SLIPWAY_TEST_ROUTES"));
	}

	/**
	 * What makes the platform go there. The relay comes from a node, which a policy that
	 * is enforced would keep out.
	 */
	List<String> properties() {
		String start = "slipway.clusters.local.";
		return List.of(start + "kubeconfig=" + System.getenv(VARIABLE), start + "context="
				+ ((context() != null) ? context() : this.client.getConfiguration().getCurrentContext().getName()),
				"slipway.environments[0].name=dev", "slipway.environments[0].namespace.network.enabled=false");
	}

	/** The repositories of what runs there: the image's program, or the script. */
	static Repositories repositories() {
		Repositories fixtures = new UnroutedRepositories(new FixtureRepositories());
		return byScript() ? new ScriptRepositories(fixtures) : fixtures;
	}

	/** A client of one's own. */
	static Config config() throws IOException {
		Path file = Path.of(System.getenv(VARIABLE));
		return Config.fromKubeconfig(context(), Files.readString(file), file.toString());
	}

	KubernetesClient client() {
		return this.client;
	}

	/** Where a Service is asked from here. */
	String address(String service, String direct) {
		return this.relay.reaches(direct) ? direct : this.relay.service(this.team + "-dev", service);
	}

	/** Where a pod's metrics are asked for from here. */
	URI metrics(String pod, URI direct) {
		return this.relay.reaches(direct.toString()) ? direct
				: URI.create(this.relay.pod(this.team + "-dev", pod, direct.getPort())).resolve(direct.getRawPath());
	}

	@Override
	public void close() {
		try {
			this.client.namespaces().withName(this.team + "-dev").delete();
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> this.client.namespaces().withName(this.team + "-dev").get() == null);
		}
		finally {
			this.relay.close();
			this.client.close();
		}
	}

	/** For a class of tests that runs on the named cluster and nowhere else. */
	@Retention(RetentionPolicy.RUNTIME)
	@Inherited
	@EnabledIfEnvironmentVariable(named = VARIABLE, matches = ".+",
			disabledReason = "set SLIPWAY_TEST_KUBECONFIG to the kubeconfig of a cluster to run it there")
	@interface Only {

	}

	/**
	 * Where no route is needed, none is used: the ratio of the pods divides the requests,
	 * which every cluster can do.
	 */
	private static final class UnroutedRepositories extends dev.slipway.test.NoRepositories {

		private final Repositories fixtures;

		UnroutedRepositories(Repositories fixtures) {
			this.fixtures = fixtures;
		}

		@Override
		public Map<String, byte[]> readTree(String team, String name, String commit, String folder) {
			return this.fixtures.readTree(team, name, commit, folder);
		}

		@Override
		public Optional<byte[]> read(String team, String name, String commit, String path) {
			boolean judged = commit.contains(":guarded") || commit.contains(":compared");
			return this.fixtures.read(team, name, commit, path)
				.map((bytes) -> judged
						? new String(bytes, StandardCharsets.UTF_8).replace("router: httpRoute", "router: replicas")
							.getBytes(StandardCharsets.UTF_8)
						: bytes);
		}

	}

}
