package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.pipeline.BuildArtifact;

/**
 * The files that a build keeps, in a folder. Links are not followed: a build decides what
 * lies there.
 */
final class KeptFiles {

	private KeptFiles() {
	}

	static List<BuildArtifact> list(Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		List<BuildArtifact> found = new ArrayList<>();
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : (Iterable<Path>) files.filter(KeptFiles::isFile)::iterator) {
				found.add(new BuildArtifact(folder.relativize(file).toString().replace('\\', '/'), Files.size(file)));
			}
		}
		found.sort(Comparator.comparing(BuildArtifact::path));
		return found;
	}

	static InputStream open(Path folder, String path) throws IOException {
		if (list(folder).stream().noneMatch((kept) -> kept.path().equals(path))) {
			throw new NoSuchFileException(path);
		}
		return Files.newInputStream(folder.resolve(path), LinkOption.NOFOLLOW_LINKS);
	}

	private static boolean isFile(Path file) {
		return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
	}

}
