package dev.slipway.repository.adapter;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

import dev.slipway.repository.Repositories;

/** Gives tests of other features the real repositories. */
public final class RepositoriesAccess {

	private RepositoriesAccess() {
	}

	/** Repositories below a folder. */
	public static Repositories in(Path folder) {
		return new GitRepositories(folder, URI.create("http://localhost:8080"), Clock.systemUTC());
	}

	/** Loads what the first repository takes. */
	public static void readAhead() {
		GitRepositories.readAhead();
	}

}
