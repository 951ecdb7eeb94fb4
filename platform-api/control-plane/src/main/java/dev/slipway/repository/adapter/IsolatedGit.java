package dev.slipway.repository.adapter;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit away from the configuration of the user that runs the platform: it neither
 * obeys {@code ~/.gitconfig} nor writes {@code ~/.config/jgit}, nor starts a git process
 * to find the system's.
 */
final class IsolatedGit extends SystemReader.Delegate {

	private IsolatedGit(SystemReader delegate) {
		super(delegate);
	}

	/** For this JVM, once. */
	static synchronized void install() {
		if (!(SystemReader.getInstance() instanceof IsolatedGit)) {
			// else the first use waits seconds while the disk's time stamps are measured
			FS.FileStoreAttributes.setBackground(true);
			SystemReader.setInstance(new IsolatedGit(SystemReader.getInstance()));
		}
	}

	@Override
	public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
		return new Nothing(parent, fs);
	}

	@Override
	public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
		return new Nothing(parent, fs);
	}

	@Override
	public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
		return new Nothing(parent, fs);
	}

	@Override
	public StoredConfig getUserConfig() {
		return new Nothing(null, FS.DETECTED);
	}

	@Override
	public StoredConfig getSystemConfig() {
		return new Nothing(null, FS.DETECTED);
	}

	@Override
	public StoredConfig getJGitConfig() {
		return new Nothing(null, FS.DETECTED);
	}

	/**
	 * A configuration without a file. Cleaning up after a push is done before the push is
	 * answered: in the background it would lock a repository that is deleted meanwhile,
	 * and making the lock makes its folder anew.
	 */
	private static final class Nothing extends FileBasedConfig {

		@SuppressWarnings("NullAway") // JGit's own idiom for a configuration without file
		Nothing(@Nullable Config parent, FS fs) {
			super(parent, null, fs);
			setBoolean("gc", null, "autoDetach", false);
		}

		@Override
		public void load() {
			// there is no file
		}

		@Override
		public void save() {
			// there is no file
		}

		@Override
		public boolean isOutdated() {
			return false;
		}

	}

}
