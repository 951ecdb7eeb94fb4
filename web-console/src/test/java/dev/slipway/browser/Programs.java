package dev.slipway.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The browser and its driver as they are installed; nothing is downloaded.
 *
 * @param chromium the browser
 * @param chromedriver what steers it
 */
record Programs(Path chromium, Path chromedriver) {

	/** Finds them; else skips the tests, or fails them where all are required to run. */
	static Programs find() {
		return new Programs(find("chromium", "chromium-browser", "google-chrome"), find("chromedriver"));
	}

	private static Path find(String... names) {
		Optional<Path> found = Arrays.stream(names).flatMap((name) -> onPath(name).stream()).findFirst();
		if (found.isEmpty()) {
			String message = "There is no " + names[0] + " on the PATH: install Debian's packages chromium and"
					+ " chromium-driver to test the console in a browser";
			if (Boolean.parseBoolean(System.getenv("SLIPWAY_REQUIRE_ALL"))) {
				Assertions.fail(message);
			}
			Assumptions.abort(message);
		}
		return found.get();
	}

	private static Optional<Path> onPath(String name) {
		return Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.findFirst();
	}

}
