package dev.slipway.cluster.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Content-addressed files: {@code blobs/sha256/<hex>} as the OCI image layout has them.
 */
final class Blobs {

	private final Path directory;

	private final Path uploads;

	Blobs(Path layout) throws IOException {
		this.directory = Files.createDirectories(layout.resolve("blobs/sha256"));
		this.uploads = Files.createDirectories(layout.resolve("uploads"));
	}

	boolean has(String digest) {
		return ImageReference.DIGEST.matcher(digest).matches() && Files.isRegularFile(path(digest));
	}

	/**
	 * Whether a blob is here; if so it counts as new, as somebody is about to use it.
	 */
	synchronized boolean touch(String digest) {
		if (!has(digest)) {
			return false;
		}
		try {
			Files.setLastModifiedTime(path(digest), FileTime.from(Instant.now()));
		}
		catch (IOException ex) {
			return false;
		}
		return true;
	}

	/** When a blob came or was last touched; never, if it is not here. */
	Instant touched(String digest) {
		try {
			return Files.getLastModifiedTime(path(digest)).toInstant();
		}
		catch (IOException ex) {
			return Instant.MIN;
		}
	}

	/** Removes what has been neither sent nor touched since a time, nor is wanted. */
	int removeUntouched(Instant since, Predicate<String> wanted) throws IOException {
		int removed = 0;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory)) {
			for (Path file : files) {
				String digest = "sha256:" + file.getFileName();
				if (!wanted.test(digest) && removeUntouched(file, since)) {
					removed++;
				}
			}
		}
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.uploads)) {
			for (Path file : files) {
				removeUntouched(file, since);
			}
		}
		return removed;
	}

	private synchronized boolean removeUntouched(Path file, Instant since) throws IOException {
		return Files.getLastModifiedTime(file).toInstant().isBefore(since) && Files.deleteIfExists(file);
	}

	Path path(String digest) {
		if (!ImageReference.DIGEST.matcher(digest).matches()) {
			throw new IllegalArgumentException("'" + digest + "' is not a sha256 digest");
		}
		return this.directory.resolve(digest.substring("sha256:".length()));
	}

	/**
	 * A file to fill and then to {@link #commit}.
	 * @return path of a file that does not exist yet
	 */
	Path newUpload() {
		return this.uploads.resolve(UUID.randomUUID().toString());
	}

	/**
	 * The file of an upload that is under way.
	 * @param id last part of the path of {@link #newUpload()}
	 * @return its file, which may not exist
	 */
	Path upload(String id) {
		return this.uploads.resolve(UUID.fromString(id).toString());
	}

	/**
	 * Takes a finished upload in, if it is what it claims to be.
	 * @param upload file to move
	 * @param digest claimed digest
	 * @throws IOException if it cannot be read or moved
	 */
	void commit(Path upload, String digest) throws IOException {
		String actual = digestOf(upload);
		if (!actual.equals(digest)) {
			Files.deleteIfExists(upload);
			throw new DigestMismatch("The content has digest " + actual + ", not " + digest + ": send it again");
		}
		Files.move(upload, path(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	String put(byte[] content) throws IOException {
		String digest = "sha256:" + HexFormat.of().formatHex(sha256().digest(content));
		if (!touch(digest)) {
			Path upload = newUpload();
			Files.write(upload, content);
			Files.move(upload, path(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		return digest;
	}

	void requireDigest(byte[] content, String digest) throws DigestMismatch {
		String actual = "sha256:" + HexFormat.of().formatHex(sha256().digest(content));
		if (!actual.equals(digest)) {
			throw new DigestMismatch("The content has digest " + actual + ", not " + digest + ": send it again");
		}
	}

	static String digestOf(Path file) throws IOException {
		MessageDigest sha = sha256();
		try (InputStream in = Files.newInputStream(file)) {
			byte[] buffer = new byte[64 * 1024];
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
				sha.update(buffer, 0, n);
			}
		}
		return "sha256:" + HexFormat.of().formatHex(sha.digest());
	}

	static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Content is not what its digest says.
	 */
	static final class DigestMismatch extends IOException {

		private static final long serialVersionUID = 1L;

		DigestMismatch(String message) {
			super(message);
		}

	}

}
