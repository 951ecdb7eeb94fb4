package dev.slipway.observability.metrics.prometheus;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The programs of Debian's package prometheus; nothing is downloaded. */
final class DebianPrometheus {

	private DebianPrometheus() {
	}

	/**
	 * Finds a program; else skips the tests, or fails them where all are required to run.
	 */
	static Path find(String name) {
		Optional<Path> found = Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.findFirst();
		if (found.isEmpty()) {
			String message = "There is no " + name + " on the PATH: install Debian's package prometheus to test"
					+ " against a real Prometheus";
			if (Boolean.parseBoolean(System.getenv("SLIPWAY_REQUIRE_ALL"))) {
				Assertions.fail(message);
			}
			Assumptions.abort(message);
		}
		return found.get();
	}

}
