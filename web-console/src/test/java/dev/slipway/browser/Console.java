package dev.slipway.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.slipway.access.Role;
import dev.slipway.access.Users;
import dev.slipway.test.RunningPlatform;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console of the running platform, and the browser that looks at it.
 *
 * @param platform the whole platform
 * @param browser one for all tests
 * @param profile the browser's own folder
 * @param samples what the tests look at
 */
record Console(RunningPlatform platform, Browser browser, Path profile, Samples samples) implements AutoCloseable {

	static Console open(Programs programs, RunningPlatform platform) {
		try {
			Path profile = Files.createTempDirectory("slipway-browser");
			return new Console(platform, Browser.start(programs, platform.url(), profile), profile,
					new Samples(platform));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path state() {
		return this.platform.state();
	}

	/** Signs in by a one-time link, as the administrator of the first start. */
	void signInAsAdmin() {
		assertThat(this.browser.open(link("admin"))).isEqualTo(200);
	}

	/** Signs in as somebody with that role in that team. */
	void signIn(String name, Role role, String team) {
		this.platform.user(name, role, team);
		assertThat(this.browser.open(link(name))).isEqualTo(200);
	}

	/** The path of a new one-time link. */
	String link(String name) {
		return "/signin?token=" + this.platform.link(this.platform.bean(Users.class).find(name).orElseThrow());
	}

	@Override
	public void close() {
		this.browser.close();
		FileSystemUtils.deleteRecursively(this.profile.toFile());
	}

}
