package dev.slipway.rollout.adapter;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Adoptions;
import dev.slipway.rollout.Forward;
import dev.slipway.rollout.NoGates;
import dev.slipway.rollout.NoRules;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import dev.slipway.test.Databases;
import dev.slipway.test.Kubeconfigs;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The platform is away, somebody rolls back or promotes by kubectl alone, the platform
 * comes back: the outcome is recorded and nothing is undone.
 */
@NullUnmarked
class BreakGlassTest {

	private static SimulatedCluster cluster;

	private static KubernetesClient client;

	private static DataSource database;

	private ConfigurableApplicationContext platform;

	@BeforeEach
	void start(@TempDir Path folder) throws Exception {
		cluster = SimulatedCluster.start(folder, (pod) -> true);
		client = Kubeconfigs.client(cluster.kubeconfig());
		database = Databases.memory();
		startPlatform();
	}

	@AfterEach
	void stop() {
		this.platform.close();
		client.close();
		cluster.close();
	}

	@Test
	void aRollbackByHandIsRecordedAndNotUndone() {
		succeeded(request("a1"));
		succeeded(request("b2"));
		this.platform.close();
		scale("orders-r1", 2);
		select(1);
		scale("orders-r2", 0);
		startPlatform();

		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> releases().stable("orders", "dev").orElseThrow().number() == 1);
		Release back = releases().find("orders", "dev", 2).orElseThrow();
		assertThat(back.outcome()).isEqualTo(Outcome.ROLLED_BACK);
		assertThat(back.reason()).contains("kubectl");
		assertThat(this.platform.getBean(ReleaseStore.class).pointed("orders", Clock.systemUTC().instant(), 5))
			.singleElement()
			.satisfies((one) -> assertThat(one.to()).isEqualTo(1));
		assertServedBy(1);

		succeeded(request("c3"));
		assertThat(replicas("orders-r3")).isEqualTo(2);
	}

	@Test
	void aReleaseThatWasRolledBackByHandEndsWithoutAFight() {
		succeeded(request("a1"));
		Release canary = held(request("b2:ratio"));
		this.platform.close();
		scale("orders-r1", 2);
		select(1);
		scale("orders-r2", 0);
		startPlatform();

		Release end = ended(canary);
		assertThat(end.outcome()).isEqualTo(Outcome.ABORTED);
		assertThat(end.reason()).contains("kubectl");
		assertThat(releases().stable("orders", "dev")).map(Release::number).hasValue(1);
		assertServedBy(1);
	}

	@Test
	void aReleaseThatWasPromotedByHandBecomesStable() {
		succeeded(request("a1"));
		Release canary = held(request("b2:ratio"));
		this.platform.close();
		scale("orders-r2", 2);
		select(2);
		scale("orders-r1", 0);
		startPlatform();

		assertThat(ended(canary).outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(releases().stable("orders", "dev")).map(Release::number).hasValue(2);
		assertServedBy(2);
	}

	/** As living-with-others.md says it for release 0. */
	@Test
	void aRollbackByHandToTheAdoptedReleaseFindsItsPods() {
		runWithoutSlipway();
		this.platform.getBean(Adoptions.class).adopt("shop", "orders", "dev", "sam");
		succeeded(request("a1"));
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> ownPods().isEmpty());
		this.platform.close();
		scale("orders", 2);
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> ownPods().size() == 2);
		assertThat(selectedOfZero()).as("why they have to be labelled").isEmpty();
		ownPods().forEach(BreakGlassTest::labelAsZero);
		select(0);
		assertThat(selectedOfZero()).hasSize(2);
		assertThat(client.services().inNamespace("shop-dev").withName("orders").get().getSpec().getSelector())
			.isEqualTo(Labels.selector("orders", 0));
		scale("orders-r1", 0);
		startPlatform();

		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> releases().stable("orders", "dev").orElseThrow().number() == 0);
		assertThat(replicas("orders")).isEqualTo(2);
		Pod replaced = ownPods().get(0);
		client.resource(replaced).withGracePeriod(0).delete();
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> selectedOfZero().size() == 2 && selectedOfZero().stream()
				.noneMatch((pod) -> pod.getMetadata().getUid().equals(replaced.getMetadata().getUid())));
	}

	private static void runWithoutSlipway() {
		new OneEnvironment(client).ensureNamespace(new OneEnvironment(client).get("dev"), "shop");
		client
			.load(new ByteArrayInputStream(
					new FixtureRepositories().readTree("shop", "orders", "a1", "deploy").get("deploy/all.yaml")))
			.items()
			.forEach((object) -> client.resource(object).inNamespace("shop-dev").create());
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> ownPods().size() == 2);
	}

	/** Those of Deployment orders itself. */
	private static List<Pod> ownPods() {
		return client.pods()
			.inNamespace("shop-dev")
			.withLabel("app.kubernetes.io/name", "orders")
			.list()
			.getItems()
			.stream()
			.filter((pod) -> !pod.getMetadata().getName().startsWith("orders-r1-")
					&& pod.getMetadata().getDeletionTimestamp() == null)
			.toList();
	}

	/** What the flipped entry Service sends requests to. */
	private static List<Pod> selectedOfZero() {
		return client.pods().inNamespace("shop-dev").withLabels(Labels.selector("orders", 0)).list().getItems();
	}

	private static void labelAsZero(Pod pod) {
		client.resource(pod)
			.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"" + Labels.SERVICE
					+ "\":\"orders\",\"" + Labels.RELEASE + "\":\"0\"}}}");
	}

	private void startPlatform() {
		this.platform = new SpringApplicationBuilder(Wiring.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "slipway.break-glass.every=500ms")
			.run();
	}

	private Releases releases() {
		return this.platform.getBean(Releases.class);
	}

	private Release request(String commit) {
		return releases().request(new ReleaseRequest("shop", "orders", "dev", "shop/orders@sha256:1", commit, 1,
				StrategyChanges.none(), "sam"));
	}

	private void succeeded(Release release) {
		Release end = ended(release);
		assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.SUCCEEDED);
	}

	private Release ended(Release release) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> releases().flow(release).orElseThrow().ended());
		return releases().find("orders", "dev", release.number()).orElseThrow();
	}

	private Release held(Release release) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> releases().flow(release).orElseThrow().state() instanceof Forward.Holding holding
					&& !holding.waitingFor().isEmpty());
		return release;
	}

	private static void assertServedBy(int number) {
		Service entry = client.services().inNamespace("shop-dev").withName("orders").get();
		assertThat(entry.getSpec().getSelector()).containsAllEntriesOf(Map.of(Labels.SERVICE, "orders"));
		assertThat(entry.getSpec().getSelector().get(Labels.RELEASE)).isEqualTo(Integer.toString(number));
		assertThat(replicas("orders-r" + number)).isEqualTo(2);
		assertThat(replicas("orders-r" + (3 - number))).isZero();
	}

	private static int replicas(String name) {
		return client.apps().deployments().inNamespace("shop-dev").withName(name).get().getSpec().getReplicas();
	}

	private static void scale(String name, int replicas) {
		client.apps().deployments().inNamespace("shop-dev").withName(name).scale(replicas);
	}

	/** As kubectl patch service orders does. */
	private static void select(int number) {
		client.services()
			.inNamespace("shop-dev")
			.withName("orders")
			.patch(PatchContext.of(PatchType.JSON_MERGE),
					"{\"spec\":{\"selector\":{\"slipway.dev/release\":\"" + number + "\"}}}");
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ NoGates.class, NoRules.class })
	@ComponentScan(basePackages = { "dev.slipway.flow.adapter", "dev.slipway.rollout.adapter" },
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Test\\$.*"))
	static class Wiring {

		@Bean
		JdbcClient jdbcClient() {
			return JdbcClient.create(database);
		}

		@Bean
		PlatformTransactionManager transactionManager() {
			return new JdbcTransactionManager(database);
		}

		@Bean
		Repositories repositories() {
			return new FixtureRepositories();
		}

		@Bean
		Environments environments() {
			return new OneEnvironment(client);
		}

		@Bean
		Clusters clusters() {
			return new OneCluster(client);
		}

	}

}
