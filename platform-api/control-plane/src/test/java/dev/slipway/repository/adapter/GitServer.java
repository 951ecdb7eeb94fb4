package dev.slipway.repository.adapter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.repository.PushJournal;
import dev.slipway.repository.PushListener;
import dev.slipway.repository.Pushes;
import dev.slipway.repository.Repositories;
import dev.slipway.test.Databases;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.springframework.util.unit.DataSize;

/** The git part of the platform in a real servlet container, and the real git. */
final class GitServer implements AutoCloseable {

	static final Map<String, Actor> ACTORS = Map.of("dev-token", new Actor("ann", Role.DEVELOPER, Set.of("shop")),
			"viewer-token", new Actor("vic", Role.VIEWER, Set.of("shop")), "other-token",
			new Actor("oli", Role.DEVELOPER, Set.of("other")));

	final PushJournal journal = new JdbcPushJournal(Databases.client(Databases.memory()));

	final List<String> told = new CopyOnWriteArrayList<>();

	final Repositories repositories;

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

	private final Tomcat tomcat = new Tomcat();

	private final Path folder;

	GitServer(Path folder, boolean anonymousRead, DataSize maxPush) throws IOException, LifecycleException {
		this.folder = folder;
		URI url = URI.create("http://localhost:8080");
		GitRepositories git = new GitRepositories(folder.resolve("git"), url, Clock.systemUTC());
		this.repositories = git;
		Pushes pushes = new Pushes(this.journal, git, () -> List.of(new Told()), this.executor);
		this.tomcat.setBaseDir(Files.createDirectories(folder.resolve("tomcat")).toString());
		this.tomcat.setPort(0);
		this.tomcat.getConnector().setProperty("address", "127.0.0.1");
		Context context = this.tomcat.addContext("", null);
		gate(context,
				new GitGate((token, team, name, purpose) -> Optional.ofNullable(ACTORS.get(token)), anonymousRead));
		Tomcat.addServlet(context, "git", new GitHttp(git, pushes, maxPush, url, Clock.systemUTC()).servlet());
		context.addServletMappingDecoded("/git/*", "git");
		this.tomcat.start();
	}

	private static void gate(Context context, GitGate gate) {
		FilterDef definition = new FilterDef();
		definition.setFilterName("gate");
		definition.setFilter(gate);
		context.addFilterDef(definition);
		FilterMap map = new FilterMap();
		map.setFilterName("gate");
		map.addURLPattern("/git/*");
		context.addFilterMap(map);
	}

	String url(String token, String path) {
		return "http://" + (token.isEmpty() ? "" : "x:" + token + "@") + "127.0.0.1:"
				+ this.tomcat.getConnector().getLocalPort() + path;
	}

	/** Runs the real git, away from the user's configuration. */
	Result git(String where, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=Ann", "-c", "user.email=ann@x"));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.resolve(where).toFile())
			.redirectErrorStream(true);
		builder.environment()
			.putAll(Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null",
					"GIT_ASKPASS", "true", "LC_ALL", "C"));
		builder.environment().keySet().removeIf((name) -> name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
		Process process = builder.start();
		process.getOutputStream().close();
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		process.getInputStream().transferTo(output);
		if (!process.waitFor(60, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new AssertionError("git hangs: " + command);
		}
		return new Result(process.exitValue(), output.toString(StandardCharsets.UTF_8));
	}

	/** Runs git and wants it to succeed. */
	String ok(String where, String... arguments) throws IOException, InterruptedException {
		Result result = git(where, arguments);
		if (result.exit() != 0) {
			throw new AssertionError("git " + List.of(arguments) + ": " + result.output());
		}
		return result.output().trim();
	}

	@Override
	public void close() throws LifecycleException {
		this.tomcat.stop();
		this.tomcat.destroy();
		this.executor.shutdownNow();
	}

	/** What git said. */
	record Result(int exit, String output) {
	}

	/** Writes down what it is told. */
	private final class Told implements PushListener {

		@Override
		public void pushed(String team, String name, String branch, String commit, String pusher) {
			GitServer.this.told.add(team + "/" + name + " " + branch + " " + commit + " " + pusher);
		}

		@Override
		public void tagged(String team, String name, String tag, String commit, String pusher) {
			pushed(team, name, "tag " + tag, commit, pusher);
		}

	}

}
