package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.TestCase;
import org.jspecify.annotations.Nullable;

/** Writes down what the runner of one build reports. */
final class BuildRecorder implements AutoCloseable {

	/** The file in which the library's {@code buildImage} leaves the image. */
	private static final String IMAGE_FILE = "slipway-image.json";

	private static final ObjectMapper JSON = new ObjectMapper();

	private final Build build;

	private final BuildFolder folder;

	private final BuildStore store;

	private final BuildListener listener;

	private final BuildTalk talk;

	private final BuildLog log;

	private final StringBuilder pending = new StringBuilder();

	private final Map<Integer, BuildStage> running = new HashMap<>();

	private @Nullable String image;

	private @Nullable Outcome outcome;

	BuildRecorder(Build build, BuildFolder folder, BuildStore store, BuildListener listener, BuildTalk talk)
			throws IOException {
		this.talk = talk;
		this.build = build;
		this.folder = folder;
		this.store = store;
		this.listener = listener;
		this.log = new BuildLog(folder.log());
	}

	/** Takes one line of the protocol. */
	void read(String line) throws IOException {
		JsonNode event = JSON.readTree(line);
		Instant at = Instant.ofEpochMilli(event.path("at").asLong());
		switch (event.path("event").asText()) {
			case "log" -> logged(event.path("text").asText());
			case "stage-start" -> stageStarted(event, at);
			case "stage-end" -> stageEnded(event, at);
			case "tests" -> this.store.addTests(this.build.service(), this.build.number(), tests(event.path("cases")));
			case "artifact" -> artifact(event.path("path").asText());
			case "result" -> this.outcome = outcome(event);
			default -> this.talk.read(event, at);
		}
	}

	private void logged(String text) {
		line(text.startsWith("ERROR: ") ? this.folder.hide(text) : text);
	}

	/** Adds a line to the log; {@link #flush()} makes it visible. */
	synchronized void line(String text) {
		this.pending.append(text).append('\n');
	}

	synchronized void flush() throws IOException {
		if (!this.pending.isEmpty()) {
			String text = this.pending.toString();
			this.pending.setLength(0);
			long start = this.log.size();
			this.log.append(text);
			this.listener.log(this.build, start, this.log.size(), text);
		}
	}

	private void stageStarted(JsonNode event, Instant at) throws IOException {
		flush();
		Integer parent = event.hasNonNull("parent") ? event.get("parent").asInt() : null;
		BuildStage stage = new BuildStage(event.path("id").asInt(), parent, event.path("kind").asText("stage"),
				event.path("name").asText(), BuildStatus.RUNNING, at, null, null, this.log.size());
		line("[" + stage.name() + "]");
		save(stage);
	}

	private void stageEnded(JsonNode event, Instant at) throws IOException {
		flush();
		BuildStage stage = this.running.get(event.path("id").asInt());
		if (stage != null) {
			String message = text(event, "message");
			save(stage.ended(status(event.path("status").asText()),
					(message != null) ? this.folder.hide(message) : null, at));
		}
	}

	private void save(BuildStage stage) {
		if (stage.status() == BuildStatus.RUNNING) {
			this.running.put(stage.id(), stage);
		}
		else {
			this.running.remove(stage.id());
		}
		this.store.saveStage(this.build.service(), this.build.number(), stage);
		this.listener.stage(this.build, stage);
	}

	/** Ends the stages that the runner could not end any more. */
	void endStages(BuildStatus status, Instant now) {
		for (BuildStage stage : List.copyOf(this.running.values())) {
			save(stage.ended(status, null, now));
		}
	}

	private static List<TestCase> tests(JsonNode cases) {
		List<TestCase> tests = new ArrayList<>();
		for (JsonNode one : cases) {
			tests.add(new TestCase(one.path("suite").asText(), one.path("name").asText(), one.path("status").asText(),
					one.path("durationMillis").asLong(), text(one, "message")));
		}
		return tests;
	}

	private void artifact(String path) throws IOException {
		if (path.equals(IMAGE_FILE) || path.endsWith("/" + IMAGE_FILE)) {
			JsonNode made = JSON.readTree(Files.readString(this.folder.artifacts().resolve(path)));
			this.image = text(made, "image");
		}
	}

	private Outcome outcome(JsonNode event) {
		String message = text(event, "message");
		BuildFailure failure = (message != null)
				? new BuildFailure(text(event, "stage"), this.folder.hide(message), text(event, "remedy")) : null;
		return new Outcome(status(event.path("result").asText()), failure);
	}

	private static BuildStatus status(String result) {
		return result.equals("NOT_BUILT") ? BuildStatus.ABORTED : BuildStatus.valueOf(result);
	}

	private static @Nullable String text(JsonNode node, String field) {
		return node.hasNonNull(field) ? node.get(field).asText() : null;
	}

	/** The image that the build made. */
	@Nullable String image() {
		return this.image;
	}

	/** What the runner said at its end; null when it said nothing. */
	@Nullable Outcome outcome() {
		return this.outcome;
	}

	@Override
	public void close() throws IOException {
		flush();
		this.log.close();
	}

}
