package dev.slipway.repository.adapter;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

import dev.slipway.repository.Repositories;
import org.eclipse.jgit.util.FS;

/** Gives tests of other features the real repositories. */
public final class RepositoriesAccess {

	private RepositoriesAccess() {
	}

	/** Repositories below a folder. */
	public static Repositories in(Path folder) {
		return new GitRepositories(folder, URI.create("http://localhost:8080"), Clock.systemUTC());
	}

	/**
	 * Measures the disk's time stamps now. JGit does so at its first use, in the
	 * background and with files beside those that a test is about to delete.
	 */
	public static void measureDisk() {
		IsolatedGit.install();
		FS.FileStoreAttributes.setBackground(false);
		FS.getFileStoreAttributes(Path.of(System.getProperty("java.io.tmpdir")));
		FS.FileStoreAttributes.setBackground(true);
	}

	/** Loads what the first repository takes. */
	public static void readAhead() {
		GitRepositories.readAhead();
	}

}
