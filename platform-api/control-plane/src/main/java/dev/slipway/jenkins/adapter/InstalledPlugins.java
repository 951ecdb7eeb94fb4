package dev.slipway.jenkins.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.Plugins;
import org.jspecify.annotations.Nullable;

/** The plugins of a Jenkins, asked for at most once in some minutes. */
final class InstalledPlugins {

	private static final Duration FRESH = Duration.ofMinutes(5);

	private static final String PATH = "/pluginManager/api/json?depth=1&tree=plugins%5BshortName,version,active%5D";

	private final JenkinsClient client;

	private final Clock clock;

	private @Nullable Plugins known;

	private Instant asked = Instant.MIN;

	InstalledPlugins(JenkinsClient client, Clock clock) {
		this.client = client;
		this.clock = clock;
	}

	/** What is known of them, not older than some minutes. */
	synchronized Plugins current() {
		Plugins plugins = this.known;
		if (plugins == null || this.clock.instant().isAfter(this.asked.plus(FRESH))) {
			plugins = ask();
		}
		return plugins;
	}

	/** Asks now. */
	synchronized Plugins ask() {
		Plugins plugins;
		try {
			JsonNode answer = this.client
				.parsed("/pluginManager/api/json?depth=1&tree=plugins%5BshortName,version,active%5D");
			Map<String, String> versions = new TreeMap<>();
			answer.path("plugins").forEach((one) -> {
				if (one.path("active").asBoolean()) {
					versions.put(one.path("shortName").asText(), one.path("version").asText());
				}
			});
			plugins = new Plugins(versions, true);
		}
		catch (JenkinsTrouble ex) {
			if (ex.kind() != JenkinsTrouble.Kind.FORBIDDEN) {
				throw ex;
			}
			plugins = Plugins.unknown();
		}
		this.known = plugins;
		this.asked = this.clock.instant();
		return plugins;
	}

}
