package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Step;
import dev.slipway.rollout.Ended;
import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Manifests.Checked;
import dev.slipway.rollout.NoGates;
import dev.slipway.rollout.Observed;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseAction;
import dev.slipway.rollout.ReleaseKind;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.RolloutFakes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Jobs of releases against the local cluster's API and controllers; pods end at once. */
@NullUnmarked
class HookReleasesTest {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

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

	@TempDir
	static Path folder;

	private static SimulatedCluster cluster;

	private static KubernetesClient client;

	private final RolloutFakes fakes = new RolloutFakes();

	private ReleaseKind kind;

	private String service;

	@BeforeAll
	static void start() throws Exception {
		cluster = SimulatedCluster.start(folder,
				(pod) -> !"yes".equals(pod.at("/metadata/annotations/fails").asText()));
		client = new KubernetesClientBuilder()
			.withConfig(Config.fromKubeconfig(null, Files.readString(cluster.kubeconfig()), null))
			.build();
	}

	@AfterAll
	static void stop() {
		client.close();
		cluster.close();
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
		assertThat(this.fakes.store().find("bad", "dev", 2).orElseThrow().reason()).contains("Job smoke-r2 failed",
				"backoff limit");
		assertThat(jobs()).filteredOn((job) -> job.getMetadata().getName().equals("contract-r2"))
			.singleElement()
			.satisfies((job) -> {
				assertThat(job.getSpec().getSuspend()).isTrue();
				assertThat(job.getMetadata().getAnnotations()).containsKey("slipway.dev/hook-stopped");
			});
		assertThat(this.fakes.store().stable("bad", "dev")).map(Release::number).hasValue(1);
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
		Reach reach = new Reach(new OneEnvironment(client),
				new Views(new OneEnvironment(client), new OneCluster(client), java.time.Clock.systemUTC()));
		this.kind = new ReleaseKind(this.fakes.flows(), this.fakes.store(), this.fakes.journal(),
				new KubernetesReleases(reach, Map.of()), new KubernetesRouter(reach), new NoGates(),
				this.fakes.listener(), Clock.systemUTC());
		Map<String, byte[]> files = new HashMap<>(
				new FixtureRepositories().readTree("shop", this.service, "a1", "deploy"));
		files.put("deploy/jobs.yaml", jobs.getBytes(StandardCharsets.UTF_8));
		Checked checked = new YamlManifests().check(this.service, "dev", files,
				"spec: {strategy: {type: rolling, drain: 0}}".getBytes(StandardCharsets.UTF_8));
		Release release = this.fakes.store()
			.add(new Release.Draft(this.service, "dev", "shop", "shop/orders@sha256:1", "a1", 1, 2, checked.strategy(),
					checked.objects(), rollbackOf, "sam", Instant.EPOCH), (added) -> {
					});
		ReleaseState[] state = { new Forward.Waiting(release.plan()) };
		await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> {
			state[0] = tick(state[0]);
			return state[0] instanceof Ended;
		});
		return ((Ended) state[0]).outcome();
	}

	private ReleaseState tick(ReleaseState state) {
		Observed seen = this.kind.observe(view(state));
		Step<ReleaseState, ReleaseAction> step = this.kind.next(state, seen, Instant.now());
		step.actions().forEach((action) -> this.kind.act(view(step.state()), seen, action));
		return step.state();
	}

	private static FlowView<ReleaseState> view(ReleaseState state) {
		return new FlowView<>(state.plan().flowId(), state, 1, 1, null, null, 0, Instant.EPOCH, Instant.EPOCH, false,
				null);
	}

}
