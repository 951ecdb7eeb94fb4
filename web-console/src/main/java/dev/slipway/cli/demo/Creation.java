package dev.slipway.cli.demo;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.CommandFailed;
import dev.slipway.cli.Platform;

/** Creates the service by the REST API and clones what came of it. */
final class Creation {

	private final Platform platform;

	private final Narrator narrator;

	Creation(Platform platform, Narrator narrator) {
		this.platform = platform;
		this.narrator = narrator;
	}

	JsonNode create() throws Exception {
		JsonNode there = this.platform.find("/services/" + Demo.SERVICE);
		if (there != null) {
			this.narrator.saw("it exists already, from an earlier walk");
			return there;
		}
		ObjectNode request = JsonNodeFactory.instance.objectNode().put("template", "spring-boot-service");
		request.putObject("parameters")
			.put("name", Demo.SERVICE)
			.put("team", Demo.TEAM)
			.put("description", "Takes orders and keeps them.");
		String location = this.platform.post("/services", request).path("location").asText();
		Set<String> told = new HashSet<>();
		this.narrator.await("the end of the onboarding", Duration.ofMinutes(3), () -> ended(location, told));
		return this.narrator.await("the service in the catalog", Duration.ofSeconds(10),
				() -> this.platform.find("/services/" + Demo.SERVICE));
	}

	private @org.jspecify.annotations.Nullable JsonNode ended(String location, Set<String> told) throws Exception {
		JsonNode onboarding = this.platform.get(location);
		for (JsonNode step : onboarding.path("steps")) {
			String name = step.path("name").asText();
			if (step.path("status").asText().equals("DONE") && told.add(name)) {
				this.narrator.saw(name + millis(step.path("durationMillis")));
			}
		}
		return switch (onboarding.path("status").asText()) {
			case "SUCCEEDED" -> onboarding;
			case "RUNNING" -> null;
			default -> throw new CommandFailed("The service was not created: " + onboarding);
		};
	}

	void cloneRepository(JsonNode service, Git clone) throws Exception {
		String url = service.path("cloneUrl").asText();
		clone.clone(url);
		this.narrator.saw("git clone " + url);
		this.narrator.note(clone.run("log", "--oneline", "-n", "3").replace("\n", "\n     "));
		String files = clone.run("ls-files");
		this.narrator.check(files.contains("Jenkinsfile") && files.contains("pom.xml"),
				files.lines().count() + " files, Jenkinsfile, pom.xml and deploy/ among them", null);
	}

	private static String millis(JsonNode duration) {
		return duration.isNumber() ? " (" + duration.asLong() + " ms)" : "";
	}

}
