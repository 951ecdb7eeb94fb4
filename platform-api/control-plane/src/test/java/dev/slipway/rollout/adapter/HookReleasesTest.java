package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs of releases against the local cluster's API and controllers; pods end at once. */
@NullUnmarked
class HookReleasesTest {

	private static final String JOB = """
			apiVersion: batch/v1
			kind: Job
			metadata:
			  name: NAME
			  annotations: {slipway.dev/hook: MOMENT}
			spec:
			  ttlSecondsAfterFinished: 0
			  template:
			    metadata:
			      labels: {slipway.dev/service: SERVICE}
			      annotations: {fails: "FAILS"}
			    spec:
			      restartPolicy: Never
			      containers:
			        - name: app
			          image: it
			          envFrom: [{configMapRef: {name: SERVICE}}]
			""";

	private static final String SPEC = "spec: {strategy: {type: rolling, drain: 0}}";

	@TempDir
	static Path folder;

	private static SimulatedReleases releases;

	private static KubernetesClient client;

	private String service;

	@BeforeAll
	static void start() throws Exception {
		releases = new SimulatedReleases(folder);
		client = releases.client();
	}

	@AfterAll
	static void stop() {
		releases.close();
	}

	@Test
	void runsEachJobOnceWithTheReleasedImageAndItsConfiguration() {
		this.service = "good";
		String jobs = job("a-expand", "before", "no") + job("b-expand", "before", "no") + job("smoke", "after", "no")
				+ job("contract", "contract", "no");
		assertThat(release(jobs, null)).isEqualTo(Outcome.SUCCEEDED);
		List<Job> made = jobs();
		assertThat(made).hasSize(4).allSatisfy((job) -> {
			assertThat(job.getStatus().getSucceeded()).isOne();
			assertThat(job.getSpec().getTtlSecondsAfterFinished()).as("else it could not be found again").isNull();
			assertThat(job.getMetadata().getOwnerReferences()).singleElement()
				.satisfies((owner) -> assertThat(owner.getName()).isEqualTo("good-r1"));
		});
		assertThat(made).map((job) -> job.getMetadata().getName())
			.containsExactlyInAnyOrder("a-expand-r1", "b-expand-r1", "smoke-r1", "contract-r1");
		Pod pod = client.pods().inNamespace("shop-dev").withLabel("job-name", "a-expand-r1").list().getItems().get(0);
		assertThat(pod.getMetadata().getLabels()).as("else its Service would send it requests")
			.doesNotContainKey(Labels.SERVICE);
		assertThat(pod.getSpec().getContainers().get(0).getImage()).isEqualTo("shop/orders@sha256:1");
		assertThat(pod.getSpec().getContainers().get(0).getEnvFrom().get(0).getConfigMapRef().getName())
			.isEqualTo("good-r1");
	}

	@Test
	void turnsBackWhenAJobFailsAndLetsNoneStartAfterwards() {
		this.service = "bad";
		assertThat(release("", null)).isEqualTo(Outcome.SUCCEEDED);
		assertThat(release(job("smoke", "after", "yes") + job("contract", "contract", "no"), null))
			.isEqualTo(Outcome.FAILED);
		assertThat(releases.fakes(this.service).store().find("bad", "dev", 2).orElseThrow().reason())
			.contains("Job smoke-r2 failed", "backoff limit");
		assertThat(jobs()).filteredOn((job) -> job.getMetadata().getName().equals("contract-r2"))
			.singleElement()
			.satisfies((job) -> {
				assertThat(job.getSpec().getSuspend()).isTrue();
				assertThat(job.getMetadata().getAnnotations()).containsKey("slipway.dev/hook-stopped");
			});
		assertThat(releases.fakes(this.service).store().stable("bad", "dev")).map(Release::number).hasValue(1);
	}

	@Test
	void givesTheCandidateNoPodsWhenItsMigrationFails() {
		this.service = "stuck";
		assertThat(release(job("migrate", "before", "yes"), null)).isEqualTo(Outcome.FAILED);
		assertThat(client.pods().inNamespace("shop-dev").withLabels(Labels.selector("stuck", 1)).list().getItems())
			.isEmpty();
		assertThat(release(job("migrate", "before", "yes"), 1)).as("going back runs no older migration")
			.isEqualTo(Outcome.SUCCEEDED);
	}

	private String job(String name, String moment, String fails) {
		return "---\n" + JOB.replace("NAME", name)
			.replace("MOMENT", moment)
			.replace("FAILS", fails)
			.replace("SERVICE", this.service);
	}

	private static List<Job> all() {
		return client.batch().v1().jobs().inNamespace("shop-dev").list().getItems();
	}

	private List<Job> jobs() {
		return all().stream()
			.filter((job) -> this.service.equals(job.getMetadata().getLabels().get(Labels.SERVICE)))
			.toList();
	}

	private Outcome release(String jobs, Integer rollbackOf) {
		Map<String, byte[]> files = new HashMap<>(
				new FixtureRepositories().readTree("shop", this.service, "a1", "deploy"));
		files.put("deploy/jobs.yaml", jobs.getBytes(StandardCharsets.UTF_8));
		return releases.drive(releases.ask(this.service, files, SPEC, rollbackOf));
	}

}
