package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

import dev.slipway.jenkins.EventKey;

/**
 * The key of events: the configured one, else one made at first use, in a file that only
 * we read.
 */
final class KeyFile implements EventKey {

	private final String configured;

	private final Path file;

	KeyFile(String configured, Path file) {
		this.configured = configured.strip();
		this.file = file;
	}

	@Override
	public synchronized String value() {
		if (!this.configured.isEmpty()) {
			return this.configured;
		}
		try {
			if (!Files.exists(this.file)) {
				make();
			}
			return Files.readString(this.file).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The key of build events cannot be kept in " + this.file
					+ ": set slipway.jenkins.notify-key, or let the platform write there", ex);
		}
	}

	private void make() throws IOException {
		byte[] random = new byte[32];
		new SecureRandom().nextBytes(random);
		Path folder = this.file.toAbsolutePath().getParent();
		Files.createDirectories(folder);
		Path whole = Files.createTempFile(folder, "jenkins-notify-key", ".new",
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		try {
			Files.writeString(whole, HexFormat.of().formatHex(random) + "\n");
			Files.move(whole, this.file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(whole);
		}
	}

}
