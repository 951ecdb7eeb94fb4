package dev.slipway.pipeline.adapter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import javax.sql.DataSource;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStore.BuildProcess;
import dev.slipway.test.Databases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a build is answered, and when it gives its place up. */
class BuildTalkTest {

	private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final ByteArrayOutputStream told = new ByteArrayOutputStream();

	private final List<String> news = new ArrayList<>();

	private final BuildLocks locks = new BuildLocks();

	private final JdbcBuildStore store;

	private final RunningBuild hold = new RunningBuild(this.timer, 1_000);

	private final BuildTalk talk;

	BuildTalkTest() {
		DataSource database = Databases.memory();
		this.store = new JdbcBuildStore(Databases.client(database), Databases.transactions(database));
		this.store.addPipeline("shop", "orders");
		Build build = this.store.add(BuildRequest.ofPush("shop", "orders", "main", "c".repeat(40), "ann"), NOON)
			.build();
		this.talk = new BuildTalk(build, this.hold, this.store, new News(), this.locks, new Pauses());
	}

	@BeforeEach
	void open() throws IOException {
		this.hold.started(new Running(), new BuildProcess(0, 0, "none", null), Map.of());
	}

	@AfterEach
	void close() {
		this.timer.shutdownNow();
	}

	private void read(String event) throws IOException {
		this.talk.read(new ObjectMapper().readTree(event), NOON);
	}

	private String told() {
		return this.told.toString(StandardCharsets.UTF_8);
	}

	@Test
	void whatIsGivenAtOnceIsNoRest() throws IOException {
		read("{\"event\": \"lock-start\", \"id\": \"lock-1\", \"resource\": \"db\"}");
		read("{\"event\": \"idle\"}");
		read("{\"event\": \"busy\"}");
		read("{\"event\": \"milestone\", \"id\": \"milestone-2\", \"ordinal\": 1}");
		read("{\"event\": \"idle\"}");
		read("{\"event\": \"busy\"}");
		assertThat(this.news).doesNotContain("rest");
		assertThat(told()).contains("lock-1", "milestone-2");
	}

	@Test
	void waitingForALockOrAPersonIs() throws IOException {
		this.locks.lock("db", new BuildLocks.Claim("other/1", "x", () -> {
		}, () -> {
		}), false);
		read("{\"event\": \"lock-start\", \"id\": \"lock-1\", \"resource\": \"db\"}");
		read("{\"event\": \"idle\"}");
		assertThat(this.news).containsExactly("rest");
		this.locks.unlock("other/1");
		read("{\"event\": \"busy\"}");
		read("{\"event\": \"input-start\", \"id\": \"Ship\", \"message\": \"Go?\"}");
		read("{\"event\": \"idle\"}");
		assertThat(this.news).containsExactly("rest", "work", "input null, told false", "rest");
	}

	@Test
	void anAnswerIsSavedBeforeTheBuildGoesOn() throws IOException {
		read("{\"event\": \"input-start\", \"id\": \"Ship\", \"message\": \"Go?\"}");
		assertThat(this.talk.answered("Ship", true, Map.of(), new BuildInput.Answer(true, "ann", NOON))).isTrue();
		assertThat(this.news).containsExactly("input null, told false", "input ann, told false");
		assertThat(told()).contains("Ship");
		assertThat(this.store.inputs("orders", 1)).extracting((input) -> input.answer() != null).containsExactly(true);
	}

	@Test
	void anInputThatIsTooLargeIsRefusedWithASentence() throws IOException {
		read("{\"event\": \"input-start\", \"id\": \"" + "x".repeat(201) + "\", \"message\": \"Go?\"}");
		assertThat(told()).contains("\"refused\":\"The id of the input", "has 201 characters; at most 200");
		read("{\"event\": \"input-start\", \"id\": \"Ship\", \"parameters\": [{\"name\": \"A\", \"value\": \""
				+ "x".repeat(20_000) + "\"}]}");
		assertThat(told()).contains("The parameters of the input 'Ship' take 20");
		assertThat(this.store.inputs("orders", 1)).isEmpty();
		read("{\"event\": \"idle\"}");
		assertThat(this.news).isEmpty();
	}

	private final class Pauses implements BuildTalk.Pauses {

		@Override
		public void rest() {
			BuildTalkTest.this.news.add("rest");
		}

		@Override
		public void work() {
			BuildTalkTest.this.news.add("work");
		}

	}

	private final class News implements BuildListener {

		@Override
		public void changed(Build build) {
			// nothing of this test
		}

		@Override
		public void stage(Build build, BuildStage stage) {
			// nothing of this test
		}

		@Override
		public void log(Build build, long start, long next, String text) {
			// nothing of this test
		}

		@Override
		public void input(Build build, BuildInput input) {
			BuildInput.Answer answer = input.answer();
			BuildTalkTest.this.news
				.add("input " + ((answer != null) ? answer.actor() : null) + ", told " + told().contains("Ship"));
		}

	}

	/** A process that listens. */
	private final class Running extends Process {

		@Override
		public OutputStream getOutputStream() {
			return BuildTalkTest.this.told;
		}

		@Override
		public InputStream getInputStream() {
			return new ByteArrayInputStream(new byte[0]);
		}

		@Override
		public InputStream getErrorStream() {
			return new ByteArrayInputStream(new byte[0]);
		}

		@Override
		public int waitFor() {
			return 0;
		}

		@Override
		public int exitValue() {
			return 0;
		}

		@Override
		public void destroy() {
			// there is none
		}

	}

}
