package dev.slipway.rollout.adapter;

import java.nio.file.Path;
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
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

/** Rolling releases on a real local cluster, to their ends, good and bad. */
@NullUnmarked
@EnabledOnOs(OS.LINUX)
class RollingReleaseTest extends RealReleasesTest {

	@Test
	void losesNoRequestWhileAReleaseReplacesAnother() throws Exception {
		succeed(request("a1"));
		String address = address();
		try (OpenLoad load = new OpenLoad(address, PER_SECOND)) {
			Awaitility.await().until(() -> load.answers("a1") > PER_SECOND);
			Release second = request("b2");
			succeed(second);
			Awaitility.await().until(() -> load.answers("b2") > 2 * PER_SECOND);
			load.finish();
			System.out.println(load.sent() + " requests, " + load.failures().size() + " failed");
			assertThat(load.failures()).isEmpty();
			assertThat(load.sent()).isEqualTo(load.answers("a1") + load.answers("b2"));
		}
		assertThat(placed().pods()).hasSize(2).allSatisfy((pod) -> {
			assertThat(pod.release()).isEqualTo(2);
			assertThat(pod.pod().ready()).isTrue();
		});
		assertThat(deployments()).map((one) -> one.getMetadata().getLabels().get(Labels.ROLE))
			.containsExactlyInAnyOrder("retired", "stable");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.kubernetes.pods()
				.inNamespace(namespace())
				.withLabel(Labels.SERVICE, this.service)
				.withLabel(Labels.ROLE, "stable")
				.list()
				.getItems()).hasSize(2));
	}

	/** Shows that the count counts. */
	@Test
	void losesRequestsWhenPodsLeaveWithoutDraining() throws Exception {
		succeed(request("a1:rude"));
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Awaitility.await().until(() -> load.answers("a1") > PER_SECOND);
			succeed(request("b2:rude"));
			load.finish();
			assertThat(load.failures()).isNotEmpty();
		}
	}

	@Test
	void takesBackACandidateThatIsNeverReady() {
		succeed(request("a1"));
		Release candidate = request("b2:never");
		Release end = end(candidate);
		assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(end.reason()).contains("Rolled back to release 1", "0 of 1 pods were ready after 15 s",
				"Readiness probe GET /ready on port http failed: HTTP probe failed with statuscode: " + unready(),
				"Check the path and port of the readiness probe", "starting version b2");
		assertStable(1, "a1");
	}

	@Test
	void takesBackACandidateWhoseProgramEndsAtOnce() {
		succeed(request("a1"));
		assertThat(end(request("b2:done")).reason()).contains("Rolled back to release 1", "exit code 0",
				"Its program ends by itself", "no luck with version b2");
		assertStable(1, "a1");
	}

	@Test
	void takesBackACandidateWhoseImageIsNotThere() {
		String missing = image.replaceFirst("(@|:[^:/@]*$).*", "-nowhere:1");
		Release end = end(this.releases.request(
				new ReleaseRequest(team(), this.service, "dev", missing, "a1", null, StrategyChanges.none(), "sam")));
		assertThat(end.reason())
			.contains("No release to go back to", "ImagePullBackOff", "Check that the image is in the registry")
			.doesNotContain(folder.toString(), "Exception");
	}

	@Test
	void takesBackACandidateThatCrashes() throws Exception {
		succeed(request("a1"));
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Awaitility.await().until(() -> load.answers("a1") > PER_SECOND);
			Release end = end(request("b2:exit"));
			assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
			assertThat(end.reason()).contains("Rolled back to release 1", "exit code 3", "no luck with version b2",
					"Mend what ends the program");
			int before = load.answers("a1");
			Awaitility.await().until(() -> load.answers("a1") > before + PER_SECOND);
			load.finish();
			System.out
				.println("Crashing candidate: " + load.sent() + " requests, users lost " + load.failures().size());
			assertThat(load.failures()).isEmpty();
			assertThat(load.sent()).isEqualTo(load.answers("a1"));
		}
		assertStable(1, "a1");
	}

	@Test
	void keepsAFirstReleaseThatFailsAsEvidence() {
		Release end = end(request("a1:exit"));
		assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(end.reason()).startsWith("No release to go back to.");
		assertThat(deployments()).singleElement().satisfies((one) -> assertThat(one.getSpec().getReplicas()).isZero());
		assertThat(this.releases.stable(this.service, "dev")).isEmpty();
	}

	@Test
	void abortsSupersedesAndRollsBack() {
		Release first = succeed(request("a1"));
		Release stuck = request("b2:never:slow");
		Awaitility.await().until(() -> placed().pods().stream().anyMatch((pod) -> pod.release() == 2));
		this.releases.abort(stuck, "sam");
		assertThat(end(stuck).reason()).isEqualTo("Aborted by sam");
		assertStable(1, "a1");
		Release superseded = request("c3:never:slow");
		Release fourth = request("d4");
		succeed(fourth);
		assertThat(end(superseded).reason()).isEqualTo("Superseded by release 4");
		assertStable(4, "d4");
		Release back = this.releases.rollback(first, "sam");
		succeed(back);
		assertThat(back.draft().rollbackOf()).isEqualTo(1);
		assertStable(5, "a1");
		assertThat(this.releases.history(back)).map((line) -> line.state())
			.containsSubsequence("Waiting", "Creating", "Preparing", "Scaling", "Rerouting", "Holding", "Draining",
					"Promoting", "Succeeded");
	}

	@Test
	void keepsThreeOldReleases() {
		for (int i = 1; i <= 6; i++) {
			succeed(request("v" + i + ":one"));
		}
		assertThat(deployments()).map((one) -> one.getMetadata().getName())
			.containsExactlyInAnyOrder(this.service + "-r6", this.service + "-r5", this.service + "-r4",
					this.service + "-r3");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.kubernetes.configMaps()
				.inNamespace(namespace())
				.withLabel(Labels.SERVICE, this.service)
				.list()
				.getItems()).hasSize(4));
	}

	@Test
	void givesAServiceADatabaseAndTakesItBack() {
		Environments environments = context.getBean(Environments.class);
		environments.ensureDatabase(this.dev, "stock", this.service);
		Map<String, String> first = secret();
		environments.ensureDatabase(this.dev, "stock", this.service);
		assertThat(secret()).isEqualTo(first).containsOnlyKeys("url", "username", "password");
		assertThat(this.kubernetes.serviceAccounts().inNamespace("stock-dev").withName("stock").get()).isNotNull();
		environments.remove(this.dev, "stock", this.service);
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.kubernetes.namespaces().withName("stock-dev").get()).isNull());
	}

	private Map<String, String> secret() {
		return this.kubernetes.secrets().inNamespace("stock-dev").withName(this.service + "-database").get().getData();
	}

}
