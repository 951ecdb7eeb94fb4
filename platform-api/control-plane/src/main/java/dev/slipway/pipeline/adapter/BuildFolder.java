package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Where the files of one build lie: its log, Jenkinsfile, workspace and artifacts. */
record BuildFolder(Path path) {

	static BuildFolder of(Path builds, String service, int number) {
		return new BuildFolder(builds.resolve(service).resolve(String.valueOf(number)));
	}

	Path log() {
		return this.path.resolve("log");
	}

	Path jenkinsfile() {
		return this.path.resolve("Jenkinsfile");
	}

	Path artifacts() {
		return this.path.resolve("artifacts");
	}

	/** A message without this machine's paths: as they are seen in the workspace. */
	String hide(String message) {
		return message.replaceAll(Pattern.quote(this.path.toString()) + "/workspace(@[0-9]+)?/", "")
			.replaceAll(Pattern.quote(this.path.toString()) + "/workspace(@[0-9]+)?", "the workspace")
			.replace(this.path.toString(), "the build's folder");
	}

	/** Makes it anew, without what an earlier service of that name may have left. */
	void create() throws IOException {
		delete(this.path);
		Files.createDirectories(this.path);
	}

	/** Frees what only a running build needs. */
	void deleteWorkspace() throws IOException {
		delete(this.path.resolve("tmp"));
		delete(this.path.resolve("stashes"));
		delete(this.path.resolve("workspace"));
		for (int i = 2; Files.exists(this.path.resolve("workspace@" + i)); i++) {
			delete(this.path.resolve("workspace@" + i));
		}
	}

	/** Deletes a folder with all in it; links are not followed. */
	static void delete(Path folder) throws IOException {
		if (!Files.exists(folder)) {
			return;
		}
		Files.walkFileTree(folder, new SimpleFileVisitor<>() {
			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.delete(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
				if (failure != null) {
					throw failure;
				}
				Files.delete(visited);
				return FileVisitResult.CONTINUE;
			}
		});
	}

}
