package dev.slipway.runner;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import groovy.json.JsonOutput;
import groovy.json.JsonSlurper;
import org.awaitility.Awaitility;

/** The runner as a process, spoken to by its protocol as the platform does. */
final class RunnerProcess implements AutoCloseable {

	private final List<Map<?, ?>> events = Collections.synchronizedList(new ArrayList<>());

	private final Path folder;

	private final Process process;

	private final BufferedWriter commands;

	private final Thread reader;

	RunnerProcess(Path folder, String jenkinsfile, Map<String, String> scm) throws IOException {
		this(folder, jenkinsfile, scm, Map.of());
	}

	/**
	 * Starts it.
	 * @param more of the environment
	 */
	RunnerProcess(Path folder, String jenkinsfile, Map<String, String> scm, Map<String, String> more)
			throws IOException {
		this.folder = folder;
		Path file = Files.writeString(Files.createDirectories(folder).resolve("Jenkinsfile"), jenkinsfile);
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-cp",
				System.getProperty("java.class.path"), "dev.slipway.runner.Main")
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		this.commands = new BufferedWriter(
				new OutputStreamWriter(this.process.getOutputStream(), StandardCharsets.UTF_8));
		this.reader = new Thread(this::read, "events");
		this.reader.start();
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("folder", folder.toString());
		request.put("jenkinsfile", file.toString());
		request.put("library", Path.of("src/test/library").toAbsolutePath().toString());
		Map<String, String> env = new LinkedHashMap<>(
				Map.of("BUILD_NUMBER", "7", "BRANCH_NAME", "main", "GREETING", "hello"));
		env.putAll(more);
		request.put("env", env);
		request.put("credentials", Map.of("token", "very-secret", "login", "ann:pass-word"));
		request.put("scm", scm);
		send(JsonOutput.toJson(request));
	}

	RunnerProcess(Path folder, String jenkinsfile) throws IOException {
		this(folder, jenkinsfile, Map.of());
	}

	private void read() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith("{")) { // a JVM without memory says so on the same
											// stream
					this.events.add((Map<?, ?>) new JsonSlurper().parseText(line));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void send(String line) throws IOException {
		this.commands.write(line);
		this.commands.newLine();
		this.commands.flush();
	}

	/** The platform is gone. */
	void hangUp() throws IOException {
		this.commands.close();
	}

	/** Waits for the end and gives the result. */
	Map<?, ?> result() throws InterruptedException {
		Awaitility.await().atMost(java.time.Duration.ofSeconds(60)).until(() -> !this.process.isAlive());
		this.reader.join();
		List<Map<?, ?>> results = all("result");
		return results.isEmpty() ? Map.of("result", "none, exit code " + this.process.exitValue()) : results.get(0);
	}

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

	/** The stages as {@code name=status}, in the order of their ends. */
	List<String> stages() {
		Map<Object, Object> names = new LinkedHashMap<>();
		all("stage-start").forEach((start) -> names.put(start.get("id"), start.get("name")));
		return all("stage-end").stream().map((end) -> names.get(end.get("id")) + "=" + end.get("status")).toList();
	}

	Path workspace() {
		return this.folder.resolve("workspace");
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
