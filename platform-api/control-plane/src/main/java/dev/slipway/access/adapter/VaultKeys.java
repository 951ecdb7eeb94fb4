package dev.slipway.access.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.access.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the vault: from the property {@code slipway.secrets.keys} (environment
 * {@code SLIPWAY_SECRETS_KEYS}), which instances with one database share, or else from
 * the file {@value #FILE} in the state directory, readable by its owner alone and made at
 * the first start. Each is 32 bytes in Base64; the first seals.
 * <p>
 * To change the key of a single instance: put a new one before the others
 * ({@code openssl rand -base64 32}), restart it, and take the old one away afterwards: at
 * its start the platform seals anew what was sealed with another key than the first.
 * Several instances with one database take two rounds, or those not yet restarted cannot
 * open what others sealed with the new key: first put it after the others everywhere and
 * restart each instance, then put it first everywhere and restart each again.
 */
final class VaultKeys {

	static final String FILE = "secret-keys";

	private static final Logger log = LoggerFactory.getLogger(VaultKeys.class);

	private VaultKeys() {
	}

	/**
	 * Opens the vault.
	 * @param configured the keys of the property; empty to take those of the file
	 * @throws IllegalStateException when one is no key
	 */
	static Vault open(List<String> configured, Path state) {
		if (!configured.isEmpty()) {
			return vault(configured, "slipway.secrets.keys");
		}
		Path folder = state.toAbsolutePath();
		Path file = folder.resolve(FILE);
		try {
			if (!Files.exists(file)) {
				write(folder, file);
			}
			try (Stream<String> lines = Files.lines(file)) {
				return vault(lines.map(String::trim).filter((line) -> !line.isEmpty()).toList(), file.toString());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read or write the keys of secrets in " + file
					+ ": give this user the right to, or set slipway.secrets.keys", ex);
		}
	}

	private static Vault vault(List<String> keys, String where) {
		try {
			return new Vault(keys.stream().map(Base64.getDecoder()::decode).toList());
		}
		catch (IllegalArgumentException ex) {
			// The cause may show a part of a key.
			throw new IllegalStateException("Each key in " + where + " has to be " + Vault.KEY_BYTES
					+ " bytes in Base64, as of: openssl rand -base64 " + Vault.KEY_BYTES);
		}
	}

	/** Complete or not at all; of two platforms that begin at once, one's file stays. */
	private static void write(Path folder, Path file) throws IOException {
		Files.createDirectories(folder);
		Path fresh = Files.createTempFile(folder, FILE, ".new", ownerOnly(folder));
		try {
			String key = Base64.getEncoder().encodeToString(Vault.randomKey()) + "\n";
			force(fresh, key);
			try {
				Files.createLink(file, fresh);
			}
			catch (FileAlreadyExistsException ex) {
				throw ex;
			}
			catch (UnsupportedOperationException | FileSystemException ex) {
				linkless(file, key);
			}
			force(folder);
			log.info("Made a key for secrets in {}; keep a copy of it apart from those of the database", file);
		}
		catch (FileAlreadyExistsException ex) {
			// Theirs is as good.
		}
		finally {
			Files.deleteIfExists(fresh);
		}
	}

	/**
	 * Where there are no links, as on some shared file systems: not complete at once, but
	 * never over another's.
	 */
	static void linkless(Path file, String key) throws IOException {
		Files.createFile(file, ownerOnly(file));
		force(file, key);
	}

	/**
	 * On the disk before anything is sealed with it, so that a power cut loses neither.
	 */
	private static void force(Path file, String text) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
	}

	private static void force(Path folder) {
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			log.debug("The folder {} cannot be forced to the disk here", folder, ex);
		}
	}

	private static FileAttribute<?>[] ownerOnly(Path folder) {
		boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

}
