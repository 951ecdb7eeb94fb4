package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.drift.Difference;
import dev.slipway.drift.Drift;
import dev.slipway.drift.Drift.Ending;
import dev.slipway.drift.DriftStore;
import dev.slipway.drift.Drifts;
import dev.slipway.drift.Policy;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Admission;
import dev.slipway.rollout.NoGates;
import dev.slipway.rollout.NoRules;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.RefusedRelease;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Releases;
import dev.slipway.strategy.Finding;
import dev.slipway.strategy.Finding.Severity;
import dev.slipway.test.Kubeconfigs;
import dev.slipway.test.MemoryDatabase;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Somebody edits live objects as kubectl does, on a real API server with simulated pods.
 */
@NullUnmarked
class DriftOnClusterTest {

	private static SimulatedCluster cluster;

	private static KubernetesClient client;

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start(@TempDir Path folder) throws Exception {
		cluster = SimulatedCluster.start(folder, (pod) -> true);
		client = Kubeconfigs.client(cluster.kubeconfig());
		this.context = new SpringApplicationBuilder(Wiring.class).web(WebApplicationType.NONE)
			.properties("slipway.state=" + folder, "spring.main.banner-mode=off", "slipway.drift.every=1h")
			.run();
	}

	@AfterEach
	void stop() {
		this.context.close();
		client.close();
		cluster.close();
	}

	@Test
	void seesPutsBackAndAdoptsWhatWasEdited() {
		Drifts drifts = this.context.getBean(Drifts.class);
		release();
		assertThat(drifts.look("orders", "dev")).as("what is as it was released").isEmpty();

		edit("{\"spec\":{\"template\":{\"metadata\":{\"annotations\":"
				+ "{\"kubectl.kubernetes.io/restartedAt\":\"2026-01-05T10:00:00Z\"}}}}}");
		assertThat(drifts.look("orders", "dev")).as("a restart").isEmpty();

		edit("{\"spec\":{\"replicas\":3,\"template\":{\"spec\":{\"containers\":[{\"name\":\"app\","
				+ "\"env\":[{\"name\":\"COLOUR\",\"value\":\"red\"},"
				+ "{\"name\":\"ZIPKIN_ENDPOINT\",\"value\":\"http://another\"}]}]}}}}");
		List<Drift> seen = drifts.look("orders", "dev");
		assertThat(seen).extracting((drift) -> drift.difference().path())
			.containsExactlyInAnyOrder("spec.replicas", "spec.template.spec.containers[app].env[COLOUR]");
		assertThat(seen).allSatisfy((drift) -> {
			assertThat(drift.difference().manager()).isEqualTo("kubectl-edit");
			assertThat(drift.difference().at()).isNotNull();
		});
		assertThat(drifts.check("orders", "dev")).as("shown only").hasSize(2);
		assertThat(replicas("orders-r1")).isEqualTo(3);

		drifts.set("orders", "dev", Policy.RESTORE, "sam");
		drifts.check("orders", "dev");
		assertThat(replicas("orders-r1")).isEqualTo(2);
		assertThat(deployment("orders-r1").get().toString()).as("what the platform sets, as it was set")
			.contains("http://another");
		assertThat(drifts.look("orders", "dev")).isEmpty();
		assertThat(this.context.getBean(DriftStore.class).list("orders", Clock.systemUTC().instant(), 10))
			.extracting(Drift::ending)
			.containsOnly(Ending.RESTORED);

		drifts.set("orders", "dev", Policy.ADOPT, "sam");
		edit("{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"app\","
				+ "\"image\":\"shop/orders@sha256:unproven\"}]}}}}");
		assertThatExceptionOfType(RefusedRelease.class).isThrownBy(() -> drifts.check("orders", "dev"));
		assertThat(drifts.open("orders", "dev")).as("shown all the same").hasSize(1);

		edit("{\"spec\":{\"replicas\":4,\"template\":{\"spec\":{\"containers\":[{\"name\":\"app\","
				+ "\"image\":\"shop/orders@sha256:2\"}]}}}}");
		drifts.check("orders", "dev");
		Release adopting = ended(2);
		assertThat(adopting.draft().image()).isEqualTo("shop/orders@sha256:2");
		assertThat(replicas("orders-r2")).isEqualTo(4);
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.untilAsserted(() -> assertThat(drifts.look("orders", "dev")).extracting(Drift::difference)
				.extracting(Difference::path)
				.isEmpty());

		drifts.set("orders", "dev", Policy.RESTORE, "sam");
		deployment("orders-r2").delete();
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
			drifts.check("orders", "dev");
			return deployment("orders-r2").get() != null;
		});
		assertThat(replicas("orders-r2")).isEqualTo(4);
		assertThat(deployment("orders-r2").get().getMetadata().getLabels()).containsEntry(Labels.ROLE, "stable");
	}

	private void release() {
		this.context.getBean(Releases.class)
			.request(new ReleaseRequest("shop", "orders", "dev", "shop/orders@sha256:1", "a1", 1,
					StrategyChanges.none(), "sam"));
		ended(1);
	}

	private Release ended(int number) {
		Releases releases = this.context.getBean(Releases.class);
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> releases.find("orders", "dev", number).filter((one) -> one.outcome() != null).isPresent()
					&& releases.live("orders", "dev").isEmpty());
		Release release = releases.find("orders", "dev", number).orElseThrow();
		assertThat(release.outcome()).as(release.reason()).isEqualTo(Outcome.SUCCEEDED);
		return release;
	}

	private static void edit(String patch) {
		deployment("orders-r1").patch(new PatchContext.Builder().withPatchType(PatchType.STRATEGIC_MERGE)
			.withFieldManager("kubectl-edit")
			.build(), patch);
	}

	private static int replicas(String name) {
		return deployment(name).get().getSpec().getReplicas();
	}

	private static RollableScalableResource<Deployment> deployment(String name) {
		return client.apps().deployments().inNamespace("shop-dev").withName(name);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ MemoryDatabase.class, NoGates.class, NoRules.class })
	@ComponentScan(
			basePackages = { "dev.slipway.flow.adapter", "dev.slipway.rollout.adapter", "dev.slipway.drift.adapter" },
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Test\\$.*"))
	static class Wiring {

		@Bean
		Repositories repositories() {
			return new FixtureRepositories();
		}

		@Bean
		Admission rules() {
			return new Admission() {

				@Override
				public List<Finding> findings(ReleaseRequest request, Instant now) {
					return request.image().endsWith("unproven")
							? List.of(new Finding(Severity.ERROR, "not-proven", "image", "not proven", "Prove it."))
							: List.of();
				}

				@Override
				public Hold hold(Release release, Instant now) {
					return Hold.FREE;
				}

				@Override
				public void waive(Release release, Waiver waiver, Instant at) {
					throw new UnsupportedOperationException();
				}

			};
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
