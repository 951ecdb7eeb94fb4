package dev.slipway.jenkins.adapter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.jenkins.Difference;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.MadeThings;
import dev.slipway.jenkins.Owned;
import dev.slipway.jenkins.PipelinePlan;
import dev.slipway.jenkins.PipelineReport;
import dev.slipway.jenkins.ProvisionedPipelines;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.PipelineNameTaken;
import dev.slipway.pipeline.Pipelines;
import dev.slipway.repository.Repositories;
import org.jspecify.annotations.Nullable;

/**
 * Makes pipelines on a Jenkins: a folder for the team, in it a multibranch pipeline for
 * the service, or a folder with a plain pipeline {@code main} where there are none, and
 * in that the service's own credentials. What is there and ours is left as it is: its
 * differences are shown, and mended when somebody asks for it.
 */
final class Provisioning implements Pipelines, ProvisionedPipelines {

	private static final Set<String> OWN_CREDENTIALS = Set.of(PipelinePlan.GIT, PipelinePlan.TOKEN,
			PipelinePlan.EVENTS);

	private final Items items;

	private final InstalledPlugins plugins;

	private final ServiceTokens tokens;

	private final Folders folders;

	private final PipelinePlan plan;

	private final MadeThings made;

	private final BuildStore builds;

	private final Repositories repositories;

	private final String address;

	private final Semaphore atOnce;

	/** Pipelines of a team are made at once; while one goes, with it the folder, none. */
	private final Map<String, ReadWriteLock> teams = new ConcurrentHashMap<>();

	Provisioning(JenkinsClient client, InstalledPlugins plugins, ServiceTokens tokens, Folders folders,
			PipelinePlan plan, MadeThings made, BuildStore builds, Repositories repositories, int atOnce) {
		this.items = new Items(client);
		this.address = client.settings().url().toString();
		this.plugins = plugins;
		this.tokens = tokens;
		this.folders = folders;
		this.plan = plan;
		this.made = made;
		this.builds = builds;
		this.repositories = repositories;
		this.atOnce = new Semaphore(atOnce, true);
	}

	@Override
	public void ensure(String team, String service) {
		limited(teamLock(team).readLock(), () -> {
			Target target = target(team, service);
			this.folders.ensureTeam(team);
			boolean fresh = make(target);
			List<MadeThings.Made> things = this.made.of(service);
			boolean whole = things.stream().allMatch(MadeThings.Made::done);
			if (this.tokens.ensure(target.credentials(), team, service) || fresh || !whole) {
				scan(target);
			}
			things.forEach((thing) -> this.folders.done(new JenkinsPath(thing.path())));
			return null;
		});
		this.builds.addPipeline(team, service);
	}

	@Override
	public void remove(String team, String service) {
		limited(teamLock(team).writeLock(), () -> {
			List<MadeThings.Made> things = new ArrayList<>(this.made.of(service));
			Collections.reverse(things); // what is in a folder before it
			for (MadeThings.Made thing : things) {
				JenkinsPath path = new JenkinsPath(thing.path());
				this.items.find(path)
					.filter((config) -> ours(config, team, service))
					.ifPresent((config) -> delete(path, config));
				this.made.remove(thing.path());
			}
			this.tokens.revoke(service);
			this.folders.removeTeamWhenEmpty(team);
			return null;
		});
		this.builds.removePipeline(service);
	}

	private void delete(JenkinsPath path, ConfigXml config) {
		if (config.root().equals(PipelinePlan.FOLDER_ROOT)) {
			this.folders.deleteWhenEmpty(path, config, OWN_CREDENTIALS);
		}
		else {
			this.items.delete(path);
		}
	}

	@Override
	public PipelineReport inspect(String team, String service) {
		Target target = target(team, service);
		List<Difference> differences = new ArrayList<>(this.folders.differences(team));
		List<String> notes = new ArrayList<>(this.plugins.current().reduced());
		Optional<ConfigXml> found = this.items.find(target.job());
		if (found.isEmpty()) {
			differences.add(new Difference("item", target.job().value(), null));
			whereabouts(target).ifPresent(notes::add);
		}
		found.ifPresent((config) -> differences.addAll(compare(config, target)));
		if (this.plugins.current().has("credentials") && (found.isPresent() || target.nested())) {
			differences.addAll(this.tokens.differences(target.credentials(), service));
		}
		return new PipelineReport(this.address + target.job().value() + "/",
				target.nested() ? "plain pipeline" : "multibranch pipeline", found.isPresent(), differences, notes);
	}

	@Override
	public PipelineReport restore(String team, String service) {
		ensure(team, service);
		limited(teamLock(team).readLock(), () -> {
			Target target = target(team, service);
			this.folders.mend(team);
			ConfigXml config = this.items.find(target.job()).orElseThrow(() -> vanished(target));
			if (!config.differences(target.owned()).isEmpty()) {
				if (config.redacted()) {
					throw new IllegalStateException("The pipeline of " + service + " has credentials whose secrets "
							+ "Jenkins does not give our user: sent back they would be blank. Give the user "
							+ "Item/Configure, or mend it there");
				}
				config.mend(target.owned());
				this.items.update(target.job(), config);
				scan(target);
			}
			return null;
		});
		return inspect(team, service);
	}

	/** Makes what is missing; true when the job is fresh. */
	private boolean make(Target target) {
		if (target.nested()) {
			JenkinsPath folder = target.credentials();
			make(target, folder, target.service(), PipelinePlan.FOLDER_ROOT, this.plan.serviceFolder(target.service()));
			return make(target, target.job(), PipelinePlan.MAIN, PipelinePlan.PLAIN_ROOT, target.owned());
		}
		return make(target, target.job(), target.service(), PipelinePlan.MULTIBRANCH_ROOT, target.owned());
	}

	private boolean make(Target target, JenkinsPath path, String name, String root, List<Owned> owned) {
		Optional<ConfigXml> found = this.items.find(path);
		MadeThings.Made thing = this.folders.made(path, "PIPELINE", target.team(), target.service());
		if (found.isEmpty()) {
			this.made.add(thing);
		}
		boolean fresh = found.isEmpty() && this.items.create(parent(path), name, root, owned);
		if (!fresh) {
			ConfigXml config = found.or(() -> this.items.find(path)).orElseThrow(() -> vanished(target));
			if (!ours(config, target.team(), target.service()) || !config.root().equals(root)) {
				this.folders.forgetIntention(path);
				throw new PipelineNameTaken("On the Jenkins there is something else called " + path + " ("
						+ config.root() + "): rename or remove it there, then try again");
			}
		}
		this.made.add(thing);
		return fresh;
	}

	private static JenkinsPath parent(JenkinsPath path) {
		return new JenkinsPath(path.value().substring(0, path.value().lastIndexOf("/job/")));
	}

	/**
	 * By its description, or, when somebody wrote another, by the repository it reads.
	 */
	private boolean ours(ConfigXml config, String team, String service) {
		String description = config.text("description");
		if (description != null && description.startsWith(this.plan.mark(service))) {
			return true;
		}
		String remote = config.text(PipelinePlan.REMOTE);
		return remote != null && remote.equals(this.repositories.cloneUrl(team, service));
	}

	private static List<Difference> compare(ConfigXml config, Target target) {
		if (!config.root().equals(target.root())) {
			return List.of(new Difference("item", target.root(), config.root()));
		}
		return config.differences(target.owned());
	}

	/** Where one of ours is that was renamed. */
	private Optional<String> whereabouts(Target target) {
		if (target.nested()) {
			return Optional.empty();
		}
		try {
			for (JsonNode job : this.items.jobs(parent(target.job()))) {
				if (job.path("description").asText("").startsWith(this.plan.mark(target.service()))) {
					return Optional.of("It seems to be renamed to " + job.path("name").asText() + ": rename it back to "
							+ target.service() + " to keep its builds, or restore it to make it anew");
				}
			}
		}
		catch (JenkinsTrouble ex) {
			if (ex.kind() != JenkinsTrouble.Kind.NOT_FOUND) {
				throw ex;
			}
		}
		return Optional.of("It was deleted, renamed or moved on the Jenkins, or never made; restore makes it anew");
	}

	private void scan(Target target) {
		if (!target.nested()) {
			this.items.scan(target.job());
		}
	}

	private Target target(String team, String service) {
		boolean nested = !this.plugins.current().multibranch();
		boolean credentials = this.plugins.current().has("credentials");
		String remote = this.repositories.cloneUrl(team, service);
		JenkinsPath own = JenkinsPath.ROOT.job(team).job(service);
		return nested
				? new Target(team, service, own.job(PipelinePlan.MAIN), own, true,
						this.plan.plain(service, remote, credentials))
				: new Target(team, service, own, own, false, this.plan.multibranch(service, remote, credentials));
	}

	private static JenkinsTrouble vanished(Target target) {
		return new JenkinsTrouble(JenkinsTrouble.Kind.NOT_FOUND,
				target.job() + " was on the Jenkins and is gone: somebody else changes it at this time", "Try again",
				true, 404, null);
	}

	private ReadWriteLock teamLock(String team) {
		return this.teams.computeIfAbsent(team, (name) -> new ReentrantReadWriteLock(true));
	}

	/** With a lock, and not too many at once. */
	private void limited(Lock lock, Supplier<@Nullable Void> work) {
		lock.lock();
		try {
			limited(work);
		}
		finally {
			lock.unlock();
		}
	}

	private <T> @Nullable T limited(Supplier<@Nullable T> work) {
		boolean mine = false;
		try {
			mine = this.atOnce.tryAcquire(2, TimeUnit.MINUTES);
			if (!mine) {
				throw new JenkinsTrouble(JenkinsTrouble.Kind.TIMEOUT, "Too many pipelines are made at once",
						"Wait; slipway.jenkins.parallel is how many are", true, 0, null);
			}
			return work.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new JenkinsTrouble(JenkinsTrouble.Kind.TIMEOUT, "The platform stops", "Try again", true, 0, ex);
		}
		finally {
			if (mine) {
				this.atOnce.release();
			}
		}
	}

	/**
	 * What is made for a service.
	 *
	 * @param job the pipeline
	 * @param credentials the folder that has its credentials
	 * @param nested whether the job is plain, in a folder of the service
	 * @param owned what the job must be
	 */
	private record Target(String team, String service, JenkinsPath job, JenkinsPath credentials, boolean nested,
			List<Owned> owned) {

		String root() {
			return this.nested ? PipelinePlan.PLAIN_ROOT : PipelinePlan.MULTIBRANCH_ROOT;
		}

	}

}
