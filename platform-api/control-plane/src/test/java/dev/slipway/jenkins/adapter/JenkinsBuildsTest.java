package dev.slipway.jenkins.adapter;

import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;

import dev.slipway.jenkins.adapter.TranscriptServer.Fault;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.LogChunk;
import dev.slipway.pipeline.TestCase;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Builds on a Jenkins, from the wish to the end. */
@NullUnmarked
class JenkinsBuildsTest {

	private static final String C1 = JenkinsLab.commit(1);

	private static final String C2 = JenkinsLab.commit(2);

	private final JenkinsLab lab = new JenkinsLab();

	@AfterEach
	void close() {
		this.lab.close();
	}

	@Test
	void aPushIsFoundAndNeverTriggered() {
		Build build = this.lab.server.trigger(this.lab.push("feature/login", C1));
		assertThat(build.status()).isEqualTo(BuildStatus.QUEUED);
		this.lab.pass(3);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
		this.lab.jenkins.job("feature/login").runs.get(0).ends("SUCCESS");
		this.lab.pass(3);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.builds()).hasSize(1);
		assertThat(this.lab.jenkins.posts).isZero();
		assertThat(this.lab.jenkins.scans).isEqualTo(1);
	}

	@Test
	void aRunThatJenkinsFoundFirstIsThePush() {
		this.lab.jenkins.push("main", C1);
		this.lab.jenkins.scan();
		this.lab.pass(3);
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(3);
		assertThat(build.number()).isEqualTo(1);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
		assertThat(this.lab.builds()).hasSize(1);
	}

	@Test
	void aPushThatJenkinsWentPastSaysSo() {
		Build first = this.lab.server.trigger(this.lab.push("main", C1));
		Build second = this.lab.server.trigger(this.lab.push("main", C2));
		this.lab.pass(3);
		assertThat(this.lab.now(second).status()).isEqualTo(BuildStatus.RUNNING);
		assertThat(this.lab.now(first).status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(this.lab.now(first).failure().message()).contains("went past", C2);
	}

	@Test
	void whatIsStartedInJenkinsAppears() {
		this.lab.jenkins.push("main", C1);
		this.lab.jenkins.startedBy("bob", "main");
		this.lab.pass(3);
		Build build = this.lab.builds().get(0);
		assertThat(build.request().startedBy()).isEqualTo("bob");
		assertThat(build.request().cause()).isEqualTo("Started by user bob");
		assertThat(build.request().key()).startsWith("jenkins:/job/shop/job/orders/job/main:1@");
		assertThat(build.request().commit()).isEqualTo(C1);
		assertThat(build.status()).isEqualTo(BuildStatus.RUNNING);
	}

	@Test
	void aBuildByHandIsAskedForOnce() {
		this.lab.jenkins.push("main", C1);
		this.lab.jenkins.declares.add("SLIPWAY_KEY");
		this.lab.jenkins.job("main").indexed = C1;
		Build build = this.lab.server.trigger(JenkinsLab.byHand("1", C1));
		assertThat(this.lab.server.trigger(JenkinsLab.byHand("1", C1)).number()).isEqualTo(build.number());
		this.lab.pass(3);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.QUEUED);
		assertThat(this.lab.follower.notice(this.lab.now(build))).contains("quiet period");
		this.lab.jenkins.leaveQueue();
		this.lab.pass(3);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
		assertThat(this.lab.jenkins.posts).isEqualTo(1);
		assertThat(this.lab.jenkins.job("main").runs.get(0).item.parameters)
			.isEqualTo(Map.of("SLIPWAY_KEY", "manual:ann:1"));
		assertThat(this.lab.builds()).hasSize(1);
	}

	@Test
	void withoutParametersTwoWishesAreTwoRuns() {
		this.lab.jenkins.push("main", C1);
		this.lab.jenkins.job("main").indexed = C1;
		Build one = this.lab.server.trigger(JenkinsLab.byHand("1", C1));
		Build two = this.lab.server.trigger(JenkinsLab.byHand("2", C1));
		this.lab.pass(3);
		assertThat(this.lab.jenkins.posts).isEqualTo(1);
		this.lab.jenkins.leaveQueue();
		this.lab.jenkins.forgetItems();
		this.lab.pass(5);
		this.lab.jenkins.leaveQueue();
		this.lab.pass(5);
		assertThat(this.lab.now(one).status()).isEqualTo(BuildStatus.RUNNING);
		assertThat(this.lab.now(two).status()).isEqualTo(BuildStatus.RUNNING);
		assertThat(this.lab.jenkins.job("main").runs).hasSize(2);
		assertThat(this.lab.builds()).hasSize(2);
	}

	@Test
	void aRunGivesStagesTestsImageAndFailure() {
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		run.tree = """
				{"status":"ok","data":{"complete":false,"stages":[
				{"id":"6","name":"Build","state":"running","type":"STAGE","startTimeMillis":%d,"children":[]}]}}"""
			.formatted(run.startedAt);
		this.lab.pass(2);
		assertThat(this.lab.store.stages("orders", 1)).extracting(BuildStage::status)
			.containsExactly(BuildStatus.RUNNING);
		run.tree = """
				{"status":"ok","data":{"complete":true,"stages":[
				{"id":"6","name":"Build","state":"failure","type":"STAGE","startTimeMillis":%1$d,"totalDurationMillis":9,\
				"children":[{"id":"8","name":"unit","state":"failure","type":"PARALLEL","startTimeMillis":%1$d,\
				"totalDurationMillis":5,"children":[]}]}]}}"""
			.formatted(run.startedAt);
		run.describe = """
				{"stages":[{"id":"8","name":"unit","status":"FAILED","error":{"message":"script returned exit code 7"},\
				"startTimeMillis":%d,"durationMillis":5}]}""".formatted(run.startedAt);
		run.tests = """
				{"suites":[{"name":"s","cases":[{"className":"org.acme.CartTest","name":"adds","status":"PASSED",\
				"duration":0.01},{"className":"org.acme.CartTest","name":"removes","status":"REGRESSION",\
				"duration":0.2,"errorDetails":"expected 1 but was 2"}]}]}""";
		run.files.put("target/slipway-image.json", "{\"image\":\"localhost:5000/shop/orders@sha256:1\"}");
		run.ends("FAILURE");
		this.lab.pass(2);
		Build ended = this.lab.now(build);
		assertThat(ended.failure())
			.isEqualTo(new BuildFailure("unit", "script returned exit code 7", "Read the end of the log"));
		assertThat(ended.image()).isEqualTo("localhost:5000/shop/orders@sha256:1");
		assertThat(this.lab.store.tests("orders", 1)).extracting(TestCase::status).containsExactly("PASSED", "FAILED");
		assertThat(this.lab.store.stages("orders", 1)).extracting(BuildStage::kind).containsExactly("stage", "branch");
		assertThat(this.lab.news).contains("stage Build RUNNING", "stage Build FAILURE", "build 1 FAILURE");
		assertThat(this.lab.news).anyMatch((line) -> line.startsWith("log Branch indexing\n"));
	}

	@Test
	void aStubbornRunIsStoppedTerminatedAndKilled() {
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		run.endsBy = "kill";
		assertThat(this.lab.server.abort("orders", 1, "bob")).isTrue();
		this.lab.pass(15);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
		this.lab.pass(10);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(this.lab.now(build).failure().message()).isEqualTo("Aborted by bob");
		assertThat(run.stops).isEqualTo(3);
		assertThat(this.lab.server.abort("orders", 1, "bob")).isFalse();
	}

	@Test
	void whatWaitsInTheQueueIsTakenOut() {
		this.lab.jenkins.push("main", C1);
		this.lab.jenkins.job("main").indexed = C1;
		Build build = this.lab.server.trigger(JenkinsLab.byHand("1", C1));
		this.lab.pass(2);
		assertThat(this.lab.server.abort("orders", build.number(), "bob")).isTrue();
		this.lab.pass(5);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(this.lab.jenkins.items.get(0).cancelled).isTrue();
	}

	@Test
	void anInputIsAnsweredByAPerson() {
		this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		run.input = "Go-live";
		this.lab.pass(2);
		BuildInput input = this.lab.store.inputs("orders", 1).get(0);
		assertThat(input.message()).isEqualTo("Release to <prod>?");
		assertThat(this.lab.server.answer("orders", 1, "Go-live", true, Map.of("NOTE", "go & on"), "ann")).isTrue();
		assertThat(run.answered).isEqualTo("{\"parameter\":[{\"name\":\"NOTE\",\"value\":\"go & on\"}]}");
		assertThat(this.lab.server.answer("orders", 1, "Go-live", true, Map.of(), "bob")).isFalse();
		this.lab.pass(2);
		assertThat(this.lab.store.inputs("orders", 1).get(0).answer().actor()).isEqualTo("ann");
	}

	@Test
	void anInputThatIsAnsweredInJenkinsIsClosed() {
		this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		run.input = "Go-live";
		this.lab.pass(2);
		run.ends("ABORTED");
		assertThat(this.lab.server.answer("orders", 1, "Go-live", true, Map.of(), "ann")).isFalse();
		this.lab.pass(2);
		BuildInput.Answer answer = this.lab.store.inputs("orders", 1).get(0).answer();
		assertThat(answer.proceed()).isFalse();
	}

	@Test
	void aRestartOfJenkinsIsSurvived() {
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		this.lab.jenkins.server.fail(Fault.STARTING, Fault.UNAUTHORIZED, Fault.BROKEN, Fault.STARTING);
		this.lab.pass(1);
		assertThat(this.lab.follower.notice(this.lab.now(build))).contains("cannot be asked now");
		this.lab.pass(60);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
		assertThat(this.lab.follower.notice(this.lab.now(build))).isNull();
		this.lab.jenkins.job("main").runs.get(0).ends("SUCCESS");
		this.lab.pass(3);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.builds()).hasSize(1);
	}

	@Test
	void aJobThatWasDeletedEndsItsBuilds() {
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		this.lab.jenkins.jobs.clear();
		this.lab.pass(5);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
		this.lab.pass(60);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(this.lab.now(build).failure().message()).contains("no longer has run 1");
	}

	@Test
	void aBranchThatCameBackHasNumbersOfItsOwn() {
		Build first = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		this.lab.jenkins.job("main").runs.get(0).ends("SUCCESS");
		this.lab.pass(2);
		this.lab.jenkins.jobs.clear();
		Build second = this.lab.server.trigger(this.lab.push("main", C2));
		this.lab.pass(3);
		assertThat(this.lab.jenkins.job("main").runs.get(0).number).isEqualTo(1);
		assertThat(this.lab.now(first).status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.now(second).status()).isEqualTo(BuildStatus.RUNNING);
	}

	@Test
	void readsLogAndFiles() throws Exception {
		this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		run.log.append("first ü\nsecond\n");
		run.files.put("out/app ü.txt", "hello");
		run.ends("SUCCESS");
		this.lab.pass(2);
		LogChunk whole = this.lab.server.log("orders", 1, 0);
		assertThat(whole.text()).isEqualTo(run.log.toString());
		assertThat(whole.complete()).isTrue();
		assertThat(this.lab.server.log("orders", 1, -25).text()).isEqualTo("second\nFinished: SUCCESS\n");
		assertThat(this.lab.server.log("orders", 1, whole.next() + 100))
			.isEqualTo(new LogChunk("", whole.next(), true));
		assertThat(this.lab.server.artifacts("orders", 1).get(0).size()).isEqualTo(5);
		try (InputStream file = this.lab.server.artifact("orders", 1, "out/app ü.txt")) {
			assertThat(file.readAllBytes()).asString().isEqualTo("hello");
		}
		assertThatThrownBy(() -> this.lab.server.artifact("orders", 1, "../config.xml"))
			.isInstanceOf(NoSuchFileException.class);
	}

	@Test
	void anIdleFleetIsAskedOnceInTwoSeconds() {
		for (int service = 0; service < 499; service++) {
			this.lab.store.addPipeline("shop", "svc-" + service);
		}
		this.lab.pass(5);
		int before = this.lab.jenkins.server.asked().size();
		this.lab.pass(60);
		assertThat(this.lab.jenkins.server.asked().size() - before).isBetween(1, 60);
	}

}
