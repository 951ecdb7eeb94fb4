package dev.slipway.observability.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is shipped for platform teams to deploy, and Debian's programs to check it. */
final class Shipped {

	private Shipped() {
	}

	/** A file or folder below {@code deploy}. */
	static Path path(String name) {
		Path folder = Path.of("deploy");
		if (!Files.exists(folder.resolve("prometheus"))) {
			folder = Path.of("observability-stack").resolve(folder);
		}
		return folder.resolve(name).toAbsolutePath();
	}

	static String text(String name) {
		try {
			return Files.readString(path(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A YAML file; a key that stands twice fails. */
	static Map<String, Object> yaml(String name) {
		return parse(text(name));
	}

	static Map<String, Object> parse(String yaml) {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		return new Yaml(new SafeConstructor(options)).load(yaml);
	}

	/** The lists and maps in a map, as a list of maps. */
	@SuppressWarnings("unchecked")
	static List<Map<String, Object>> list(Map<String, Object> map, String key) {
		Object value = map.get(key);
		Assertions.assertNotNull(value, () -> key + " in " + map.keySet());
		return (List<Map<String, Object>>) value;
	}

	/**
	 * Finds a program; else skips the test, or fails it where all are required to run.
	 */
	static Path program(String name, String debianPackage) {
		Optional<Path> found = Arrays
			.stream((System.getenv("PATH") + File.pathSeparator + "/usr/sbin").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.findFirst();
		if (found.isEmpty()) {
			lacks("There is no " + name + " on the PATH: install Debian's package " + debianPackage);
		}
		return found.orElseThrow();
	}

	/** Skips the test with a message, or fails it where all are required to run. */
	static void lacks(String message) {
		if (Boolean.parseBoolean(System.getenv("SLIPWAY_REQUIRE_ALL"))) {
			Assertions.fail(message);
		}
		Assumptions.abort(message);
	}

	/** Runs a program to its end, which has to be a good one; gives what it printed. */
	static String run(Path folder, Path output, List<String> command) {
		try {
			Process process = new ProcessBuilder(command).directory(folder.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			boolean ended = process.waitFor(3, TimeUnit.MINUTES);
			process.destroyForcibly();
			String said = Files.readString(output, StandardCharsets.UTF_8);
			Assertions.assertTrue(ended && process.exitValue() == 0, () -> command + " failed: " + said);
			return said;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
