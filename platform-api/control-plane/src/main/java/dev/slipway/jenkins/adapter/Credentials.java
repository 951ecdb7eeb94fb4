package dev.slipway.jenkins.adapter;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.Owned;
import dev.slipway.jenkins.PipelinePlan;

/**
 * The credentials of a folder, of which a multibranch pipeline is one. They are always
 * written whole: what Jenkins gives of them has no secrets.
 */
final class Credentials {

	private static final String STORE = "credentials/store/folder/domain/_/";

	private final JenkinsClient client;

	Credentials(JenkinsClient client) {
		this.client = client;
	}

	/** The ids of what is there; empty also when the folder has no store. */
	Set<String> ids(JenkinsPath folder) {
		try {
			Set<String> ids = new LinkedHashSet<>();
			JsonNode found = this.client.json(folder.at(STORE.substring(0, STORE.length() - 1)), "credentials[id]");
			found.path("credentials").forEach((one) -> ids.add(one.path("id").asText()));
			return ids;
		}
		catch (JenkinsTrouble ex) {
			if (ex.kind() == JenkinsTrouble.Kind.NOT_FOUND) {
				return Set.of();
			}
			throw ex;
		}
	}

	/**
	 * Gives a service's pipeline a token, for git and the platform, and the key of
	 * events.
	 */
	void put(JenkinsPath folder, String service, String secret, String eventsKey, List<String> ids) {
		put(folder, PipelinePlan.GIT,
				ConfigXml.of("com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl",
						List.of(Owned.text("scope", "GLOBAL"), Owned.text("id", PipelinePlan.GIT),
								Owned.text("description", "Fetches the repository of " + service),
								Owned.text("username", "slipway"), Owned.text("password", secret))));
		if (!ids.contains(PipelinePlan.TOKEN)) {
			return;
		}
		put(folder, PipelinePlan.EVENTS, text(PipelinePlan.EVENTS, "Signs what builds tell the platform", eventsKey));
		put(folder, PipelinePlan.TOKEN, text(PipelinePlan.TOKEN, "Calls the platform for " + service, secret));
	}

	private static ConfigXml text(String id, String description, String secret) {
		return ConfigXml.of("org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl",
				List.of(Owned.text("scope", "GLOBAL"), Owned.text("id", id), Owned.text("description", description),
						Owned.text("secret", secret)));
	}

	private void put(JenkinsPath folder, String id, ConfigXml config) {
		String xml = config.write();
		Reply created = this.client.postXml(folder.at(STORE + "createCredentials"), xml);
		if (created.status() == 409) {
			created = this.client.postXml(folder.at(STORE + "credential/" + id + "/config.xml"), xml);
		}
		if (!created.done()) {
			throw new JenkinsTrouble(JenkinsTrouble.Kind.FAILED,
					"Jenkins does not take the credential " + id + " in " + folder + ": " + created.reason(),
					"See whether the plugins credentials and plain-credentials are active", false, created.status(),
					null);
		}
	}

}
