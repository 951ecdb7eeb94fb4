package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import dev.slipway.environments.Environments;
import dev.slipway.rollout.Adoptions;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that runs without Slipway is adopted while users ask without a pause: its
 * pods stay, a first release that fails changes nothing, one that holds replaces it, and
 * not one request is lost.
 */
@NullUnmarked
@EnabledOnOs(OS.LINUX)
class AdoptionTest extends RealReleasesTest {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private final Adoptions adoptions = context.getBean(Adoptions.class);

	@Test
	void adoptsWhatRunsAndReplacesItWithoutALostRequest() throws Exception {
		Map<String, String> selector = runWithoutSlipway();
		String pods = pods();
		try (OpenLoad load = new OpenLoad(placed().address(), PER_SECOND)) {
			assertThat(this.adoptions.propose("shop", this.service, "dev").obstacles()).isEmpty();
			assertThat(deployment().getMetadata().getLabels()).as("a proposal changes nothing").isNullOrEmpty();

			Release adopted = this.adoptions.adopt("shop", this.service, "dev", "sam");
			assertThat(adopted.number()).isZero();
			assertThat(this.adoptions.propose("shop", this.service, "dev").obstacles()).isNotEmpty();
			assertThat(placed().pods()).hasSize(2).allMatch((pod) -> pod.release() == 0);
			assertThat(pods()).as("the pods were not restarted").isEqualTo(pods);
			assertThat(selector()).isEqualTo(selector);

			assertThat(end(request("b2:exit:switch")).outcome()).isEqualTo(Outcome.FAILED);
			assertThat(this.releases.stable(this.service, "dev")).map(Release::number).hasValue(0);
			assertThat(pods()).isEqualTo(pods);
			Awaitility.await().atMost(PATIENCE).until(() -> selector().equals(selector));
			assertServes(load, "a1");

			succeed(request("c3"));
			assertServes(load, "c3");
			load.finish();
			System.out.println(load.sent() + " requests, " + load.failures().size() + " failed");
			assertThat(load.failures()).isEmpty();
			assertThat(load.answers("b2")).isZero();
		}
		assertThat(this.releases.stable(this.service, "dev")).map(Release::number).hasValue(2);
		assertThat(deployment().getSpec().getReplicas()).isZero();
		assertThat(deployment().getMetadata().getLabels()).containsEntry(Labels.ROLE, "retired");
	}

	@Test
	void saysWhatStandsInTheWay() {
		context.getBean(Environments.class).ensureNamespace(this.dev, "shop");
		assertThat(this.adoptions.propose("shop", this.service, "dev").obstacles()).singleElement()
			.asString()
			.contains("There is no Deployment " + this.service);
	}

	private static void assertServes(OpenLoad load, String version) {
		int before = load.answers(version);
		Awaitility.await().atMost(PATIENCE).until(() -> load.answers(version) > before + PER_SECOND);
	}

	/** As kubectl apply would make it; answers the selector of its Service. */
	private Map<String, String> runWithoutSlipway() {
		context.getBean(Environments.class).ensureNamespace(this.dev, "shop");
		byte[] manifests = new FixtureRepositories().readTree("shop", this.service, "a1", "deploy")
			.get("deploy/all.yaml");
		String yaml = new String(manifests, StandardCharsets.UTF_8).replace("image: " + this.service,
				"image: " + image);
		for (HasMetadata object : this.kubernetes
			.load(new java.io.ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
			.items()) {
			this.kubernetes.resource(object).inNamespace("shop-dev").create();
		}
		Awaitility.await().atMost(PATIENCE).until(() -> {
			Deployment now = deployment();
			return now.getStatus() != null && Integer.valueOf(2).equals(now.getStatus().getReadyReplicas());
		});
		// The proxy learns of a new Service a moment after its pods are ready.
		try (OpenLoad first = new OpenLoad(placed().address(), PER_SECOND)) {
			Awaitility.await().atMost(PATIENCE).until(() -> first.answers("a1") > PER_SECOND);
		}
		return selector();
	}

	private Deployment deployment() {
		return this.kubernetes.apps().deployments().inNamespace("shop-dev").withName(this.service).get();
	}

	private Map<String, String> selector() {
		return this.kubernetes.services().inNamespace("shop-dev").withName(this.service).get().getSpec().getSelector();
	}

	/** The names and starts of the Deployment's own pods. */
	private String pods() {
		return this.kubernetes.pods()
			.inNamespace("shop-dev")
			.withLabel("app.kubernetes.io/name", this.service)
			.list()
			.getItems()
			.stream()
			.filter((pod) -> !pod.getMetadata().getName().startsWith(this.service + "-r"))
			.map(AdoptionTest::told)
			.sorted()
			.toList()
			.toString();
	}

	private static String told(Pod pod) {
		return pod.getMetadata().getName() + " restarted "
				+ pod.getStatus().getContainerStatuses().get(0).getRestartCount();
	}

}
