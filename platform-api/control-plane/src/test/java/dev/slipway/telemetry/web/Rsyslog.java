package dev.slipway.telemetry.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's rsyslog with the configuration that is shipped, in the foreground and with all
 * its files in one folder: not the system's service.
 */
@NullUnmarked
final class Rsyslog implements AutoCloseable {

	private final Process process;

	private final Path output;

	/**
	 * Starts it; it follows the files in the folder {@code logs}.
	 * @param port of Elasticsearch
	 */
	Rsyslog(Path folder, int port) {
		this.output = folder.resolve("rsyslog.log");
		try {
			String work = Files.createDirectories(folder.resolve("work")).toString();
			String config = deployed("rsyslog/slipway.conf");
			config = exchange(config, "global(\n", "global(\n\tworkDirectory=\"" + work + "\"\n");
			config = exchange(config, "/var/log/slipway/*", folder.resolve("logs") + "/*");
			config = exchange(config, "/var/log/slipway-refused.log", folder.resolve("refused.log").toString());
			config = exchange(config, "server=\"localhost\"", "server=\"127.0.0.1\"");
			config = exchange(config, "serverPort=\"9200\"", "serverPort=\"" + port + "\"");
			Path file = Files.writeString(folder.resolve("rsyslog.conf"), config);
			this.process = new ProcessBuilder(program().orElseThrow().toString(), "-n", "-f", file.toString(), "-i",
					folder.resolve("rsyslog.pid").toString())
				.redirectErrorStream(true)
				.redirectOutput(this.output.toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Skips the test where it is not installed, or fails it where all are required to
	 * run.
	 */
	static void required() {
		String lacks = program().isEmpty() ? "rsyslog" : module() ? null : "rsyslog-elasticsearch";
		if (lacks != null) {
			String message = "Debian's package " + lacks + " is not installed: no log file goes through rsyslog here";
			if (Boolean.parseBoolean(System.getenv("SLIPWAY_REQUIRE_ALL"))) {
				Assertions.fail(message);
			}
			Assumptions.abort(message);
		}
	}

	/** What it said, and what Elasticsearch refused. */
	String said() {
		try {
			Path refused = this.output.resolveSibling("refused.log");
			return (this.process.isAlive() ? "rsyslog" : "rsyslog, which has ended") + ": "
					+ Files.readString(this.output) + (Files.exists(refused) ? Files.readString(refused) : "");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Optional<Path> program() {
		return Stream.of("/usr/sbin/rsyslogd", "/sbin/rsyslogd", "/usr/bin/rsyslogd")
			.map(Path::of)
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static boolean module() {
		for (String folder : List.of("/usr/lib", "/usr/lib64", "/lib")) {
			try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(folder))) {
				for (Path one : found) {
					if (Files.exists(one.resolve("rsyslog/omelasticsearch.so"))
							|| Files.exists(one.resolve("omelasticsearch.so"))) {
						return true;
					}
				}
			}
			catch (IOException ex) {
				// There is no such folder.
			}
		}
		return false;
	}

	/** The text of a file that platform teams deploy. */
	static String deployed(String name) throws IOException {
		for (String root : List.of("../..", ".")) {
			Path file = Path.of(root, "observability-stack/deploy", name);
			if (Files.exists(file)) {
				return Files.readString(file);
			}
		}
		throw new IllegalStateException(name + " is not found from " + Path.of("").toAbsolutePath());
	}

	private static String exchange(String text, String old, String changed) {
		Assertions.assertTrue(text.contains(old), () -> "The shipped configuration has no " + old);
		return text.replace(old, changed);
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
