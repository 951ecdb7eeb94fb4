package dev.slipway.jenkins.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

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

	private volatile @Nullable Plugins known;

	private volatile Instant asked = Instant.MIN;

	InstalledPlugins(JenkinsClient client, Clock clock) {
		this.client = client;
		this.clock = clock;
	}

	/** What is known of them, not older than some minutes. */
	synchronized Plugins current() {
		Plugins plugins = this.known;
		if (plugins == null || this.clock.instant().isAfter(this.asked.plus(FRESH))) {
			plugins = taken(() -> this.client.parsed(PATH));
		}
		return plugins;
	}

	/** Asks now and once, for who cannot wait: neither for Jenkins nor for another. */
	Plugins ask(Duration within) {
		return taken(() -> this.client.parsedOnce(PATH, within));
	}

	private Plugins taken(Supplier<JsonNode> asking) {
		Plugins plugins;
		try {
			JsonNode answer = asking.get();
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
		this.asked = this.clock.instant();
		this.known = plugins;
		return plugins;
	}

}
