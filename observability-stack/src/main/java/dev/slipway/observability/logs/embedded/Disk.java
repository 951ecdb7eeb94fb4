package dev.slipway.observability.logs.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** The disk that slices lie on; apart, so that a full one can be tried. */
interface Disk {

	/** The bytes that may still be written. */
	long usable() throws IOException;

	/** Opens the files of a folder. */
	Directory open(Path folder) throws IOException;

	/** The disk of a folder that exists. */
	static Disk of(Path folder) {
		return new Disk() {
			@Override
			public long usable() throws IOException {
				return Files.getFileStore(folder).getUsableSpace();
			}

			@Override
			public Directory open(Path slice) throws IOException {
				return FSDirectory.open(slice);
			}
		};
	}

	/** Whether it is for want of room that something could not be written. */
	static boolean isFull(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage());
			if (message.contains("No space left") || message.contains("quota exceeded")
					|| message.contains("not enough space")) {
				return true;
			}
		}
		return false;
	}

}
