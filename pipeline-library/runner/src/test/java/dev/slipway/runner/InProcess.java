package dev.slipway.runner;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

import groovy.json.JsonOutput;
import groovy.json.JsonSlurper;
import org.jspecify.annotations.Nullable;

/**
 * The runner in this JVM, spoken to by its protocol: for Jenkinsfiles that start no
 * processes, of which many run in a second.
 */
final class InProcess {

	private static final String END = "";

	private final List<Map<?, ?>> events = Collections.synchronizedList(new ArrayList<>());

	private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();

	private final Function<Map<?, ?>, Map<String, ?>> platform;

	private final Map<Object, Object> names = new LinkedHashMap<>();

	/**
	 * A runner beside a platform.
	 * @param platform answers events that wait for an answer; an empty answer is none
	 */
	InProcess(Function<Map<?, ?>, Map<String, ?>> platform) {
		this.platform = platform;
	}

	/** Runs a Jenkinsfile to its end. */
	InProcess run(Path folder, String jenkinsfile, Map<String, ?> more) throws IOException {
		Path file = Files.writeString(Files.createDirectories(folder).resolve("Jenkinsfile"), jenkinsfile);
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("folder", folder.toString());
		request.put("jenkinsfile", file.toString());
		request.put("library", Path.of("src/test/library").toAbsolutePath().toString());
		request.put("credentials", Map.of("token", "very-secret", "login", "ann:pass-word"));
		request.putAll(more);
		this.commands.add(JsonOutput.toJson(request));
		try (PrintStream protocol = new PrintStream(new Lines(), true, StandardCharsets.UTF_8)) {
			Main.serve(new Commands(), protocol);
		}
		finally {
			this.commands.add(END);
		}
		return this;
	}

	/** Sends a command. */
	void send(Map<String, ?> command) {
		this.commands.add(JsonOutput.toJson(command));
	}

	/**
	 * What happened: a line for each {@code echo '> …'} and each end of a stage, and at
	 * last the result with its message.
	 */
	List<String> trace() {
		List<String> trace = new ArrayList<>();
		synchronized (this.events) {
			for (Map<?, ?> event : this.events) {
				String line = line(event);
				if (!line.isEmpty()) {
					trace.add(line);
				}
			}
		}
		return trace;
	}

	private String line(Map<?, ?> event) {
		return switch (String.valueOf(event.get("event"))) {
			case "stage-start" -> {
				String parent = event.get("parent") == null ? "" : this.names.get(event.get("parent")) + "/";
				this.names.put(event.get("id"), parent + event.get("name"));
				yield "";
			}
			case "stage-end" -> this.names.get(event.get("id")) + " = " + event.get("status");
			case "log" -> String.valueOf(event.get("text")).startsWith("> ") ? String.valueOf(event.get("text")) : "";
			case "idle", "busy" -> "* " + event.get("event");
			case "input-start" -> "? " + event.get("id") + ": " + event.get("message");
			case "result" -> event.get("result") + (event.get("message") != null ? ": " + event.get("message") : "");
			default -> "";
		};
	}

	/** The events of a kind. */
	List<Map<?, ?>> all(String event) {
		synchronized (this.events) {
			return this.events.stream().filter((one) -> event.equals(one.get("event"))).toList();
		}
	}

	/** The log as text. */
	String log() {
		StringBuilder text = new StringBuilder();
		all("log").forEach((line) -> text.append(line.get("text")).append('\n'));
		return text.toString();
	}

	private void heard(String line) {
		Map<?, ?> event = (Map<?, ?>) new JsonSlurper().parseText(line);
		this.events.add(event);
		Map<String, ?> answer = this.platform.apply(event);
		if (!answer.isEmpty()) {
			send(answer);
		}
	}

	private final class Lines extends OutputStream {

		private final ByteArrayOutputStream line = new ByteArrayOutputStream();

		@Override
		public synchronized void write(int b) {
			if (b == '\n') {
				heard(this.line.toString(StandardCharsets.UTF_8));
				this.line.reset();
			}
			else {
				this.line.write(b);
			}
		}

	}

	private final class Commands extends BufferedReader {

		Commands() {
			super(Reader.nullReader());
		}

		@Override
		public @Nullable String readLine() throws IOException {
			try {
				String line = InProcess.this.commands.take();
				return line.equals(END) ? null : line;
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}

	}

}
