package dev.slipway.cluster.images;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Unpacked images. Each image is unpacked once; a pod's root is a copy of that tree in
 * which large files and those that programs only read (jars, classes, libraries) are hard
 * links, so that a second pod costs milliseconds.
 */
public final class RootFilesystems {

	private static final Set<String> READ_ONLY = Set.of("jar", "class", "so", "jsa");

	private static final long LARGE = 1024 * 1024;

	private final ImageStore store;

	private final Path cache;

	private final ReentrantReadWriteLock cleaning = new ReentrantReadWriteLock();

	private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();

	/**
	 * Roots of the images of a store.
	 * @param store where the layers are
	 * @param cache directory for unpacked images, on the disk of the pods' roots
	 */
	public RootFilesystems(ImageStore store, Path cache) {
		this.store = store;
		this.cache = cache;
	}

	/**
	 * Makes a root for a container.
	 * @param image image to run
	 * @param root directory to make; replaced if it exists
	 * @throws ImageException if the image cannot be unpacked
	 */
	public void create(Image image, Path root) {
		this.cleaning.readLock().lock();
		try {
			Path unpacked = unpacked(image);
			LayerUnpacker.delete(root);
			Files.createDirectories(root);
			copy(unpacked, root);
		}
		catch (IOException ex) {
			throw new ImageException("Image " + image.digest() + " cannot be unpacked: " + ex.getMessage(), ex);
		}
		finally {
			this.cleaning.readLock().unlock();
		}
	}

	/**
	 * Removes unpacked images, and what a killed platform left half unpacked. Roots made
	 * from them stay whole, as their files have links of their own.
	 * @param digests images to keep
	 * @return how many were removed
	 */
	int removeAllBut(Set<String> digests) throws IOException {
		if (!Files.isDirectory(this.cache)) {
			return 0;
		}
		this.cleaning.writeLock().lock();
		int removed = 0;
		try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(this.cache)) {
			for (Path directory : unpacked) {
				if (!digests.contains("sha256:" + directory.getFileName())) {
					LayerUnpacker.delete(directory);
					removed++;
				}
			}
		}
		finally {
			this.cleaning.writeLock().unlock();
		}
		return removed;
	}

	/**
	 * Removes a directory tree; links in it are removed, not followed.
	 * @param tree directory
	 * @throws IOException if something cannot be removed
	 */
	public static void remove(Path tree) throws IOException {
		LayerUnpacker.delete(tree);
	}

	private Path unpacked(Image image) throws IOException {
		Path done = this.cache.resolve(image.digest().substring("sha256:".length()));
		synchronized (this.locks.computeIfAbsent(image.digest(), (key) -> new Object())) {
			if (Files.isDirectory(done)) {
				return done;
			}
			Path fresh = Files.createDirectories(this.cache.resolve("new-" + UUID.randomUUID())).toRealPath();
			try {
				LayerUnpacker unpacker = new LayerUnpacker(fresh);
				for (Image.Layer layer : image.layers()) {
					unpacker.unpack(this.store.blobs().path(layer.digest()), layer);
				}
				Files.move(fresh, done, StandardCopyOption.ATOMIC_MOVE);
			}
			catch (IOException ex) {
				LayerUnpacker.delete(fresh);
				throw ex;
			}
			return done;
		}
	}

	private static void copy(Path from, Path to) throws IOException {
		Files.walkFileTree(from, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				Path target = to.resolve(from.relativize(directory).toString());
				if (!directory.equals(from)) {
					Files.copy(directory, target, StandardCopyOption.COPY_ATTRIBUTES);
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Path target = to.resolve(from.relativize(file).toString());
				if (attributes.isSymbolicLink()) {
					Files.createSymbolicLink(target, Files.readSymbolicLink(file));
				}
				else if (shared(file, attributes)) {
					link(file, target);
				}
				else {
					Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
				}
				return FileVisitResult.CONTINUE;
			}

		});
	}

	private static boolean shared(Path file, BasicFileAttributes attributes) {
		String name = file.getFileName().toString();
		return attributes.size() >= LARGE || READ_ONLY.contains(name.substring(name.lastIndexOf('.') + 1));
	}

	private static void link(Path file, Path target) throws IOException {
		try {
			Files.createLink(target, file);
		}
		catch (UnsupportedOperationException | java.nio.file.FileSystemException ex) {
			Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
		}
	}

}
