package dev.slipway.pipeline.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore.BuildProcess;
import dev.slipway.pipeline.LogChunk;
import dev.slipway.pipeline.TestCase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Builds are real: real git, the real runner in a JVM of its own, real processes. */
class LocalRunnerTests {

	private RunnerLab lab;

	@BeforeEach
	void open(@TempDir Path folder) {
		this.lab = new RunnerLab(folder);
	}

	@AfterEach
	void close() {
		this.lab.close();
	}

	@Test
	void buildsACommitStageByStage() {
		LocalRunner runner = this.lab.start();
		Build build = runner.trigger(this.lab.request("""
				node {
				  stage('Checkout') { checkout scm }
				  stage('Say') { sh 'echo "built $GIT_COMMIT of $SLIPWAY_SERVICE"; cat Jenkinsfile | head -1' }
				}
				"""));
		Build ended = this.lab.ended(build);
		assertThat(ended.failure()).isNull();
		assertThat(ended.status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.log(runner, build)).contains("built " + build.request().commit() + " of orders")
			.contains("node {\n")
			.endsWith("Finished: SUCCESS\n");
		assertThat(this.lab.store.stages("orders", 1)).extracting(BuildStage::name).containsExactly("Checkout", "Say");
		assertThat(this.lab.store.stages("orders", 1)).extracting(BuildStage::status).containsOnly(BuildStatus.SUCCESS);
		assertThat(this.lab.news).containsExactly("build QUEUED", "build RUNNING", "stage Checkout RUNNING",
				"stage Checkout SUCCESS", "stage Say RUNNING", "stage Say SUCCESS", "build SUCCESS");
	}

	@Test
	void readsTheLogFromAnyOffset() {
		LocalRunner runner = this.lab.start();
		Build build = runner.trigger(this.lab.request("echo 'first ü'\necho 'second'"));
		this.lab.ended(build);
		LogChunk whole = runner.log("orders", 1, 0);
		assertThat(whole.complete()).isTrue();
		LogChunk tail = runner.log("orders", 1, -30);
		assertThat(whole.text()).endsWith(tail.text());
		assertThat(tail.next()).isEqualTo(whole.next());
		assertThat(runner.log("orders", 1, whole.next() + 100)).isEqualTo(new LogChunk("", whole.next(), true));
	}

	@Test
	void buildsTheSameKeyOnce() {
		LocalRunner runner = this.lab.start();
		BuildRequest request = this.lab.request("echo 'x'");
		Build first = runner.trigger(request);
		assertThat(runner.trigger(request).number()).isEqualTo(first.number());
		this.lab.ended(first);
		assertThat(runner.trigger(request).number()).isEqualTo(first.number());
		assertThat(this.lab.store.list("orders", 100, 10)).hasSize(1);
	}

	@Test
	void runsOneAtATimeAndDropsAWaitingOneThatIsAborted() {
		LocalRunner runner = this.lab.start();
		Build first = runner.trigger(this.lab.request("node { sh 'while [ ! -f go ]; do sleep 0.1; done' }"));
		Build second = runner.trigger(this.lab.request("echo 'second'"));
		Awaitility.await().until(() -> this.lab.now(first).status() == BuildStatus.RUNNING);
		assertThat(this.lab.now(second).status()).isEqualTo(BuildStatus.QUEUED);
		assertThat(runner.abort("orders", second.number(), "bob")).isTrue();
		assertThat(runner.abort("orders", first.number(), "bob")).isTrue();
		assertThat(this.lab.ended(first).status()).isEqualTo(BuildStatus.ABORTED);
		Build aborted = this.lab.now(second);
		assertThat(aborted.status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(aborted.startedAt()).isNull();
		assertThat(runner.abort("orders", second.number(), "bob")).isFalse();
	}

	@Test
	void abortEndsAllProcesses() throws Exception {
		LocalRunner runner = this.lab.start();
		Build build = runner.trigger(this.lab.request("""
				node { stage('Hang') { sh '(trap "" TERM; setsid sleep 300) & echo $! > child; sleep 300' } }"""));
		ProcessHandle child = this.lab.process(build, "child");
		runner.abort("orders", 1, "bob");
		Build ended = this.lab.ended(build);
		assertThat(ended.status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(ended.failure()).isEqualTo(new BuildFailure(null, "Aborted by bob", null));
		assertThat(BuildProcesses.runs(child)).isFalse();
		assertThat(BuildProcesses.alive(this.lab.store.process("orders", 1).orElseThrow())).isEmpty();
		assertThat(this.lab.store.stages("orders", 1)).extracting(BuildStage::status).containsOnly(BuildStatus.ABORTED);
	}

	@Test
	void aHangingBuildEndsAtTheTimeLimit() {
		LocalRunner runner = this.lab.start(Duration.ofSeconds(2), 256);
		Build build = this.lab.ended(runner.trigger(this.lab.request("while (true) { Thread.yield() }")));
		assertThat(build.status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(failure(build).message()).isEqualTo("The build ran longer than 2 s");
		assertThat(failure(build).remedy()).contains("slipway.runner.time-limit");
		assertThat(this.lab.log(runner, build))
			.contains("ERROR: The build ran longer than 2 s\n", "What to do: Find in the log what it waits for")
			.endsWith("\nFinished: ABORTED\n");
	}

	@Test
	void aGreedyJenkinsfileMeetsTheHeapLimit() {
		LocalRunner runner = this.lab.start(Duration.ofMinutes(1), 48);
		Build build = this.lab
			.ended(runner.trigger(this.lab.request("def all = []\nwhile (true) { all << new byte[1 << 20] }")));
		assertThat(build.status()).isEqualTo(BuildStatus.FAILURE);
		assertThat(failure(build).message()).contains("heap of 48 MB");
	}

	@Test
	void aMissingJenkinsfileIsSaid() {
		LocalRunner runner = this.lab.start();
		String commit = this.lab.repository.commit("README.md", "nothing to build");
		Build build = this.lab.ended(runner.trigger(BuildRequest.ofPush("shop", "orders", "main", commit, "ann")));
		assertThat(build.status()).isEqualTo(BuildStatus.FAILURE);
		assertThat(failure(build).message()).isEqualTo("The commit " + commit + " has no Jenkinsfile");
		assertThat(this.lab.log(runner, build)).contains("What to do: Add a file 'Jenkinsfile'");
	}

	@Test
	void aSyntaxErrorIsSaidWithLineAndColumn() {
		LocalRunner runner = this.lab.start();
		Build build = this.lab.ended(runner.trigger(this.lab.request("node {\n  stage('x') {\n    echo 'a\n  }\n}\n")));
		assertThat(failure(build).message()).startsWith("Jenkinsfile, line 3, column 12: expecting '''");
		assertThat(failure(build).remedy()).isEqualTo("Mend the syntax at this place, commit and push");
		assertThat(this.lab.log(runner, build)).contains("WorkflowScript: 3: expecting '''")
			.endsWith("\nWhat to do: Mend the syntax at this place, commit and push\nFinished: FAILURE\n");
	}

	@Test
	void aStepThatIsNotSupportedIsNamedWithThoseThatAre() {
		LocalRunner runner = this.lab.start();
		Build build = this.lab.ended(runner.trigger(this.lab.request("node { stage('Ship') { dockerBuild 'x' } }")));
		assertThat(failure(build).stage()).isEqualTo("Ship");
		assertThat(failure(build).message()).startsWith("No such step 'dockerBuild'. The local runner has the steps: ")
			.contains(" sh, ");
		assertThat(failure(build).remedy()).startsWith("Replace 'dockerBuild' by one of these");
		assertThat(this.lab.log(runner, build)).contains("ERROR: No such step 'dockerBuild'",
				"\nWhat to do: Replace 'dockerBuild'");
	}

	@Test
	void whatJavaThrowsIsSaidInWordsWithThePlace() {
		LocalRunner runner = this.lab.start();
		Build build = this.lab.ended(runner.trigger(this.lab.request("echo 'a'\nString none = null\nnone.trim()")));
		assertThat(failure(build).message()).contains("trim() on null", "(Jenkinsfile, line 3)")
			.doesNotContain("Exception");
		assertThat(failure(build).remedy()).isEqualTo("Mend this place in the Jenkinsfile, commit and push");
	}

	@Test
	void aMessageNamesNoPathOfThisMachine() {
		LocalRunner runner = this.lab.start();
		Build build = this.lab.ended(runner.trigger(this.lab.request("""
				node { sh 'echo "[ERROR] Failed to execute goal x: no POM in $PWD, see $PWD/pom.xml"; exit 1' }""")));
		assertThat(failure(build).message())
			.isEqualTo("Failed to execute goal x: no POM in the workspace, see pom.xml");
		assertThat(this.lab.log(runner, build)).contains("ERROR: " + failure(build).message() + "\n");
	}

	@Test
	void aRunnerThatIsNotInstalledIsSaid() {
		LocalRunner runner = this.lab.startWithoutRunner();
		Build build = this.lab.ended(runner.trigger(this.lab.request("echo 'x'")));
		assertThat(build.status()).isEqualTo(BuildStatus.FAILURE);
		assertThat(failure(build).message()).isEqualTo("The platform does not find its pipeline runner");
		assertThat(this.lab.log(runner, build))
			.contains("What to do: Ask who runs the platform to start it with './slipway up'")
			.endsWith("\nFinished: FAILURE\n");
		assertThat(this.lab.revoked).containsExactly("orders-1");
	}

	@Test
	void aFailureNamesTheStage() {
		LocalRunner runner = this.lab.start();
		Build build = this.lab.ended(runner.trigger(this.lab.request(
				"""
						node { stage('Outer') { stage('Inner') { sh 'echo "[ERROR] /x/src/main/java/A.java:[7,3] \\';\\' expected"; exit 1' } } }""")));
		assertThat(build.failure())
			.isEqualTo(new BuildFailure("Inner", "Compile error: src/main/java/A.java, line 7, column 3: ';' expected",
					"Mend this line, commit and push"));
	}

	@Test
	void theTokenIsGivenToTheBlockHiddenAndTakenBack() {
		LocalRunner runner = this.lab.start();
		Build build = this.lab.ended(runner.trigger(this.lab.request(
				"""
						node {
						  sh 'echo "outside: [$T]"'
						  withCredentials([string(credentialsId: 'slipway-token', variable: 'T')]) { sh 'echo "is $T"; printf %s "$T" | wc -c' }
						}""")));
		assertThat(build.status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.log(runner, build))
			.contains("outside: []", "is ****", "\n" + RunnerLab.TOKEN.length() + "\n")
			.doesNotContain(RunnerLab.TOKEN);
		assertThat(this.lab.revoked).containsExactly("orders-1");
	}

	@Test
	void keepsTestsAndTheImage() {
		LocalRunner runner = this.lab.start();
		Build build = this.lab.ended(runner.trigger(this.lab.request(
				"""
						node {
						  writeFile file: 'r/TEST-a.xml', text: '<testsuite><testcase classname="A" name="works" time="0.5"/></testsuite>'
						  junit 'r/TEST-*.xml'
						  writeFile file: 'target/slipway-image.json', text: '{"image":"localhost:5001/shop/orders@sha256:abc"}'
						  archiveArtifacts 'target/slipway-image.json'
						}""")));
		assertThat(build.failure()).isNull();
		assertThat(build.image()).isEqualTo("localhost:5001/shop/orders@sha256:abc");
		assertThat(this.lab.store.tests("orders", 1))
			.isEqualTo(List.of(new TestCase("A", "works", "PASSED", 500, null)));
	}

	@Test
	void whatACrashCutOffIsAbortedAtTheNextStartAndItsProcessesEnd() throws Exception {
		Build queued = this.lab.store.add(this.lab.request("echo 'x'"), Instant.now()).build();
		Build running = queued.started(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
		this.lab.store.save(running);
		this.lab.store.saveStage("orders", 1,
				new BuildStage(1, null, "stage", "Hang", BuildStatus.RUNNING, Instant.now(), null, null, 0));
		ProcessBuilder orphan = new ProcessBuilder("sh", "-c", "sleep 300 & sleep 300");
		orphan.environment().put(BuildProcesses.COOKIE, "cookie-1");
		Process process = orphan.start();
		BuildProcess identity = BuildProcesses.identify(process.toHandle(), "cookie-1", "token-id");
		this.lab.store.saveProcess("orders", 1, identity);

		this.lab.start();

		Build aborted = this.lab.now(running);
		assertThat(aborted.status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(failure(aborted).message()).isEqualTo("The platform was stopped while this build ran");
		assertThat(this.lab.store.stages("orders", 1)).extracting(BuildStage::status)
			.containsExactly(BuildStatus.ABORTED);
		assertThat(process.waitFor()).isNotZero();
		assertThat(BuildProcesses.alive(identity)).isEmpty();
	}

	@Test
	void whatWaitedWhenThePlatformStoppedIsBuiltAtTheNextStart() {
		LocalRunner first = this.lab.make(Duration.ofMinutes(1), 256);
		Build build = first.trigger(this.lab.request("echo 'after the restart'"));
		first.close();
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.QUEUED);
		LocalRunner second = this.lab.start();
		assertThat(this.lab.ended(build).status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.log(second, build)).contains("after the restart");
	}

	@Test
	void anotherProcessWithAnOldNumberIsLeftAlone() {
		ProcessHandle own = ProcessHandle.current();
		BuildProcess old = new BuildProcess(own.pid(), 1_000, "no-such-cookie", null);
		assertThat(BuildProcesses.alive(old)).isEmpty();
	}

	private static BuildFailure failure(Build build) {
		return Objects.requireNonNull(build.failure());
	}

}
