package dev.slipway.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Jenkinsfiles run as in Jenkins, in a process of their own. */
class RunnerTests {

	private final Path folder;

	RunnerTests(@TempDir Path folder) {
		this.folder = folder;
	}

	private RunnerProcess run(String jenkinsfile) throws Exception {
		return new RunnerProcess(this.folder, jenkinsfile);
	}

	private Map<?, ?> failure(String jenkinsfile) throws Exception {
		try (RunnerProcess runner = run(jenkinsfile)) {
			Map<?, ?> result = runner.result();
			assertThat((Object) result.get("result")).isEqualTo("FAILURE");
			return result;
		}
	}

	private static String message(Map<?, ?> result) {
		return String.valueOf(result.get("message"));
	}

	@Test
	void runsVarsSourcesAndResourcesOfTheLibrary() throws Exception {
		try (RunnerProcess runner = run("""
				@Library('slipway@1.0') _
				node { stage('Greet') { greet 'ann'; echo greet.resource() } }""")) {
			assertThat((Object) runner.result().get("result")).isEqualTo("SUCCESS");
			assertThat(runner.log()).contains("hello Ann", "hello from a resource");
			assertThat(runner.stages()).containsExactly("Greet=SUCCESS");
		}
	}

	@Test
	void varsNeedTheLibrary() throws Exception {
		assertThat(message(failure("greet 'ann'"))).startsWith("No such step 'greet'").endsWith("no library is loaded");
		assertThat(message(failure("@Library('other@1') _\necho 'x'")))
			.isEqualTo("There is no library 'other'; the local runner has slipway@1.0");
	}

	@Test
	void namesAnUnknownStepAndThoseThereAre() throws Exception {
		Map<?, ?> result = failure("@Library('slipway') _\nnode { stage('S') { [1].each { dockerBuild 'x' } } }");
		assertThat(message(result))
			.startsWith("No such step 'dockerBuild'. The local runner has the steps: ansiColor, archiveArtifacts,")
			.contains(" sh, ")
			.endsWith("from the library: greet");
		assertThat((Object) result.get("stage")).isEqualTo("S");
	}

	@Test
	void aDeclarativePipelineRunsProcessesAndAbortRunsItsPost() throws Exception {
		try (RunnerProcess runner = run("""
				pipeline {
				  agent any
				  environment { WHO = 'ann' }
				  stages {
				    stage('Hang') { steps { sh 'echo "for $WHO"; sleep 300 & echo $! > child; wait' } }
				    stage('Never') { steps { sh 'true' } }
				  }
				  post { aborted { sh 'echo tidied' } }
				}""")) {
			Path child = runner.workspace().resolve("child");
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> Files.exists(child) && Files.readString(child).endsWith("\n"));
			runner.send("{\"command\":\"abort\",\"reason\":\"Aborted by ann\"}");
			assertThat((Object) runner.result().get("result")).isEqualTo("ABORTED");
			assertThat(runner.log()).contains("for ann\n", "\ntidied\n");
			assertThat(runner.stages()).containsExactly("Hang=ABORTED", "Never=SKIPPED",
					"Declarative: Post Actions=SUCCESS");
		}
	}

	@Test
	void aBuildThatWaitsForAPersonCanBeAborted() throws Exception {
		try (RunnerProcess runner = run("stage('Ask') { input message: 'Go?', submitter: 'ann,ops' }")) {
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !runner.all("idle").isEmpty());
			Map<?, ?> asked = runner.all("input-start").get(0);
			assertThat((Object) asked.get("submitter")).isEqualTo("ann,ops");
			runner.send("{\"command\":\"answer\",\"id\":\"another\",\"proceed\":true}");
			runner.send("{\"command\":\"abort\",\"reason\":\"Aborted by ann\"}");
			assertThat(message(runner.result())).isEqualTo("Aborted by ann");
			assertThat(runner.stages()).containsExactly("Ask=ABORTED");
			assertThat(runner.all("input-end")).hasSize(1);
		}
	}

	@Test
	void saysWhereTheSyntaxIsWrong() throws Exception {
		assertThat(message(failure("node {\n  echo 'a'\n}}\n")))
			.startsWith("Jenkinsfile, line 3, column 2: expecting EOF, found '}'");
		assertThat(message(failure("echo 'a'\nnope.foo()"))).contains("No such property: nope")
			.endsWith("(Jenkinsfile, line 2)");
	}

	@Test
	void branchesOfParallelOverlap() throws Exception {
		try (RunnerProcess runner = run("""
				node { parallel a: { sh 'touch a; while [ ! -f b ]; do sleep 0.05; done' },
				                b: { sh 'while [ ! -f a ]; do sleep 0.05; done; touch b' } }""")) {
			assertThat((Object) runner.result().get("result")).isEqualTo("SUCCESS");
			assertThat(runner.stages()).containsExactlyInAnyOrder("a=SUCCESS", "b=SUCCESS");
		}
	}

	@Test
	void failFastEndsTheOtherBranches() throws Exception {
		try (RunnerProcess runner = run(
				"node { parallel failFast: true, slow: { sh 'sleep 300' }, bad: { sleep time: 300, unit: 'MILLISECONDS'; error 'boom' } }")) {
			assertThat(message(runner.result())).isEqualTo("boom");
			assertThat(runner.stages()).containsExactlyInAnyOrder("bad=FAILURE", "slow=ABORTED");
		}
	}

	@Test
	void abortEndsProcessesAndStillRunsFinally() throws Exception {
		try (RunnerProcess runner = run(
				"""
						node { stage('Hang') { try { sh 'sleep 300 & echo $! > child; wait' } finally { sh 'echo tidied' } } }""")) {
			Path child = runner.workspace().resolve("child");
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> Files.exists(child) && Files.readString(child).endsWith("\n"));
			runner.send("{\"command\":\"abort\",\"reason\":\"Aborted by ann\"}");
			Map<?, ?> result = runner.result();
			assertThat((Object) result.get("result")).isEqualTo("ABORTED");
			assertThat(message(result)).isEqualTo("Aborted by ann");
			assertThat(runner.log()).contains("\ntidied\n");
			assertThat(gone(Files.readString(child))).isTrue();
			assertThat(runner.stages()).containsExactly("Hang=ABORTED");
		}
	}

	@Test
	void endsWhenThePlatformIsGone() throws Exception {
		try (RunnerProcess runner = run("node { sh 'echo $$ > child; exec sleep 300' }")) {
			Path child = runner.workspace().resolve("child");
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> Files.exists(child) && Files.readString(child).endsWith("\n"));
			runner.hangUp();
			assertThat((Object) runner.result().get("result")).isEqualTo("ABORTED");
			assertThat(gone(Files.readString(child))).isTrue();
		}
	}

	private static boolean gone(String pid) {
		return ProcessHandle.of(Long.parseLong(pid.trim()))
			.map((process) -> !process.isAlive() || process.info().command().isEmpty())
			.orElse(true);
	}

	@Test
	void aTimeoutInterruptsItsBodyOnly() throws Exception {
		try (RunnerProcess runner = run("""
				try { timeout(time: 200, unit: 'MILLISECONDS') { node { sh 'sleep 300' } } }
				catch (org.jenkinsci.plugins.workflow.steps.FlowInterruptedException e) { echo "caught: ${e.message}" }
				sleep time: 10, unit: 'MILLISECONDS'
				echo 'after'""")) {
			assertThat((Object) runner.result().get("result")).isEqualTo("SUCCESS");
			assertThat(runner.log()).contains("caught: Timeout has been exceeded: 200 milliseconds\nafter\n");
		}
	}

	@Test
	void shGivesItsOutputItsStatusOrFails() throws Exception {
		try (RunnerProcess runner = run(
				"""
						node {
						  echo '[' + sh(script: 'echo out; echo err >&2', returnStdout: true).trim() + ']'
						  echo 'status ' + sh(script: 'exit 4', returnStatus: true)
						  withEnv(['A=1 2', 'PATH+X=/nowhere']) { dir('sub') { sh 'echo "$A $(basename "$PWD") $GREETING ${PATH%%:*}"' } }
						  env.LATER = 'yes'
						  sh 'echo later $LATER'
						  try { sh 'exit 3' } catch (hudson.AbortException e) { echo e.message }
						}""")) {
			assertThat((Object) runner.result().get("result")).isEqualTo("SUCCESS");
			assertThat(runner.log()).contains("[out]\n", "status 4\n", "1 2 sub hello /nowhere\n", "later yes\n",
					"script returned exit code 3\n");
		}
	}

	@Test
	void secretsAreHiddenWhereverTheyComeOut() throws Exception {
		try (RunnerProcess runner = run("""
				node {
				  withCredentials([string(credentialsId: 'token', variable: 'T'),
				      usernamePassword(credentialsId: 'login', usernameVariable: 'U', passwordVariable: 'P')]) {
				    sh 'echo "$T $U $P"'
				    echo "groovy sees ${env.T}"
				  }
				  echo "outside: ${env.T}"
				  error 'because of very-secret'
				}""")) {
			assertThat(message(runner.result())).isEqualTo("because of ****");
			assertThat(runner.log()).contains("**** ann ****", "groovy sees ****", "outside: null")
				.doesNotContain("very-secret")
				.doesNotContain("pass-word");
		}
	}

	@Test
	void junitMakesTheBuildUnstable() throws Exception {
		try (RunnerProcess runner = run(
				"""
						node { stage('Test') {
						  writeFile file: 'm/target/surefire-reports/TEST-A.xml', text: '<testsuite><testcase classname="A" name="a" time="0.01"/>' +
						    '<testcase classname="A" name="b"><failure message="expected 1"/></testcase><testcase classname="A" name="c"><skipped/></testcase></testsuite>'
						  def found = junit '**/target/surefire-reports/*.xml'
						  echo "total ${found.totalCount} failed ${found.failCount}"
						} }""")) {
			assertThat((Object) runner.result().get("result")).isEqualTo("UNSTABLE");
			assertThat(runner.log()).contains("total 3 failed 1");
			assertThat(runner.stages()).containsExactly("Test=UNSTABLE");
			assertThat((List<?>) runner.all("tests").get(0).get("cases")).hasSize(3);
		}
	}

	@Test
	void catchErrorRetryAndStashes() throws Exception {
		try (RunnerProcess runner = run(
				"""
						node {
						  stage('Soft') { catchError(buildResult: 'UNSTABLE', stageResult: 'FAILURE') { error 'soft' } }
						  int n = 0
						  retry(3) { if (++n < 3) { error 'not yet' } }
						  writeFile file: 'a/b.txt', text: 'kept'
						  stash name: 's', includes: 'a/**'
						  dir('elsewhere') { unstash 's'; echo readFile('a/b.txt') + n; echo "${fileExists('a/b.txt')} ${fileExists('c')}" }
						}""")) {
			assertThat((Object) runner.result().get("result")).isEqualTo("UNSTABLE");
			assertThat(runner.log()).contains("kept3\ntrue false\n");
			assertThat(runner.stages()).containsExactly("Soft=FAILURE");
		}
	}

	@Test
	void stepsThatNeedAWorkspaceSaySo() throws Exception {
		assertThat(message(failure("sh 'ls'"))).startsWith("The step 'sh' needs a workspace");
		assertThat(message(failure("node { sh script: 'ls', returnStdOut: true }")))
			.startsWith("Unknown parameter 'returnStdOut' of the step 'sh'; the local runner knows: encoding, label,");
		assertThat(message(failure("stage('x')"))).isEqualTo("The step 'stage' must be called with a body { }");
	}

	@Test
	void theHeapIsTheLimit() throws Exception {
		try (RunnerProcess runner = run("def all = []\nwhile (true) { all << new byte[1 << 20] }")) {
			assertThat((Object) runner.result().get("result")).isEqualTo("none, exit code 3");
		}
	}

}
