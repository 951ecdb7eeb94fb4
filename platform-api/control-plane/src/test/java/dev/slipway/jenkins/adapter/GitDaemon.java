package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Assumptions;

/** One repository that git's own daemon serves on the loopback interface. */
@NullUnmarked
final class GitDaemon implements AutoCloseable {

	private final Path folder;

	private final int port;

	private final Process process;

	GitDaemon(Path base) {
		this.folder = base.resolve("orders.git");
		try {
			Files.createDirectories(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		git("init", "-q", "-b", "main", ".");
		for (int attempt = 0;; attempt++) {
			int free = freePort();
			Path log = base.resolve("daemon-" + attempt + ".log");
			Process started = start(base, free, log);
			Awaitility.await("the git daemon")
				.atMost(Duration.ofMinutes(2))
				.until(() -> !started.isAlive() || Files.readString(log).contains("Ready to rumble"));
			if (started.isAlive()) {
				this.process = started;
				this.port = free;
				return;
			}
			Assumptions.assumeTrue(attempt < 5, () -> "git's daemon does not start here: " + text(log));
		}
	}

	private static int freePort() {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return free.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** It ends by itself when somebody else has taken the port meanwhile. */
	private static Process start(Path base, int port, Path log) {
		try {
			return new ProcessBuilder("git", "daemon", "--verbose", "--reuseaddr", "--listen=127.0.0.1",
					"--port=" + port, "--base-path=" + base, "--export-all", base.toString())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String text(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	String url() {
		return "git://127.0.0.1:" + this.port + "/orders.git";
	}

	/** Commits a file to the branch main; gives the commit. */
	String commit(String file, String text) {
		try {
			Files.writeString(this.folder.resolve(file), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		git("add", file);
		git("-c", "user.name=ann", "-c", "user.email=ann@example.org", "commit", "-q", "--allow-empty", "-m",
				"Change " + file);
		return git("rev-parse", "HEAD").strip();
	}

	/** What a clone of it would find at the head of a branch. */
	String remoteHead(String branch) {
		return git("ls-remote", url(), "refs/heads/" + branch).split("\\s")[0];
	}

	private String git(String... arguments) {
		List<String> command = new ArrayList<>(List.of("git"));
		command.addAll(List.of(arguments));
		try {
			Process git = new ProcessBuilder(command).directory(this.folder.toFile()).redirectErrorStream(true).start();
			String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (git.waitFor() != 0) {
				throw new IllegalStateException(String.join(" ", command) + ": " + output);
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroy);
		this.process.destroy();
	}

}
