package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.slipway.cluster.images.RootFilesystems;

/**
 * The files of a pod.
 *
 * @param directory directory of the pod, named by its uid
 */
record PodFiles(Path directory) {

	/** Directory in which the pod's volumes are. */
	Path volumes() {
		return this.directory.resolve("volumes");
	}

	ContainerFiles container(String name) {
		return new ContainerFiles(this.directory.resolve("containers").resolve(name));
	}

	/** The address the pod has had since its start. */
	Optional<String> address() {
		try {
			Path file = this.directory.resolve("address");
			return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The address of a pod cannot be read in " + this.directory, ex);
		}
	}

	void address(String address) throws IOException {
		Files.createDirectories(this.directory);
		Files.writeString(this.directory.resolve("address"), address);
	}

	void remove() throws IOException {
		RootFilesystems.remove(this.directory);
	}

}
