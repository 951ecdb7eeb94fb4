package dev.slipway.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.SlipwayApplication;
import dev.slipway.access.Role;
import dev.slipway.access.Tokens;
import dev.slipway.access.User;
import dev.slipway.access.Users;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole platform, started for all browser tests, and the browser that looks at it.
 *
 * @param platform its beans
 * @param browser one for all tests
 * @param state the platform's state directory
 * @param samples what the tests look at
 */
record Console(ConfigurableApplicationContext platform, Browser browser, Path state,
		Samples samples) implements AutoCloseable {

	private static final Set<String> SIGNED_UP = ConcurrentHashMap.newKeySet();

	static Console start(Programs programs) {
		try {
			Path folder = Files.createTempDirectory("slipway-browser");
			Path state = folder.resolve("state");
			Path pipeline = Path.of("..", "pipeline-library").toAbsolutePath().normalize();
			Path runner = pipeline.resolve("runner/target");
			assertThat(runner.resolve("runner")).as("the runner; build the module pipeline-runner first").isDirectory();
			ConfigurableApplicationContext platform = SpringApplication.run(SlipwayApplication.class, "--server.port=0",
					"--slipway.state=" + state, "--slipway.url=http://localhost", "--slipway.runner.parallel=2",
					"--slipway.library=" + pipeline, "--slipway.runner.classpath=" + runner.resolve("classes")
							+ File.pathSeparator + runner.resolve("runner"));
			String url = "http://localhost:" + platform.getEnvironment().getProperty("local.server.port");
			return new Console(platform, Browser.start(programs, url, folder.resolve("profile")), state,
					new Samples(platform, url));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Signs in by a one-time link, as the administrator of the first start. */
	void signInAsAdmin() {
		assertThat(this.browser.open(link("admin"))).isEqualTo(200);
	}

	/** Signs in as somebody with that role in that team. */
	void signIn(String name, Role role, String team) {
		if (SIGNED_UP.add(name)) {
			this.platform.getBean(Users.class).save(new User(name, role, Set.of(team), Instant.now()));
		}
		assertThat(this.browser.open(link(name))).isEqualTo(200);
	}

	/** The path of a new one-time link. */
	String link(String name) {
		User user = this.platform.getBean(Users.class).find(name).orElseThrow();
		return "/signin?token=" + this.platform.getBean(Tokens.class).issueSignIn(user).secret();
	}

	@Override
	public void close() {
		this.browser.close();
		this.platform.getBean(dev.slipway.environments.OwnDatabaseServer.class).stopServer();
		this.platform.close();
		FileSystemUtils.deleteRecursively(this.state.resolveSibling("profile").toFile());
		FileSystemUtils.deleteRecursively(this.state.toFile());
	}

}
