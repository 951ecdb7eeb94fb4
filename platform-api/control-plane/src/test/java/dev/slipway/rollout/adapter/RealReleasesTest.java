package dev.slipway.rollout.adapter;

import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import dev.slipway.cluster.LocalCluster;
import dev.slipway.cluster.LocalClusterSettings;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.environments.OwnDatabaseServer;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.NoGates;
import dev.slipway.rollout.NoRules;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Placement;
import dev.slipway.rollout.Placement.Placed;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Releases;
import dev.slipway.test.MemoryDatabase;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real local cluster, the engine, fabric8 over HTTPS, pods that are processes, requests
 * through the service proxy; or the cluster that SLIPWAY_TEST_KUBECONFIG names, for
 * classes that ask for it.
 */
@NullUnmarked
abstract class RealReleasesTest {

	static final int PER_SECOND = 60;

	@TempDir
	static Path folder;

	private static LocalCluster cluster;

	/** Instead of the local one; null for most tests. */
	private static NamedCluster named;

	private static String team;

	static ConfigurableApplicationContext context;

	static String image;

	private static int services;

	final Releases releases = context.getBean(Releases.class);

	final Environment dev = context.getBean(Environments.class).get("dev");

	final KubernetesClient kubernetes = context.getBean(Clusters.class).client("local");

	/** Each test has a service of its own. */
	final String service = "orders" + ++services;

	/** More to wire than a release needs. */
	@Retention(RetentionPolicy.RUNTIME)
	@interface With {

		Class<?> value();

	}

	@BeforeAll
	static void start(TestInfo test) throws Exception {
		named = NamedCluster.of(test.getTestClass().orElseThrow());
		if (named == null) {
			cluster = LocalCluster
				.start(LocalClusterSettings.in(folder).withBackoff(Duration.ofMillis(300), Duration.ofSeconds(2)));
		}
		team = (named != null) ? named.team() : "shop";
		image = (named != null) ? named.image() : push(cluster.registryAddress(), folder);
		With more = test.getTestClass().orElseThrow().getAnnotation(With.class);
		Class<?>[] wiring = (more != null) ? new Class<?>[] { Wiring.class, more.value() }
				: new Class<?>[] { Wiring.class };
		context = new SpringApplicationBuilder(wiring).web(WebApplicationType.NONE)
			.properties("slipway.state=" + folder, "slipway.metrics.interval=1s", "spring.main.banner-mode=off")
			.properties((named != null) ? named.properties().toArray(String[]::new) : new String[0])
			.run();
	}

	@AfterAll
	static void stop() {
		if (context != null) {
			context.getBean(OwnDatabaseServer.class).stopServer();
			context.close();
		}
		if (cluster != null) {
			cluster.stopPodsAndClose(Duration.ofSeconds(5));
			cluster = null;
		}
		if (named != null) {
			named.close();
			named = null;
		}
	}

	/** The "commit" says how the program behaves. */
	Release request(String behaviour) {
		return this.releases
			.request(new ReleaseRequest(team, this.service, "dev", image, behaviour, 1, StrategyChanges.none(), "sam"));
	}

	Release succeed(Release release) {
		Release end = end(release);
		assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.SUCCEEDED);
		return end;
	}

	Release end(Release release) {
		try {
			Awaitility.await()
				.atMost(Duration.ofMinutes(4))
				.until(() -> this.releases.flow(release).map((flow) -> flow.ended()).orElse(false));
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("No end: " + this.releases.history(release), ex);
		}
		return this.releases.find(this.service, "dev", release.number()).orElseThrow();
	}

	void assertStable(int number, String version) {
		assertThat(this.releases.stable(this.service, "dev")).map(Release::number).contains(number);
		assertThat(placed().pods()).hasSize(2).allMatch((pod) -> pod.release() == number && pod.pod().ready());
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Awaitility.await().until(() -> load.answers(version) > 5);
		}
	}

	/** Instead of the local one; null for most tests. */
	static NamedCluster named() {
		return named;
	}

	static String team() {
		return team;
	}

	static String namespace() {
		return team + "-dev";
	}

	/**
	 * Where the service answers: proxies know of a new one a moment after it is there.
	 */
	String address() {
		String direct = placed().address();
		String address = (named != null) ? named.address(this.service, direct) : direct;
		Awaitility.await().until(() -> OpenLoad.answered(address));
		return address;
	}

	/** What a pod answers to its probe that is not ready. */
	static int unready() {
		return (named != null) ? NamedCluster.unready() : 503;
	}

	Placed placed() {
		return context.getBean(Placement.class).look(this.dev, team, this.service);
	}

	List<Deployment> deployments() {
		return this.kubernetes.apps()
			.deployments()
			.inNamespace(namespace())
			.withLabel(Labels.SERVICE, this.service)
			.list()
			.getItems();
	}

	static String push(String registry, Path caches) throws Exception {
		FileEntriesLayer.Builder program = FileEntriesLayer.builder();
		for (Class<?> part : List.of(FixtureServer.class, FixtureMeter.class)) {
			String file = part.getName().replace('.', '/') + ".class";
			Path copy = caches.resolve(part.getSimpleName() + ".class");
			try (InputStream bytes = part.getResourceAsStream("/" + file)) {
				Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
			}
			program.addEntry(copy, AbsoluteUnixPath.get("/app/" + file));
		}
		var pushed = Jib.fromScratch()
			.addFileEntriesLayer(program.build())
			.setEntrypoint(List.of("java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx48m",
					"-cp", "app", FixtureServer.class.getName()))
			.containerize(Containerizer.to(RegistryImage.named(registry + "/shop/orders:1"))
				.setAllowInsecureRegistries(true)
				.setBaseImageLayersCache(caches.resolve("jib-base"))
				.setApplicationLayersCache(caches.resolve("jib-app")));
		return registry + "/shop/orders@" + pushed.getDigest();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ MemoryDatabase.class, NoGates.class, NoRules.class })
	@ComponentScan(
			basePackages = { "dev.slipway.flow.adapter", "dev.slipway.environments.adapter",
					"dev.slipway.rollout.adapter" },
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Test\\$.*"))
	static class Wiring {

		@Bean
		Repositories repositories() {
			return (named != null) ? NamedCluster.repositories() : new FixtureRepositories();
		}

	}

}
