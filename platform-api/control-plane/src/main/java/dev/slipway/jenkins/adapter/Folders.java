package dev.slipway.jenkins.adapter;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.jenkins.Difference;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.MadeThings;
import dev.slipway.jenkins.PipelinePlan;
import dev.slipway.pipeline.PipelineNameTaken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of teams. One that was there before is used and left as it is: its library
 * is then whatever its owners say.
 */
final class Folders {

	private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

	private final Items items;

	private final Credentials credentials;

	private final PipelinePlan plan;

	private final MadeThings made;

	private final Clock clock;

	Folders(JenkinsClient client, PipelinePlan plan, MadeThings made, Clock clock) {
		this.items = new Items(client);
		this.credentials = new Credentials(client);
		this.plan = plan;
		this.made = made;
		this.clock = clock;
	}

	/** Makes it if it is missing. */
	void ensureTeam(String team) {
		JenkinsPath path = path(team);
		Optional<ConfigXml> found = this.items.find(path);
		if (found.isEmpty()) {
			this.made.add(made(path, "FOLDER", team, null));
			this.items.create(JenkinsPath.ROOT, team, PipelinePlan.FOLDER_ROOT, this.plan.folder(team));
			found = this.items.find(path);
		}
		ConfigXml config = found.orElseThrow(() -> new JenkinsTrouble(JenkinsTrouble.Kind.NOT_FOUND,
				"The folder " + team + " is not to be seen after it was made",
				"Give our user Item/Read and Item/Configure on the Jenkins", false, 404, null));
		if (!config.root().equals(PipelinePlan.FOLDER_ROOT)) {
			forgetIntention(path);
			throw new PipelineNameTaken("On the Jenkins there is something called " + team
					+ " that is no folder: rename it there, then try again");
		}
		if (ours(config)) {
			this.made.add(made(path, "FOLDER", team, null));
			done(path);
		}
		else {
			forgetIntention(path);
		}
	}

	/** Somebody else made what we were about to make. */
	void forgetIntention(JenkinsPath path) {
		this.made.find(path.value())
			.filter((thing) -> !thing.done())
			.ifPresent((thing) -> this.made.remove(thing.path()));
	}

	void done(JenkinsPath path) {
		this.made.done(path.value(), this.clock.instant());
	}

	private boolean whole(JenkinsPath path) {
		return this.made.find(path.value()).filter(MadeThings.Made::done).isPresent();
	}

	/** What differs in a folder that we made. */
	List<Difference> differences(String team) {
		Optional<ConfigXml> found = this.items.find(path(team));
		if (found.isEmpty()) {
			return List.of(new Difference("folder", path(team).value(), null));
		}
		return whole(path(team)) ? found.get()
			.differences(this.plan.folder(team))
			.stream()
			.map((one) -> new Difference("folder/" + one.element(), one.should(), one.is()))
			.toList() : List.of();
	}

	/** Mends a folder that we made; its credentials go back as they came, encrypted. */
	void mend(String team) {
		JenkinsPath path = path(team);
		Optional<ConfigXml> found = this.items.find(path);
		if (found.isEmpty() || !whole(path) || found.get().differences(this.plan.folder(team)).isEmpty()) {
			return;
		}
		ConfigXml config = found.get();
		if (config.redacted()) {
			throw new IllegalStateException("The folder " + team + " has credentials whose secrets Jenkins does not "
					+ "give our user: sent back they would be blank. Give the user Item/Configure, or mend it there");
		}
		config.mend(this.plan.folder(team));
		this.items.update(path, config);
	}

	/** Removes it when we made it and surely nobody has anything in it. */
	void removeTeamWhenEmpty(String team) {
		JenkinsPath path = path(team);
		if (this.made.find(path.value()).isEmpty()) {
			return;
		}
		Optional<ConfigXml> found = this.items.find(path);
		if (found.isPresent()) {
			if (ours(found.get()) && !deleteWhenEmpty(path, found.get(), Set.of())) {
				return;
			}
		}
		this.made.remove(path.value());
	}

	/**
	 * Deletes a folder of ours unless something may be in it that is not ours, which is
	 * told then.
	 * @param own ids of credentials that may go with it
	 * @return whether it is gone
	 */
	boolean deleteWhenEmpty(JenkinsPath path, ConfigXml config, Set<String> own) {
		String kept = occupied(path, config, own);
		if (kept != null) {
			LOG.info("The folder {} stays on the Jenkins: {}", path, kept);
			return false;
		}
		this.items.delete(path);
		return true;
	}

	private @Nullable String occupied(JenkinsPath path, ConfigXml config, Set<String> own) {
		JsonNode jobs = this.items.jobs(path);
		if (!jobs.isEmpty()) {
			return "it has the job " + jobs.path(0).path("name").asText();
		}
		Set<String> credentials = new TreeSet<>(config.credentials());
		credentials.addAll(this.credentials.ids(path));
		credentials.removeAll(own);
		if (!credentials.isEmpty()) {
			return "it has credentials: " + String.join(", ", credentials);
		}
		return this.items.seesEverything() ? null
				: "our user is no administrator, so jobs may be in it that it does not see; remove it there if it is empty";
	}

	MadeThings.Made made(JenkinsPath path, String kind, String team, @Nullable String service) {
		return new MadeThings.Made(path.value(), kind, team, service, this.clock.instant(), null);
	}

	private boolean ours(ConfigXml config) {
		String description = config.text("description");
		return description != null && description.startsWith(this.plan.mark());
	}

	private static JenkinsPath path(String team) {
		return JenkinsPath.ROOT.job(team);
	}

}
