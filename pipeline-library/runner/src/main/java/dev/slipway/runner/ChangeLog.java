package dev.slipway.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
		return git("diff", "--name-only").lines().toList();
	}

	/** The commits' messages, each ending in a line feed as in Jenkins. */
	List<String> messages() {
		return Arrays.stream(git("log", "--format=%B%x00").split("\0"))
			.map(String::strip)
			.filter((message) -> !message.isEmpty())
			.map((message) -> message + "\n")
			.toList();
	}

	private String git(String... command) {
		Path folder = this.build.context().directory();
		if (folder == null) {
			this.build.log("What has changed is not known before there is a workspace: taken as nothing");
			return "";
		}
		String before = this.build.request().previous().get("commit");
		String output = run(folder, command, (before != null) ? before + "..HEAD" : "HEAD~1..HEAD");
		if (output == null) {
			this.build.log("What has changed is not known here (no earlier commit): taken as nothing");
			return "";
		}
		return output;
	}

	private static @Nullable String run(Path folder, String[] command, String range) {
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
			return (git.waitFor() == 0) ? output : null;
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
