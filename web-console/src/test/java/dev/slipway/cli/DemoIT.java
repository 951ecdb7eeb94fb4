package dev.slipway.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README's promise: one command walks the whole loop on a real service, and leaves no
 * process behind when it was told to end.
 */
class DemoIT {

	@Test
	void theDemoSeesEverythingAndLeavesNothingRunning(@TempDir Path state) throws Exception {
		Path said = Path.of(System.getProperty("slipway.demoLog"));
		Process demo = new ProcessBuilder(System.getProperty("slipway.launcher"), "demo", "--exit", "--state",
				state.toString(), "--port", String.valueOf(freePort()))
			.redirectErrorStream(true)
			.redirectOutput(said.toFile())
			.start();
		boolean ended = demo.waitFor(25, TimeUnit.MINUTES);
		try {
			assertThat(ended).as("the demo ends within 25 minutes").isTrue();
			assertThat(demo.exitValue())
				.as("exit status; the demo said: %s%nplatform.log: %s", tail(said), tail(state.resolve("platform.log")))
				.isZero();
			assertThat(processesOf(state)).as("processes left behind").isEmpty();
		}
		finally {
			demo.destroyForcibly();
			ProcessHandle.allProcesses().filter((process) -> belongs(process, state)).forEach(ProcessHandle::destroy);
		}
	}

	private static List<String> processesOf(Path state) {
		return ProcessHandle.allProcesses()
			.filter((process) -> belongs(process, state))
			.map((process) -> process.pid() + " " + process.info().commandLine().orElse(""))
			.toList();
	}

	private static boolean belongs(ProcessHandle process, Path state) {
		return process.isAlive() && (process.info().commandLine().orElse("").contains(state.toString())
				|| environment(process.pid()).contains(state.toString()));
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
