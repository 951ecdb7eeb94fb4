package dev.slipway.pipeline.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildInput.Parameter;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore.BuildProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Builds that wait for persons, and declarative ones, in the real runner. */
class LocalRunnerInputTests {

	private RunnerLab lab;

	@BeforeEach
	void open(@TempDir Path folder) {
		this.lab = new RunnerLab(folder);
	}

	@AfterEach
	void close() {
		this.lab.close();
	}

	private BuildInput waiting(Build build) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.lab.store.inputs(build.service(), build.number())
				.stream()
				.anyMatch((input) -> input.answer() == null));
		List<BuildInput> inputs = this.lab.store.inputs(build.service(), build.number());
		return inputs.get(inputs.size() - 1);
	}

	private BuildInput answered(Build build) {
		return this.lab.store.inputs(build.service(), build.number()).get(0);
	}

	@Test
	void aPersonAnswersWhileAnotherBuildHasThePlace() {
		LocalRunner runner = this.lab.start();
		Build asks = runner.trigger(this.lab.request("""
				stage('Ask') {
				  def where = input message: 'Ship?', id: 'Ship', ok: 'Ship it', submitter: 'ann, operator',
				      parameters: [choice(name: 'WHERE', choices: ['dev', 'prod'], description: 'the environment')]
				  echo "to $where"
				}"""));
		BuildInput input = waiting(asks);
		assertThat(input.message()).isEqualTo("Ship?");
		assertThat(input.proceedLabel()).isEqualTo("Ship it");
		assertThat(input.submitters()).isEqualTo(Set.of("ann", "operator"));
		assertThat(input.parameters())
			.isEqualTo(List.of(new Parameter("WHERE", "choice", "the environment", "dev", List.of("dev", "prod"))));
		Build other = this.lab.ended(runner.trigger(this.lab.request("echo 'the only place is free'")));
		assertThat(other.status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.now(asks).status()).isEqualTo(BuildStatus.RUNNING);

		assertThat(runner.answer("orders", asks.number(), "Other", true, Map.of(), "ann")).isFalse();
		assertThat(runner.answer("orders", asks.number(), "Ship", true, Map.of("WHERE", "prod"), "ann")).isTrue();
		assertThat(runner.answer("orders", asks.number(), "Ship", false, Map.of(), "bob")).isFalse();

		assertThat(this.lab.ended(asks).status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.log(runner, asks)).contains("Input requested: Ship?", "Approved by ann", "to prod");
		BuildInput.Answer answer = Objects.requireNonNull(answered(asks).answer());
		assertThat(answer.proceed()).isTrue();
		assertThat(answer.actor()).isEqualTo("ann");
	}

	@Test
	void aPersonRefuses() {
		LocalRunner runner = this.lab.start();
		Build build = runner.trigger(this.lab.request("""
				pipeline { agent any
				  stages {
				    stage('Ask') { input { message 'Ship?' }
				      steps { echo 'never' } }
				    stage('Ship') { steps { echo 'never' } }
				  }
				}"""));
		assertThat(runner.answer("orders", build.number(), waiting(build).id(), false, Map.of(), "bob")).isTrue();
		Build ended = this.lab.ended(build);
		assertThat(ended.status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(Objects.requireNonNull(ended.failure()).message()).isEqualTo("Rejected by bob");
		assertThat(this.lab.store.stages("orders", build.number())).extracting(BuildStage::name, BuildStage::status)
			.contains(tuple("Ask", BuildStatus.ABORTED), tuple("Ship", BuildStatus.SKIPPED));
	}

	@Test
	void aWaitingBuildIsAborted() {
		LocalRunner runner = this.lab.start();
		Build build = runner.trigger(this.lab.request("input 'Ship?'"));
		BuildInput input = waiting(build);
		assertThat(runner.abort("orders", build.number(), "bob")).isTrue();
		assertThat(this.lab.ended(build).status()).isEqualTo(BuildStatus.ABORTED);
		BuildInput.Answer answer = Objects.requireNonNull(answered(build).answer());
		assertThat(answer.proceed()).isFalse();
		assertThat(answer.actor()).isEqualTo("the build server");
		assertThat(runner.answer("orders", build.number(), input.id(), true, Map.of(), "ann")).isFalse();
	}

	@Test
	void nobodyAnswers() {
		this.lab.inputTimeLimit = Duration.ofSeconds(1);
		LocalRunner runner = this.lab.start();
		Build build = this.lab.ended(runner.trigger(this.lab.request("input 'Ship?'")));
		assertThat(build.status()).isEqualTo(BuildStatus.ABORTED);
		BuildFailure failure = Objects.requireNonNull(build.failure());
		assertThat(failure.message()).isEqualTo("Nobody answered what the build waited for within 1 s");
		assertThat(failure.remedy()).contains("slipway.runner.input-time-limit");
	}

	@Test
	void aStopOfThePlatformClosesWhatWasAsked() {
		Build queued = this.lab.store.add(this.lab.request("input 'Ship?'"), Instant.now()).build();
		Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
		this.lab.store.save(queued.started(now));
		this.lab.store.saveInput("orders", queued.number(),
				new BuildInput("Ship", "Ship?", "Proceed", List.of(), Set.of(), now, null));
		this.lab.store.saveProcess("orders", queued.number(),
				new BuildProcess(Integer.MAX_VALUE, 1_000, "no-such-cookie", "token-of-the-dead"));
		LocalRunner runner = this.lab.start();
		assertThat(this.lab.revoked).containsExactly("token-of-the-dead");
		assertThat(this.lab.now(queued).status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(Objects.requireNonNull(answered(queued).answer()).proceed()).isFalse();
		assertThat(runner.answer("orders", queued.number(), "Ship", true, Map.of(), "ann")).isFalse();
	}

	@Test
	void aDeclarativeBuildTellsBranchesSkippedStagesAndParameters() {
		LocalRunner runner = this.lab.start();
		BuildRequest push = this.lab.request(
				"""
						pipeline { agent any
						  parameters { string(name: 'WHO', defaultValue: 'nobody') }
						  stages {
						    stage('Both') { parallel {
						      stage('A') { steps { sh 'cat Jenkinsfile | head -1; echo "for $WHO"' } }
						      stage('B') { steps { lock('db') { echo "cause: ${currentBuild.buildCauses[0].shortDescription}" } } }
						    } }
						    stage('Prod') { when { branch 'release' }
						      steps { echo 'never' } }
						  }
						}""");
		Build build = this.lab.ended(runner.trigger(new BuildRequest("shop", "orders", "main", push.commit(), "key-1",
				"Started by ann", "ann", Map.of("WHO", "ann"))));
		assertThat(build.failure()).isNull();
		assertThat(this.lab.log(runner, build)).contains("for ann", "cause: Started by ann",
				"Stage \"Prod\" skipped due to when conditional");
		List<BuildStage> stages = this.lab.store.stages("orders", build.number());
		BuildStage both = stages.stream().filter((one) -> one.name().equals("Both")).findFirst().orElseThrow();
		assertThat(stages.stream().filter((one) -> one.kind().equals("branch"))).hasSize(2)
			.allSatisfy((branch) -> assertThat(branch.parent()).isEqualTo(both.id()));
		assertThat(stages.get(stages.size() - 1).status()).isEqualTo(BuildStatus.SKIPPED);
	}

	@Test
	void aLockIsOneBuildsAtATime() {
		LocalRunner runner = this.lab.start();
		Build first = runner.trigger(this.lab.request("lock('db') { input 'Go?'; echo 'first' }"));
		BuildInput input = waiting(first);
		Build second = runner.trigger(this.lab.request("echo 'wants it'\nlock('db') { echo 'second' }"));
		this.lab.awaitLog(runner, second, "wants it");
		assertThat(runner.answer("orders", first.number(), input.id(), true, Map.of(), "ann")).isTrue();
		assertThat(this.lab.ended(first).status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.ended(second).status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.log(runner, second)).contains("Lock acquired on [db]\nsecond\n");
	}

}
