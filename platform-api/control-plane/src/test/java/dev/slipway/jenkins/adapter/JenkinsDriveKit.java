package dev.slipway.jenkins.adapter;

import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.LogChunk;
import dev.slipway.pipeline.LogPiece;
import dev.slipway.pipeline.TestCase;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What can be done with the builds of a Jenkins, a live one or a played one. */
@NullUnmarked
abstract class JenkinsDriveKit {

	private DrivenPlatform platform;

	/** The Jenkins; its user may do all in a folder of its own. */
	abstract JenkinsSettings jenkins();

	/** The time. */
	Clock clock() {
		return Clock.systemUTC();
	}

	@BeforeEach
	void open() {
		this.platform = new DrivenPlatform(jenkins(), clock());
	}

	@AfterEach
	void removeAll() {
		this.platform.close();
		assertThat(new Items(this.platform.client).find(dev.slipway.jenkins.JenkinsPath.ROOT.job(this.platform.team)))
			.as("what the test made")
			.isEmpty();
	}

	private Build built(PipelineScript script, BuildStatus status) {
		this.platform.pipeline(script);
		return this.platform.await(this.platform.server.trigger(this.platform.wish(Map.of())), status);
	}

	private String log(Build build) {
		this.platform.until("the log is whole",
				() -> this.platform.server.log("orders", build.number(), -1_000).complete());
		StringBuilder read = new StringBuilder();
		LogChunk chunk = this.platform.server.log("orders", build.number(), 0);
		read.append(chunk.text());
		while (!chunk.complete()) {
			LogChunk next = this.platform.server.log("orders", build.number(), chunk.next());
			assertThat(next.next()).as("an offset that grows").isGreaterThan(chunk.next());
			chunk = next;
			read.append(chunk.text());
		}
		return read.toString();
	}

	@Test
	void aBuildGoesThroughTheQueueWithItsParameters() {
		this.platform.pipeline(PipelineScript.PARAMETERS);
		Build build = this.platform.server.trigger(this.platform.wish(Map.of("TARGET", "blue & ü <b>")));
		assertThat(build.status()).isEqualTo(BuildStatus.QUEUED);
		Build ended = this.platform.await(build, BuildStatus.SUCCESS);
		assertThat(ended.startedAt()).isAfterOrEqualTo(ended.queuedAt());
		assertThat(ended.endedAt()).isAfterOrEqualTo(ended.startedAt());
		assertThat(log(build)).contains("target blue & ü <b>\n").endsWith("Finished: SUCCESS\n");
		assertThat(this.platform.store.list("orders", 100, 10)).hasSize(1);
	}

	@Test
	void oneKeyIsOneBuildAndAnotherRunsItAgain() {
		this.platform.pipeline(PipelineScript.PARAMETERS);
		BuildRequest wish = this.platform.wish(Map.of("TARGET", "green"));
		Build build = this.platform.server.trigger(wish);
		assertThat(this.platform.server.trigger(wish).number()).isEqualTo(build.number());
		this.platform.await(build, BuildStatus.SUCCESS);
		Build again = this.platform.server.trigger(this.platform.wish(wish.parameters()));
		this.platform.await(again, BuildStatus.SUCCESS);
		assertThat(again.number()).isEqualTo(build.number() + 1);
		assertThat(log(again)).contains("target green\n");
		assertThat(this.platform.store.list("orders", 100, 10)).hasSize(2);
	}

	@Test
	void stagesAreNestedOrSaidToBeFlat() {
		Build build = built(PipelineScript.STAGES, BuildStatus.SUCCESS);
		List<BuildStage> stages = this.platform.store.stages("orders", build.number());
		assertThat(stages).extracting(BuildStage::name).contains("Outer", "Inner", "Fan");
		assertThat(stages).extracting(BuildStage::status).containsOnly(BuildStatus.SUCCESS);
		String notice = this.platform.follower.notice(this.platform.now(build));
		if (notice == null) {
			int outer = stages.stream().filter((one) -> one.name().equals("Outer")).findFirst().orElseThrow().id();
			assertThat(stages).filteredOn((one) -> one.name().equals("Inner"))
				.extracting(BuildStage::parent)
				.containsExactly(outer);
			assertThat(stages).filteredOn((one) -> one.kind().equals("branch"))
				.extracting(BuildStage::name)
				.containsExactly("a", "b");
		}
		else {
			assertThat(notice).contains("pipeline-graph-view");
		}
	}

	@Test
	void aLongLogIsReadWholeAndFromItsEnd() {
		Build build = built(PipelineScript.TALKS, BuildStatus.SUCCESS);
		String whole = log(build);
		assertThat(whole.lines().filter((line) -> line.equals("line ü of a long log")).count()).isEqualTo(16_384);
		LogChunk tail = this.platform.server.log("orders", build.number(), -1_000);
		assertThat(tail.text()).isNotEmpty();
		assertThat(whole).endsWith(tail.text());
		assertThat(this.platform.server.log("orders", build.number(), tail.next() + 100))
			.isEqualTo(new LogChunk("", tail.next(), true));
	}

	@Test
	void aLongLogIsReadUpwards() {
		Build build = built(PipelineScript.TALKS, BuildStatus.SUCCESS);
		LogPiece piece = this.platform.server.piece("orders", build.number(), -1_000, 256 * 1024);
		StringBuilder read = new StringBuilder(piece.text());
		for (int most = 0; piece.start() > 0 && most < 100; most++) {
			LogPiece before = this.platform.server.pieceBefore("orders", build.number(), piece.start(), 64 * 1024);
			assertThat(before.start()).as("an offset that shrinks").isLessThan(piece.start());
			piece = before;
			read.insert(0, piece.text());
		}
		assertThat(read.toString()).isEqualTo(log(build));
	}

	@Test
	void filesAndTestsAreKept() throws Exception {
		int executors = this.platform.client.json("/computer", "totalExecutors").path("totalExecutors").asInt();
		Assumptions.assumeTrue(executors > 0, "this Jenkins has no executor now: nothing can keep files");
		Build build = built(PipelineScript.FILES, BuildStatus.UNSTABLE);
		assertThat(build.failure().message()).isEqualTo("1 of 2 tests failed");
		assertThat(this.platform.store.tests("orders", build.number())).extracting(TestCase::status)
			.containsExactly("PASSED", "FAILED");
		assertThat(this.platform.server.artifacts("orders", build.number())).extracting((file) -> file.path())
			.contains("out/a b.txt");
		try (InputStream file = this.platform.server.artifact("orders", build.number(), "out/a b.txt")) {
			assertThat(file.readAllBytes()).asString().isEqualTo("hello");
		}
	}

	private Build asking() {
		this.platform.pipeline(PipelineScript.ASKS);
		Build build = this.platform.server.trigger(this.platform.wish(Map.of()));
		this.platform.until("it asks", () -> !this.platform.store.inputs("orders", build.number()).isEmpty());
		return build;
	}

	private BuildInput input(Build build) {
		return this.platform.store.inputs("orders", build.number()).get(0);
	}

	@Test
	void anInputIsApproved() {
		Build build = asking();
		assertThat(input(build).message()).isEqualTo("Release to <prod>?");
		assertThat(input(build).parameters()).extracting(BuildInput.Parameter::name).containsExactly("NOTE");
		assertThat(this.platform.server.answer("orders", build.number(), input(build).id(), true,
				Map.of("NOTE", "go & on"), "bob"))
			.isTrue();
		this.platform.await(build, BuildStatus.SUCCESS);
		assertThat(input(build).answer().actor()).isEqualTo("bob");
		assertThat(log(build)).contains("note go & on\n");
		assertThat(this.platform.server.answer("orders", build.number(), input(build).id(), true, Map.of(), "eve"))
			.isFalse();
	}

	@Test
	void anInputIsRefused() {
		Build build = asking();
		assertThat(this.platform.server.answer("orders", build.number(), input(build).id(), false, Map.of(), "bob"))
			.isTrue();
		this.platform.await(build, BuildStatus.ABORTED);
		assertThat(input(build).answer().proceed()).isFalse();
	}

	@Test
	void aBuildThatHangsIsEnded() {
		Build build = built(PipelineScript.HANGS, BuildStatus.RUNNING);
		assertThat(this.platform.server.abort("orders", build.number(), "bob")).isTrue();
		assertThat(this.platform.await(build, BuildStatus.ABORTED).failure().message()).isEqualTo("Aborted by bob");
	}

	@Test
	void aFailureSaysWhere() {
		Build build = built(PipelineScript.FAILS, BuildStatus.FAILURE);
		assertThat(build.failure().stage()).isEqualTo("Build");
		assertThat(build.failure().message()).contains("it broke");
	}

}
