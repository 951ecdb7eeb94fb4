package dev.slipway.jenkins.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.jenkins.LogTrouble;
import dev.slipway.jenkins.LogWindow;
import dev.slipway.jenkins.Run;
import dev.slipway.jenkins.Stages;
import dev.slipway.pipeline.BuildArtifact;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.TestCase;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a recorded Jenkins 2.528.1 says is understood. */
@NullUnmarked
class HttpJenkinsTest {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Instant END = Instant.parse("2026-11-21T04:00:00Z");

	private final TranscriptServer recorded = new TranscriptServer();

	private final HttpJenkins jenkins = new HttpJenkins(
			new JenkinsClient(new JenkinsSettings(this.recorded.url(), "admin", "secret", true, null,
					Duration.ofSeconds(30), Duration.ofSeconds(30)), Clock.systemUTC(), (time) -> false));

	@AfterEach
	void close() {
		this.recorded.close();
	}

	private List<String> stages(String sequence, boolean explained) {
		this.recorded.play("05-stages", sequence + "/describe", sequence + "/graph-tree");
		Stages stages = this.jenkins.stages("/job/st/job/" + sequence, 1, explained);
		return stages.asStages(false, END).stream().map(HttpJenkinsTest::line).toList();
	}

	private static String line(BuildStage stage) {
		return stage.id() + " in " + stage.parent() + " " + stage.kind() + " " + stage.name() + " " + stage.status()
				+ ((stage.message() != null) ? ": " + stage.message() : "");
	}

	@Test
	void readsNestedStages() {
		assertThat(stages("nested", false)).containsExactly("6 in null stage Outer SUCCESS",
				"8 in 6 stage Inner 1 SUCCESS", "13 in 6 stage Inner 2 SUCCESS", "15 in 13 stage Innermost SUCCESS",
				"24 in null stage Fan SUCCESS", "27 in 24 branch A SUCCESS", "28 in 24 branch B SUCCESS",
				"34 in 28 stage B1 SUCCESS", "43 in 28 stage B2 SUCCESS");
	}

	@Test
	void readsSkippedAndFailedStages() {
		assertThat(stages("skipped", false)).contains("11 in null stage Never SKIPPED");
		assertThat(stages("failed", true)).contains("11 in null stage Bad FAILURE: script returned exit code 7")
			.anyMatch((line) -> line.startsWith("16 in null stage After SKIPPED"));
	}

	@Test
	void leavesOutWhatIsMadeUpForARunWithoutStages() {
		assertThat(stages("nostages", false)).isEmpty();
	}

	@Test
	void withoutTheGraphViewStagesAreFlat() {
		this.recorded.play("05-stages", "failed/describe");
		Stages stages = this.jenkins.stages("/job/st/job/failed", 1, false);
		assertThat(stages.nested()).isFalse();
		List<BuildStage> all = stages.asStages(false, END);
		assertThat(all).extracting(HttpJenkinsTest::line)
			.contains("11 in null stage Bad FAILURE: script returned exit code 7", "16 in null stage After SKIPPED");
		assertThat(Stages.innermost(all, BuildStatus.FAILURE)).map(BuildStage::name).contains("Bad");
	}

	@Test
	void readsRunsWithTheirCommits() throws Exception {
		String body = this.recorded.body("04-builds", "causes-and-scm", "tree");
		Run run = JenkinsJson.run("/job/team-a/job/shop-scm", JSON.readTree(body), "admin");
		assertThat(run.commit()).isEqualTo("cac08dbb46aab370e3923f6d174e8837f8dd2c2a");
		assertThat(run.queueId()).isEqualTo(289);
		assertThat(run.parameters()).isEqualTo(Map.of("ENVIRONMENT", "dev"));
		assertThat(run.ours()).isTrue();
		assertThat(run.status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(run.endedAt()).isEqualTo(Instant.ofEpochMilli(1795231562072L + 1179));
	}

	@Test
	void aScanHasNoPerson() throws Exception {
		String body = this.recorded.body("08-multibranch", "create-and-index", "branch-first-build");
		Run run = JenkinsJson.run("/job/mbt/job/shop/job/main", JSON.readTree(body), "admin");
		assertThat(run.person()).isNull();
		assertThat(run.cause()).isEqualTo("Branch indexing");
		assertThat(run.commit()).isEqualTo("6c1eb5d13e2e1f4f45ed1da79b25f11396f0c1d3");
	}

	@Test
	void theLogSaysTheCommitAndTheFault() {
		String log = this.recorded.body("08-multibranch", "create-and-index", "broken-log");
		assertThat(LogTrouble.commit(log)).contains("99606b587ebaede3e7385e1ee3abff820f244aaa");
		assertThat(LogTrouble.message(log))
			.contains("WorkflowScript: 11: expecting '}', found '' @ line 11, column 1.");
	}

	@Test
	void readsQueueItems() {
		this.recorded.on("GET", "/queue/item/94/api/json?tree=" + JenkinsJson.ITEM,
				TranscriptServer.Answer.json(this.recorded.body("04-builds", "cancel", "cancelled")));
		assertThat(this.jenkins.queued(94)).hasValueSatisfying((item) -> assertThat(item.cancelled()).isTrue());
		this.recorded.on("GET", "/queue/item/69/api/json?tree=" + JenkinsJson.ITEM,
				TranscriptServer.Answer.json(this.recorded.body("04-builds", "trigger", "queue-left")));
		assertThat(this.jenkins.queued(69)).hasValueSatisfying((item) -> {
			assertThat(item.run()).isEqualTo(1);
			assertThat(item.job()).isEqualTo("/job/ci/job/plain");
			assertThat(item.ours()).isTrue();
		});
		assertThat(this.jenkins.queued(999999)).isEmpty();
	}

	@Test
	void readsTestsAndFiles() throws Exception {
		String tests = this.recorded.body("07-tests-artifacts", "tests", "report-tree");
		assertThat(JenkinsJson.tests(JSON.readTree(tests))).extracting(TestCase::status)
			.containsExactly("PASSED", "FAILED", "SKIPPED", "PASSED");
		this.recorded.play("07-tests-artifacts", "artifacts/download", "artifacts/download-json")
			.on("GET", "/job/ta/job/both/1/api/json?tree=artifacts[relativePath]{0,1000}",
					TranscriptServer.Answer.json(this.recorded.body("07-tests-artifacts", "artifacts", "list")));
		assertThat(this.jenkins.artifacts("/job/ta/job/both", 1)).containsExactly(new BuildArtifact("out/app ü.txt", 5),
				new BuildArtifact("out/sub/data.json", 2));
		assertThat(this.jenkins.tests("/job/ta/job/none", 1)).isEmpty();
	}

	@Test
	void readsWhatAnInputAsksFor() {
		this.recorded.play("05-stages", "input/pending");
		assertThat(this.jenkins.pending("/job/st/job/input", 1)).singleElement().satisfies((one) -> {
			assertThat(one.id()).isEqualTo("Go-live");
			assertThat(one.proceedLabel()).isEqualTo("Ship it");
			assertThat(one.parameters()).extracting((parameter) -> parameter.type() + " " + parameter.value())
				.containsExactly("string none", "choice 10");
		});
	}

	@Test
	void thePlatformSaysWhoMayAnswer() {
		this.recorded.play("05-stages", "input/pending");
		HttpJenkins strict = new HttpJenkins(
				new JenkinsClient(new JenkinsSettings(this.recorded.url(), "admin", "secret", true, null,
						Duration.ofSeconds(30), Duration.ofSeconds(30)), Clock.systemUTC(), (time) -> false),
				Set.of("operator", "ann"));
		assertThat(strict.pending("/job/st/job/input", 1).get(0).asInput(END).submitters())
			.containsExactlyInAnyOrder("operator", "ann");
		assertThat(this.jenkins.pending("/job/st/job/input", 1).get(0).asInput(END).submitters()).isEmpty();
	}

	@Test
	void readsALogWithoutItsNotes() {
		this.recorded.play("06-logs", "running/from-0", "running/from-size", "running/increment");
		LogWindow first = this.jenkins.log("/job/lg/job/slow", 1, 0, 256 * 1024);
		assertThat(first.text()).startsWith("Started by user admin\n[Pipeline] Start of Pipeline\n")
			.contains("line 0 ü\n")
			.doesNotContain("\u001b", "\r");
		assertThat(first.next()).isEqualTo(2803);
		assertThat(first.more()).isTrue();
	}

	@Test
	void aLogThatBeginsInsideANoteIsClean() {
		this.recorded.play("06-logs", "finished/mid", "finished/end", "finished/beyond");
		LogWindow middle = this.jenkins.log("/job/lg/job/slow", 1, 3120, 256 * 1024);
		assertThat(middle.text()).doesNotContain("\u001b", "H4sIAAAA").endsWith("Finished: SUCCESS\n");
		assertThat(middle.next()).isEqualTo(6241);
		assertThat(this.jenkins.log("/job/lg/job/slow", 1, 7241, 1024))
			.isEqualTo(new LogWindow("", 6241, 6241, 6241, false));
	}

	/** Of lines with letters of two bytes, and notes that are not shown. */
	private String longLog() {
		String note = "\u001b[8mha:AAAAaGVsbG8gd29ybGQ=\u001b[0m";
		StringBuilder kept = new StringBuilder();
		IntStream.range(0, 3_000)
			.forEach((line) -> kept.append((line % 7 == 0) ? note : "")
				.append("line ")
				.append(line)
				.append(" ü of a log\n"));
		this.recorded.otherwise((asked) -> {
			byte[] all = kept.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
			int start = Integer.parseInt(asked.path().replaceFirst(".*start=", ""));
			String rest = new String(all, start, all.length - start, java.nio.charset.StandardCharsets.UTF_8);
			return TranscriptServer.Answer.of(200, rest.replace("\n", "\r\n"))
				.with("X-Text-Size", String.valueOf(all.length))
				.with("X-Jenkins", "2.528.1");
		});
		return kept.toString().replace(note, "");
	}

	@Test
	void aLongLogIsReadUpwardsWithoutGap() {
		String shown = longLog();
		LogWindow tail = this.jenkins.logTail("/job/a", 1, this.jenkins.logSize("/job/a", 1) - 5_000, 256 * 1024);
		StringBuilder read = new StringBuilder(tail.text());
		long at = tail.start();
		for (int window = 0; window < 100 && at > 0; window++) {
			LogWindow piece = this.jenkins.logBefore("/job/a", 1, at, 5_000);
			assertThat(piece.text()).as("before %d", at).startsWith("line ").endsWith(" log\n");
			assertThat(piece.next()).isEqualTo(at);
			read.insert(0, piece.text());
			at = piece.start();
		}
		assertThat(at).isZero();
		assertThat(read.toString()).isEqualTo(shown);
	}

	@Test
	void aLongLogIsReadInWindowsWithoutGap() {
		String kept = longLog();
		StringBuilder read = new StringBuilder();
		long at = 0;
		for (int window = 0; window < 100; window++) {
			LogWindow piece = this.jenkins.log("/job/a", 1, at, 5_000);
			read.append(piece.text());
			at = piece.next();
			if (at == piece.size()) {
				break;
			}
		}
		assertThat(read.toString()).isEqualTo(kept);
	}

}
