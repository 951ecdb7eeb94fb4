package dev.slipway.web;

import java.time.Instant;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.test.RunningPlatform;

/** Services that are only known, not built. */
final class Samples {

	private Samples() {
	}

	static void service(RunningPlatform platform, String team, String name) {
		platform.bean(Catalog.class)
			.add(new Service(name, team, "A service to be known.", "spring-boot-service",
					"http://localhost/git/" + team + "/" + name + ".git", "ada", Instant.now()));
	}

}
