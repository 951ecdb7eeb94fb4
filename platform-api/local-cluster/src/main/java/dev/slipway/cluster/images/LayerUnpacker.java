package dev.slipway.cluster.images;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/**
 * Lays the layers of an image over each other in a directory. Whiteouts are honoured, and
 * nothing is ever written outside the directory, whatever the archive says.
 */
final class LayerUnpacker {

	private static final String WHITEOUT = ".wh.";

	private static final String OPAQUE = ".wh..wh..opq";

	private final Path root;

	/** What this layer brought: an opaque marker does not hide it. */
	private final Set<Path> ofThisLayer = new HashSet<>();

	LayerUnpacker(Path root) {
		this.root = root;
	}

	/**
	 * Lays one more layer on top.
	 * @param blob file of the layer
	 * @param layer what it should be
	 * @throws IOException if it is broken, or tries to leave the root
	 */
	void unpack(Path blob, Image.Layer layer) throws IOException {
		this.ofThisLayer.clear();
		try (InputStream raw = new BufferedInputStream(Files.newInputStream(blob), 64 * 1024);
				DigestInputStream in = new DigestInputStream(decompressed(raw, layer), Blobs.sha256())) {
			TarReader tar = new TarReader(in);
			for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
				apply(entry, tar);
			}
			in.transferTo(OutputStream.nullOutputStream());
			String diffId = "sha256:" + HexFormat.of().formatHex(in.getMessageDigest().digest());
			if (!layer.diffId().isEmpty() && !layer.diffId().equals(diffId)) {
				throw new IOException("Layer " + layer.digest() + " unpacks to " + diffId
						+ ", but the image's configuration says " + layer.diffId() + ": build and push it again");
			}
		}
	}

	private static InputStream decompressed(InputStream raw, Image.Layer layer) throws IOException {
		if (layer.mediaType().endsWith("zstd")) {
			throw new IOException(
					"Layer " + layer.digest() + " is compressed with zstd, which is not read here: push it with gzip");
		}
		raw.mark(2);
		boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
		raw.reset();
		return gzip ? new BufferedInputStream(new GZIPInputStream(raw, 64 * 1024), 64 * 1024) : raw;
	}

	private void apply(TarReader.Entry entry, TarReader tar) throws IOException {
		Path target = RootedPath.resolve(this.root, entry.name());
		if (target.equals(this.root)) {
			return;
		}
		Path parent = this.root.equals(target.getParent()) ? this.root : directories(target);
		String name = target.getFileName().toString();
		if (name.equals(OPAQUE)) {
			clear(parent);
		}
		else if (name.startsWith(WHITEOUT)) {
			Path hidden = parent.resolve(name.substring(WHITEOUT.length())).normalize();
			if (parent.equals(hidden.getParent())) {
				delete(hidden);
			}
		}
		else {
			create(entry, tar, target);
			for (Path p = target; p != null && !p.equals(this.root); p = p.getParent()) {
				this.ofThisLayer.add(p);
			}
		}
	}

	private Path directories(Path target) throws IOException {
		Path parent = this.root;
		Path relative = this.root.relativize(target);
		for (int i = 0; i < relative.getNameCount() - 1; i++) {
			parent = parent.resolve(relative.getName(i).toString());
			if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
				Files.deleteIfExists(parent);
				Files.createDirectory(parent);
			}
		}
		return parent;
	}

	private void create(TarReader.Entry entry, TarReader tar, Path target) throws IOException {
		switch (entry.type()) {
			case '5' -> {
				if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
					delete(target);
					Files.createDirectory(target);
				}
				Files.setPosixFilePermissions(target, permissions(entry.mode() | 0700));
			}
			case '2' -> {
				delete(target);
				Files.createSymbolicLink(target, RootedPath.linkTarget(this.root, target, entry.link()));
			}
			case '1' -> {
				Path existing = RootedPath.resolve(this.root, entry.link());
				if (!existing.equals(target)) {
					delete(target);
					Files.createLink(target, existing);
				}
			}
			case '0', '\0', '7' -> {
				delete(target);
				Files.copy(tar.content(), target);
				Files.setPosixFilePermissions(target, permissions(entry.mode() | 0400));
			}
			default -> {
				// Devices and pipes: a process without isolation has the host's.
			}
		}
	}

	private void clear(Path directory) throws IOException {
		try (var children = Files.list(directory)) {
			for (Path child : children.toList()) {
				if (!this.ofThisLayer.contains(child)) {
					delete(child);
				}
			}
		}
	}

	static Set<PosixFilePermission> permissions(int mode) {
		PosixFilePermission[] order = { PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE,
				PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE,
				PosixFilePermission.GROUP_READ, PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE,
				PosixFilePermission.OWNER_READ };
		Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
		for (int bit = 0; bit < order.length; bit++) {
			if ((mode & (1 << bit)) != 0) {
				set.add(order[bit]);
			}
		}
		return set;
	}

	/**
	 * Removes a file or a whole tree, never through a link.
	 * @param path what to remove; may be missing
	 * @throws IOException if it cannot be removed
	 */
	static void delete(Path path) throws IOException {
		if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			Files.deleteIfExists(path);
			return;
		}
		Files.walkFileTree(path, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.delete(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) throws IOException {
				if (ex != null) {
					throw ex;
				}
				Files.delete(directory);
				return FileVisitResult.CONTINUE;
			}

		});
	}

}
