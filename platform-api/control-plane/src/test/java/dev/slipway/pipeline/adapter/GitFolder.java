package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.test.NoRepositories;

/** One real repository in a folder, for tests; whatever the team and name. */
final class GitFolder extends NoRepositories {

	private final Path folder;

	GitFolder(Path folder) {
		this.folder = folder;
		git("init", "-q", "-b", "main", ".");
	}

	/** Commits a file and returns the commit's id. */
	String commit(String file, String text) {
		try {
			Files.createDirectories(this.folder);
			Files.writeString(this.folder.resolve(file), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		git("add", "-A");
		git("-c", "user.name=ann", "-c", "user.email=ann@example.org", "commit", "-q", "-m", "Change " + file);
		return git("rev-parse", "HEAD").trim();
	}

	private String git(String... arguments) {
		Run run = run(arguments);
		if (run.code() != 0) {
			throw new IllegalStateException(String.join(" ", arguments) + ": " + run.output());
		}
		return run.output();
	}

	private Run run(String... arguments) {
		List<String> command = new ArrayList<>(List.of("git"));
		command.addAll(List.of(arguments));
		try {
			Files.createDirectories(this.folder);
			Process process = new ProcessBuilder(command).directory(this.folder.toFile()).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return new Run(process.waitFor(), output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String cloneUrl(String team, String name) {
		return this.folder.toUri().toString();
	}

	@Override
	public Optional<String> head(String team, String name, String branch) {
		Run run = run("rev-parse", "-q", "--verify", "refs/heads/" + branch);
		return (run.code() == 0) ? Optional.of(run.output().trim()) : Optional.empty();
	}

	@Override
	public Optional<byte[]> read(String team, String name, String commit, String path) {
		Run run = run("show", commit + ":" + path);
		return (run.code() == 0) ? Optional.of(run.output().getBytes(StandardCharsets.UTF_8)) : Optional.empty();
	}

	@Override
	public List<Commit> log(String team, String name, String from, int limit) {
		return List.of(new Commit(from, "ann", "Change", 0));
	}

	private record Run(int code, String output) {
	}

}
