package dev.slipway.test;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import dev.slipway.SlipwayApplication;
import dev.slipway.access.Role;
import dev.slipway.access.Tokens;
import dev.slipway.access.User;
import dev.slipway.access.Users;
import dev.slipway.cluster.LocalCluster;
import dev.slipway.environments.OwnDatabaseServer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole platform with a state directory of its own; it ends with the last test.
 *
 * @param context its beans
 * @param url where it listens
 * @param state its state directory
 * @param inbox where it may send notifications to
 */
public record RunningPlatform(ConfigurableApplicationContext context, String url, Path state,
		Inbox inbox) implements AutoCloseable {

	/**
	 * Two environments, of which the second asks an operator, and a cluster that is away.
	 */
	private static final List<String> SETTINGS = List.of("--slipway.environments[0].name=dev",
			"--slipway.environments[1].name=staging", "--slipway.environments[1].after=dev",
			"--slipway.environments[1].approvals.count=1", "--slipway.environments[1].approvals.role=operator");

	/** The one of this test run, started when it is first asked for. */
	public static RunningPlatform of(ExtensionContext context) {
		return context.getRoot()
			.getStore(Namespace.create(RunningPlatform.class))
			.computeIfAbsent(RunningPlatform.class, (type) -> start(), RunningPlatform.class);
	}

	private static RunningPlatform start() {
		try {
			Path state = Files.createTempDirectory("slipway-test");
			Path pipeline = Path.of("..", "pipeline-library").toAbsolutePath().normalize();
			Path runner = pipeline.resolve("runner/target");
			assertThat(runner.resolve("runner")).as("the runner; build the module pipeline-runner first").isDirectory();
			Inbox inbox = new Inbox();
			List<String> arguments = new ArrayList<>(SETTINGS);
			Collections.addAll(arguments, "--slipway.clusters.east.kubeconfig=" + state.resolve("east"),
					"--slipway.notifications.allowed=" + inbox.url(), "--server.port=0", "--slipway.state=" + state,
					"--slipway.url=http://localhost", "--slipway.runner.parallel=2", "--slipway.library=" + pipeline,
					"--slipway.runner.classpath=" + runner.resolve("classes") + File.pathSeparator
							+ runner.resolve("runner"));
			ConfigurableApplicationContext context = SpringApplication.run(SlipwayApplication.class,
					arguments.toArray(String[]::new));
			return new RunningPlatform(context,
					"http://localhost:" + context.getEnvironment().getProperty("local.server.port"), state, inbox);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A bean of the platform. */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** Adds a person. */
	public User user(String name, Role role, String team) {
		User user = new User(name, role, Set.of(team), Instant.now());
		bean(Users.class).save(user);
		return user;
	}

	/** A token for programs of a person of that role and team. */
	public String token(Role role, String team) {
		User user = user(role.name().toLowerCase(java.util.Locale.ROOT) + "-of-" + team, role, team);
		return bean(Tokens.class).issueApi(user, "test", role, Set.of(team), Duration.ofHours(1)).secret();
	}

	/** The secret of a new one-time link. */
	public String link(User user) {
		return bean(Tokens.class).issueSignIn(user).secret();
	}

	@Override
	public void close() {
		bean(OwnDatabaseServer.class).stopServer();
		this.context.close();
		this.inbox.close();
		try {
			// Pods outlive the platform, but not its tests.
			LocalCluster.stopRecordedPods(this.state);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		FileSystemUtils.deleteRecursively(this.state.toFile());
	}

}
