package dev.slipway.cli.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.CommandFailed;
import dev.slipway.cli.Platform;

/** Pushes a change and counts what the users of the service lost meanwhile: nothing. */
final class Change {

	private static final int REQUESTS_PER_SECOND = 60;

	private final Platform platform;

	private final Narrator narrator;

	private final Builds builds;

	private final Releases releases;

	Change(Platform platform, Narrator narrator, Builds builds, Releases releases) {
		this.platform = platform;
		this.narrator = narrator;
		this.builds = builds;
		this.releases = releases;
	}

	void pushUnderLoad(Git clone, Address address) throws Exception {
		int before = Releases.stable(this.releases.environment());
		try (Load load = Load.start(address.host(), address.port(), "/", REQUESTS_PER_SECOND)) {
			this.narrator.note("load: " + REQUESTS_PER_SECOND
					+ " requests/s, open loop, half on fresh and half on kept-alive connections, no retry");
			edit(Path.of(clone.run("rev-parse", "--show-toplevel")));
			clone.run("commit", "--quiet", "--all", "--message", "Greet in another way");
			String url = clone.run("remote", "get-url", "origin");
			clone.run("push", "--quiet", url.replace("://", "://demo:" + this.platform.token() + "@"), "HEAD:main");
			String commit = clone.run("rev-parse", "HEAD");
			this.narrator.saw("git push of " + commit.substring(0, 8));
			int build = this.builds.ofCommit(commit);
			this.builds.follow(build);
			JsonNode release = this.releases.ofBuild(build);
			JsonNode environment = this.releases.settled();
			this.narrator.check(Releases.stable(environment) > before,
					"release " + release.path("number").asInt() + " took over from release " + before, environment);
			report(load.stop(), release.path("number").asInt());
		}
	}

	private void report(Load.Count count, int release) {
		Map<String, Long> byRelease = new TreeMap<>();
		count.byBody().forEach((body, answers) -> byRelease.merge(Releases.field(body, "release"), answers, Long::sum));
		this.narrator.note(count.sent() + " requests, " + count.answered() + " answered, " + count.lost()
				+ " lost; answers by release " + byRelease);
		count.failures().forEach((failure) -> this.narrator.note("lost: " + failure));
		this.narrator.check(count.lost() == 0 && count.answered() > 0, "not one request was lost", null);
		this.narrator.check(byRelease.getOrDefault(String.valueOf(release), 0L) > 0 && byRelease.size() >= 2,
				"both releases answered", null);
	}

	private static void edit(Path folder) throws Exception {
		try (Stream<Path> files = Files.walk(folder.resolve("src/main/java"))) {
			Path info = files.filter((path) -> path.endsWith("InfoController.java"))
				.findFirst()
				.orElseThrow(() -> new CommandFailed("The repository has no InfoController.java"));
			String source = Files.readString(info);
			int number = source.contains("Hello again") ? source.split("again", -1).length : 1;
			Files.writeString(info,
					source.replaceFirst("\"Hello[^\"]* from", "\"Hello" + " again".repeat(number) + " from"));
		}
	}

}
