package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.jenkins.HealthCheck;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.JenkinsVersion;
import dev.slipway.jenkins.Plugins;
import dev.slipway.pipeline.ServerHealth;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Jenkins how it is, in the order in which things are wrong: can it be reached, is
 * it a Jenkins, does it know us, is it new enough, has it the plugins.
 */
final class JenkinsHealth implements HealthCheck {

	private static final Duration WITHIN = Duration.ofSeconds(5);

	/** Without it Jenkins takes a tag for old and builds it only when it is asked to. */
	private static final String TAGS = "basic-branch-build-strategies";

	private static final ObjectMapper JSON = new ObjectMapper();

	private final JenkinsClient client;

	private final InstalledPlugins plugins;

	private final String platformUrl;

	JenkinsHealth(JenkinsClient client, InstalledPlugins plugins, String platformUrl) {
		this.platformUrl = platformUrl;
		this.client = client;
		this.plugins = plugins;
	}

	@Override
	public ServerHealth check() {
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("address", this.client.settings().url().toString());
		facts.put("user", this.client.settings().user().isBlank() ? "nobody" : this.client.settings().user());
		try {
			return ask(facts);
		}
		catch (JenkinsTrouble ex) {
			return down(String.valueOf(ex.getMessage()), ex.remedy(), facts);
		}
	}

	private ServerHealth ask(Map<String, String> facts) {
		Reply root = root(facts);
		String version = root.headers().getOrDefault("X-Jenkins", "");
		facts.put("version", version);
		JenkinsVersion oldest = JenkinsVersion.OLDEST;
		if (JenkinsVersion.of(version).before(oldest)) {
			return down("Jenkins " + version + " is too old: " + oldest + " is the oldest that is supported",
					"Update the Jenkins", facts);
		}
		Plugins found = this.plugins.ask(WITHIN);
		for (String name : List.of("git", "branch-api", "workflow-multibranch", "pipeline-rest-api",
				"pipeline-graph-view", "credentials", "junit")) {
			facts.put("plugin " + name,
					found.known() ? found.versions().getOrDefault(name, "missing") : "not to be seen");
		}
		if (found.known()) {
			facts.put("tags", found.has(TAGS) ? "built when the pipeline has the strategy Tags of " + TAGS
					: "found and not built by themselves: that needs the plugin " + TAGS);
		}
		if (!found.missing().isEmpty()) {
			return down("Jenkins " + version + " misses plugins: " + String.join("; ", found.missing()),
					"Install them; docs/jenkins.md has the list", facts);
		}
		return up(version, found, root.body().contains("\"quietingDown\":true"), facts);
	}

	/** A Jenkins elsewhere would clone from itself. */
	static boolean unreachable(String platform, String jenkins) {
		return loopback(platform) && !loopback(jenkins);
	}

	private static boolean loopback(String url) {
		return url.matches("https?://(localhost|127\\.[0-9.]+|\\[::1\\])([:/].*)?");
	}

	private ServerHealth up(String version, Plugins found, boolean quiet, Map<String, String> facts) {
		String message = "Jenkins " + version + " answers.";
		if (quiet) {
			return new ServerHealth("jenkins", true, message + " It prepares to shut down: builds wait",
					"Wait for its restart, or cancel the shutdown on the Jenkins", facts);
		}
		if (unreachable(this.platformUrl, this.client.settings().url().toString())) {
			return new ServerHealth("jenkins", true,
					message + " It cannot clone: " + this.platformUrl + " is an address of this machine only",
					"Set slipway.url to an address at which the Jenkins and its agents reach the platform", facts);
		}
		if (!found.known()) {
			return new ServerHealth("jenkins", true, message + " It does not tell its plugins",
					"Give our user Overall/SystemRead to have them checked", facts);
		}
		List<String> reduced = found.reduced();
		return reduced.isEmpty() ? new ServerHealth("jenkins", true, message, null, facts)
				: new ServerHealth("jenkins", true, message + " Without " + String.join("; without ", reduced),
						"Install the plugins that are named", facts);
	}

	private Reply root(Map<String, String> facts) {
		try {
			Reply root = this.client.getOnce("/api/json?tree=mode,quietingDown,url", WITHIN);
			boolean json = root.headers().getOrDefault("Content-Type", "").contains("json");
			if (root.status() != 200 || !json || !root.headers().containsKey("X-Jenkins")) {
				throw notJenkins(root.status(), null);
			}
			facts.put("own address", JSON.readTree(root.body()).path("url").asText("not set"));
			return root;
		}
		catch (IOException ex) {
			throw notJenkins(200, ex);
		}
		catch (JenkinsTrouble ex) {
			throw (ex.kind() == JenkinsTrouble.Kind.NOT_FOUND) ? notJenkins(404, ex) : ex;
		}
	}

	private JenkinsTrouble notJenkins(int status, @Nullable Throwable cause) {
		return new JenkinsTrouble(JenkinsTrouble.Kind.NOT_JENKINS,
				"No Jenkins answers at " + this.client.settings().url() + ": status " + status
						+ " and not what a Jenkins says",
				"Correct slipway.jenkins.url: the address with its context path, such as "
						+ "https://ci.example.com/jenkins",
				false, status, cause);
	}

	private static ServerHealth down(String message, String remedy, Map<String, String> facts) {
		return new ServerHealth("jenkins", false, message, remedy, facts);
	}

}
