package dev.slipway.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.cli.CommandFailed;

/** The git of this machine. */
public final class Git {

	private final Path folder;

	/** The git that works in a folder, which {@link #clone} makes. */
	public Git(Path folder) {
		this.folder = folder;
	}

	/** Clones into the folder. */
	public void clone(String url) throws IOException, InterruptedException {
		run(Path.of("").toAbsolutePath(), "clone", "--quiet", url, this.folder.toString());
	}

	/** Runs git in the folder and gives what it printed. */
	public String run(String... arguments) throws IOException, InterruptedException {
		return run(this.folder, arguments);
	}

	private static String run(Path directory, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of("git", "-c", "user.name=Demo", "-c", "user.email=demo@localhost"));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		builder.environment().put("GIT_TERMINAL_PROMPT", "0");
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new CommandFailed("git " + arguments[0] + " failed: " + output);
		}
		return output.strip();
	}

}
