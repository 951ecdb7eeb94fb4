package dev.slipway.jenkins.adapter;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.Owned;

/** Folders and jobs of a Jenkins by their config.xml. */
final class Items {

	private final JenkinsClient client;

	Items(JenkinsClient client) {
		this.client = client;
	}

	/** The config.xml of an item; empty when there is none. */
	Optional<ConfigXml> find(JenkinsPath path) {
		try {
			return Optional.of(ConfigXml.parse(this.client.xml(path.at("config.xml"))));
		}
		catch (JenkinsTrouble ex) {
			if (ex.kind() == JenkinsTrouble.Kind.NOT_FOUND) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	/**
	 * Makes an item.
	 * @return false when one of that name is there, made meanwhile by somebody else
	 */
	boolean create(JenkinsPath parent, String name, String root, List<Owned> owned) {
		String path = parent.at("createItem?name=" + JenkinsPath.encode(name));
		Reply reply = this.client.postXml(path, ConfigXml.of(root, owned).write());
		if (reply.done()) {
			return true;
		}
		if (reply.status() == 400 && reply.reason().contains("already exists")) {
			return false;
		}
		throw new JenkinsTrouble(JenkinsTrouble.Kind.FAILED,
				"Jenkins does not make " + name + " in " + parent + ": " + reply.reason(),
				"Mend what Jenkins names, then try again", false, reply.status(), null);
	}

	/** Replaces the config.xml of an item. */
	void update(JenkinsPath path, ConfigXml config) {
		Reply reply = this.client.postXml(path.at("config.xml"), config.write());
		if (!reply.done()) {
			throw new JenkinsTrouble(JenkinsTrouble.Kind.FAILED,
					"Jenkins does not take the configuration of " + path + ": " + reply.reason(),
					"Look at the item on the Jenkins", false, reply.status(), null);
		}
	}

	/** Deletes an item; what is gone is fine. Its running builds are ended before. */
	void delete(JenkinsPath path) {
		this.client.delete(path.at(""));
	}

	/** Lets a multibranch pipeline look for branches now. */
	void scan(JenkinsPath path) {
		this.client.post(path.at("build?delay=0"), java.util.Map.of());
	}

	/**
	 * Whether our user sees all there is, as an administrator does: lists leave out what
	 * one may not read. The page of the script console is asked for, which Jenkins gives
	 * to administrators only; nothing is run there.
	 */
	boolean seesEverything() {
		try {
			return this.client.get("/script").status() == 200;
		}
		catch (JenkinsTrouble ex) {
			if (ex.transientFault()) {
				throw ex;
			}
			return false;
		}
	}

	/** The jobs of a folder with their descriptions. */
	JsonNode jobs(JenkinsPath folder) {
		return this.client.json(folder.value(), "jobs[name,description]{0,2000}").path("jobs");
	}

}
