package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The files of a container: its record, its root, and for each attempt to run it a log
 * and a directory in which the process itself says that it started and how it ended.
 *
 * @param directory directory of the container
 */
record ContainerFiles(Path directory) {

	private static final ObjectMapper JSON = new ObjectMapper();

	Path root() {
		return this.directory.resolve("root");
	}

	/** Standard output and error of an attempt. */
	Path log(int attempt) {
		return this.directory.resolve(attempt + ".log");
	}

	/** Made by the process as its first act: who makes it may run. */
	Path run(int attempt) {
		return this.directory.resolve("run-" + attempt);
	}

	/**
	 * Takes the right to run an attempt away from a process that may be about to start.
	 * @return false if one has started already
	 */
	boolean claim(int attempt) {
		try {
			Files.createDirectory(run(attempt));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** The pid that the process of an attempt wrote. */
	Optional<Long> pid(int attempt) {
		return text(run(attempt).resolve("pid")).map(Long::parseLong);
	}

	/** The exit code that the process of an attempt wrote; nothing if it was killed. */
	OptionalInt exitCode(int attempt) {
		return text(run(attempt).resolve("exit")).map((code) -> OptionalInt.of(Integer.parseInt(code)))
			.orElse(OptionalInt.empty());
	}

	private static Optional<String> text(Path file) {
		try {
			return Optional.of(Files.readString(file).strip()).filter((text) -> !text.isEmpty());
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	Optional<JsonNode> load() {
		Path file = this.directory.resolve("state.json");
		try {
			return Files.exists(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The record " + file + " cannot be read", ex);
		}
	}

	void save(JsonNode state) {
		try {
			Files.createDirectories(this.directory);
			Path fresh = this.directory.resolve("state.json.new");
			Files.write(fresh, JSON.writeValueAsBytes(state));
			Files.move(fresh, this.directory.resolve("state.json"), StandardCopyOption.ATOMIC_MOVE,
					StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The record of a container cannot be written in " + this.directory, ex);
		}
	}

}
