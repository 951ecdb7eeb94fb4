package dev.slipway.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The repository's Java files, those that no class file shows included. */
final class Sources {

	private static final String MAIN = "/src/main/java/";

	private Sources() {
	}

	/** Every Java file below a {@code src} folder, relative to the repository's root. */
	static List<Path> javaFiles() {
		Path root = root();
		List<Path> files = new ArrayList<>();
		try {
			Files.walkFileTree(root, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
					return isGenerated(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					Path relative = root.relativize(file);
					if (unix(relative).endsWith(".java") && unix(relative).contains("/src/")) {
						files.add(relative);
					}
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot walk " + root, ex);
		}
		return files;
	}

	/**
	 * The folders of packages below a {@code src/main/java}, relative to the root. The
	 * templates' are left out: their files become a service's own code.
	 */
	static List<Path> mainPackages() {
		return javaFiles().stream()
			.filter((file) -> unix(file).contains(MAIN) && !file.startsWith("golden-templates"))
			.map(Path::getParent)
			.distinct()
			.sorted()
			.toList();
	}

	/** The text of the {@code package-info} of {@code dev.slipway.<name>}. */
	static String packageInfo(String name) {
		String end = MAIN + "dev/slipway/" + name + "/package-info.java";
		return javaFiles().stream()
			.filter((file) -> unix(file).endsWith(end))
			.map(Sources::read)
			.findFirst()
			.orElseThrow(() -> new AssertionError("There is no " + end));
	}

	static String read(Path relative) {
		try {
			return Files.readString(root().resolve(relative));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + relative, ex);
		}
	}

	static int lines(Path relative) {
		return (int) read(relative).lines().count();
	}

	static boolean exists(Path relative) {
		return Files.exists(root().resolve(relative));
	}

	private static boolean isGenerated(Path folder) {
		String name = folder.getFileName().toString();
		return name.equals("target") || (name.startsWith(".") && !folder.equals(root()));
	}

	private static Path root() {
		Path folder = Path.of("").toAbsolutePath();
		while (!Files.isDirectory(folder.resolve("golden-templates"))) {
			Path parent = folder.getParent();
			if (parent == null) {
				throw new AssertionError("Run this test in the repository; there is no golden-templates above "
						+ Path.of("").toAbsolutePath());
			}
			folder = parent;
		}
		return folder;
	}

	private static String unix(Path path) {
		return path.toString().replace('\\', '/');
	}

}
