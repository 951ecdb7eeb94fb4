package dev.slipway.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.cli.Options;
import dev.slipway.cli.Platform;

/** The walk: scaffold, build, release, observe, break, on a real service. */
public final class Demo {

	static final String SERVICE = "orders";

	static final String TEAM = "shop";

	static final String ENVIRONMENT = "dev";

	private final Platform platform;

	private final Narrator narrator = new Narrator(System.out);

	private final Path folder;

	private Demo(Platform platform, Path folder) {
		this.platform = platform;
		this.folder = folder;
	}

	/** Walks once; a missing observation ends it with an exception. */
	public static void walk(Options options) throws Exception {
		Path folder = Files.createTempDirectory("slipway-demo");
		try {
			new Demo(Platform.local(options), folder).walk();
		}
		finally {
			delete(folder);
		}
	}

	private void walk() throws Exception {
		Creation creation = new Creation(this.platform, this.narrator);
		Builds builds = new Builds(this.platform, this.narrator);
		Releases releases = new Releases(this.platform, this.narrator);

		this.narrator.part("Create the service " + SERVICE + " for team " + TEAM + " from a golden template");
		JsonNode service = creation.create();

		this.narrator.part("Clone its repository");
		Git clone = new Git(this.folder.resolve(SERVICE));
		creation.cloneRepository(service, clone);

		this.narrator.part("Build it: the Jenkinsfile, stage by stage");
		builds.follow(builds.ofCommit(clone.run("rev-parse", "HEAD")));

		this.narrator.part("The release to " + ENVIRONMENT);
		Address address = releases.first();

		this.narrator.part("Push a change; it is built and rolled out while requests go on");
		new Change(this.platform, this.narrator, builds, releases).pushUnderLoad(clone, address);

		this.narrator.part("Logs, metrics and traces");
		new Telemetry(this.platform, this.narrator).observe(address);

		this.narrator.part("Break it on purpose");
		new Chaos(this.platform, this.narrator, releases).breakAndHeal(address);

		this.narrator.part("The console");
		String link = this.platform.post("/sign-in-links", JsonNodeFactory.instance.objectNode()).path("url").asText();
		this.narrator.saw("running at " + this.platform.url());
		this.narrator.saw("sign in once with " + link);
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
			for (Path path : all) {
				Files.deleteIfExists(path);
			}
		}
	}

}
