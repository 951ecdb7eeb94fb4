package dev.slipway.test;

import dev.slipway.repository.adapter.RepositoriesAccess;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has JGit measure the disk before the first test, once a JVM. */
public final class QuietDisk implements BeforeAllCallback {

	private static boolean measured;

	@Override
	public void beforeAll(ExtensionContext context) {
		measure();
	}

	private static synchronized void measure() {
		if (!measured) {
			RepositoriesAccess.measureDisk();
			measured = true;
		}
	}

}
