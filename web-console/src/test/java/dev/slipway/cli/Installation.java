package dev.slipway.cli;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Slipway as a user has it: the launcher, a state directory and a port. What the launcher
 * says is appended to a file that outlives the test.
 */
final class Installation {

	private final HttpClient http = HttpClient.newHttpClient();

	private final Path state;

	private final Path said;

	private final int port;

	private final Map<String, String> environment = new HashMap<>();

	/**
	 * An installation whose commands write what they say to a file in the build folder.
	 */
	Installation(Path state, String said) throws IOException {
		this.state = state;
		this.said = Path.of(System.getProperty("slipway.said"), said);
		this.port = freePort();
		Files.deleteIfExists(this.said);
	}

	/** Runs a command of the launcher to its end, which must be a good one. */
	void run(int minutes, String command, String... options) throws Exception {
		List<String> line = new ArrayList<>(List.of(System.getProperty("slipway.launcher"), command, "--state",
				this.state.toString(), "--port", String.valueOf(this.port)));
		line.addAll(List.of(options));
		ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.said.toFile()))
			.redirectInput(new File("/dev/null"));
		builder.environment().putAll(this.environment);
		Process process = builder.start();
		try {
			assertThat(process.waitFor(minutes, TimeUnit.MINUTES)).as("%s ends within %d minutes", command, minutes)
				.isTrue();
			assertThat(process.exitValue())
				.as("exit status of %s; it said: %s%nplatform.log: %s", command, tail(this.said),
						tail(this.state.resolve("platform.log")))
				.isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** Ends the platform as a crash or the kernel would. */
	void killPlatform() throws Exception {
		ProcessHandle platform = ProcessHandle
			.of(Long.parseLong(Files.readString(this.state.resolve("platform.pid")).strip()))
			.orElseThrow();
		platform.destroyForcibly();
		platform.onExit().get(1, TimeUnit.MINUTES);
	}

	/** The REST API with the admin's token. */
	Platform platform() throws IOException {
		return Platform.local(new Options(this.state, this.port, List.of()));
	}

	/** The platform's own log. */
	String log() throws IOException {
		return Files.readString(this.state.resolve("platform.log"));
	}

	/** Sets a variable of the environment for the commands to come. */
	Installation with(String variable, String value) {
		this.environment.put(variable, value);
		return this;
	}

	/** The status of a GET, or 0 when nobody answers. */
	int status(String url) throws InterruptedException {
		try {
			return this.http
				.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
				.statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	/** The JVMs of pods: those that have a pod's folder in their environment. */
	List<Long> pods() {
		return processes().filter((process) -> process.info().command().orElse("").endsWith("/java"))
			.filter((process) -> environment(process.pid()).contains("POD_ROOT="))
			.map(ProcessHandle::pid)
			.sorted()
			.toList();
	}

	/** Everything that runs from or for the state directory. */
	List<String> running() {
		return processes().map((process) -> process.pid() + " " + process.info().commandLine().orElse("")).toList();
	}

	void clear() {
		processes().forEach(ProcessHandle::destroyForcibly);
	}

	private Stream<ProcessHandle> processes() {
		return ProcessHandle.allProcesses().filter(ProcessHandle::isAlive).filter(this::belongs);
	}

	private boolean belongs(ProcessHandle process) {
		return process.info().commandLine().orElse("").contains(this.state.toString())
				|| environment(process.pid()).contains(this.state.toString());
	}

	private static String environment(long pid) {
		try {
			return Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static String tail(Path log) throws IOException {
		if (!Files.exists(log)) {
			return "(none)";
		}
		List<String> lines = Files.readAllLines(log);
		return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
