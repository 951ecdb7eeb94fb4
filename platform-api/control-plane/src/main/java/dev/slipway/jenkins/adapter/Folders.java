package dev.slipway.jenkins.adapter;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import dev.slipway.jenkins.Difference;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.MadeThings;
import dev.slipway.jenkins.PipelinePlan;
import org.jspecify.annotations.Nullable;

/**
 * The folders of teams. One that was there before is used and left as it is: its library
 * is then whatever its owners say.
 */
final class Folders {

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
			this.items.create(JenkinsPath.ROOT, team, PipelinePlan.FOLDER_ROOT, this.plan.folder(team));
			found = this.items.find(path);
		}
		ConfigXml config = found.orElseThrow(() -> new JenkinsTrouble(JenkinsTrouble.Kind.NOT_FOUND,
				"The folder " + team + " is not to be seen after it was made",
				"Give our user Item/Read and Item/Configure on the Jenkins", false, 404, null));
		if (!config.root().equals(PipelinePlan.FOLDER_ROOT)) {
			throw new IllegalStateException("On the Jenkins there is something called " + team
					+ " that is no folder: rename it there, then try again");
		}
		if (ours(config)) {
			this.made.add(made(path, "FOLDER", team, null));
		}
	}

	/** What differs in a folder that we made. */
	List<Difference> differences(String team) {
		Optional<ConfigXml> found = this.items.find(path(team));
		if (found.isEmpty()) {
			return List.of(new Difference("folder", path(team).value(), null));
		}
		return this.made.has(path(team).value()) ? found.get()
			.differences(this.plan.folder(team))
			.stream()
			.map((one) -> new Difference("folder/" + one.element(), one.should(), one.is()))
			.toList() : List.of();
	}

	/** Mends a folder that we made; its credentials go back as they came, encrypted. */
	void mend(String team) {
		JenkinsPath path = path(team);
		Optional<ConfigXml> found = this.items.find(path);
		if (found.isEmpty() || !this.made.has(path.value())
				|| found.get().differences(this.plan.folder(team)).isEmpty()) {
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

	/** Removes it when we made it and nobody has anything in it. */
	void removeTeamWhenEmpty(String team) {
		JenkinsPath path = path(team);
		if (!this.made.has(path.value())) {
			return;
		}
		Optional<ConfigXml> found = this.items.find(path);
		if (found.isPresent()) {
			if (!this.items.jobs(path).isEmpty() || !this.credentials.ids(path).isEmpty()) {
				return;
			}
			if (ours(found.get())) {
				this.items.delete(path);
			}
		}
		this.made.remove(path.value());
	}

	MadeThings.Made made(JenkinsPath path, String kind, String team, @Nullable String service) {
		return new MadeThings.Made(path.value(), kind, team, service, this.clock.instant());
	}

	private boolean ours(ConfigXml config) {
		String description = config.text("description");
		return description != null && description.startsWith(this.plan.mark());
	}

	private static JenkinsPath path(String team) {
		return JenkinsPath.ROOT.job(team);
	}

}
