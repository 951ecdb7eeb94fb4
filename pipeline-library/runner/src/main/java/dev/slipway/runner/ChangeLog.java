package dev.slipway.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What came since the last build of the branch, by git in the workspace; the last commit
 * alone when there was none.
 */
final class ChangeLog {

	private final Build build;

	ChangeLog(Build build) {
		this.build = build;
	}

	/** The paths that changed. */
	List<String> files() {
		return git("diff", "--name-only");
	}

	/** The first lines of the commits' messages. */
	List<String> messages() {
		return git("log", "--format=%s");
	}

	private List<String> git(String... command) {
		Path folder = this.build.context().directory();
		if (folder == null) {
			this.build.log("What has changed is not known before there is a workspace: taken as nothing");
			return List.of();
		}
		String before = this.build.request().previous().get("commit");
		List<String> lines = run(folder, command, (before != null) ? before + "..HEAD" : "HEAD~1..HEAD");
		if (lines == null) {
			this.build.log("What has changed is not known here (no earlier commit): taken as nothing");
			return List.of();
		}
		return lines;
	}

	private static @Nullable List<String> run(Path folder, String[] command, String range) {
		List<String> arguments = new ArrayList<>(List.of("git", "-c", "core.quotePath=false"));
		arguments.addAll(List.of(command));
		arguments.add(range);
		try {
			Process git = new ProcessBuilder(arguments).directory(folder.toFile())
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			String output;
			try (InputStream stream = git.getInputStream()) {
				output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			}
			return (git.waitFor() == 0) ? output.lines().toList() : null;
		}
		catch (IOException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

}
