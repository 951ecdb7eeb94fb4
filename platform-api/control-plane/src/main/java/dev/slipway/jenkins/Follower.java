package dev.slipway.jenkins;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import org.jspecify.annotations.Nullable;

/**
 * Follows the builds on a Jenkins. Everything it knows is in the stores: a new one goes
 * on where another died.
 */
public final class Follower {

	private static final Logger logger = System.getLogger(Follower.class.getName());

	private static final int MOST_AT_ONCE = 200;

	private static final int MOST_TOLD = 1_000;

	/** After so many failures of ours in a row a build is ended. */
	private static final int MOST_TROUBLES = 8;

	private final Desk desk;

	private final Fleet fleet;

	private final Asking asking;

	private final Watching watching;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	private final Map<String, Integer> troubles = new ConcurrentHashMap<>();

	private Instant nextSweep = Instant.EPOCH;

	private Instant quietUntil = Instant.EPOCH;

	private int failures;

	private volatile @Nullable String outage;

	private volatile Runnable waker = () -> {
	};

	public Follower(BuildHost host, BuildStore store, TrackedBuilds tracked, BuildListener listener, Places places,
			Clock clock) {
		this.desk = new Desk(host, store, tracked, listener, places, clock);
		Adoption adoption = new Adoption(this.desk);
		this.fleet = new Fleet(this.desk, adoption);
		this.asking = new Asking(this.desk, adoption);
		this.watching = new Watching(this.desk);
	}

	/** Takes up builds that were added, but not noted before the platform died. */
	public void resume() {
		for (Build build : this.desk.store().unfinished()) {
			try {
				note(build);
			}
			catch (RuntimeException ex) {
				logger.log(Level.ERROR, "Build " + build.service() + " #" + build.number() + " cannot be taken up", ex);
			}
		}
	}

	/** Notes a build of ours, to be found or asked for. */
	public void note(Build build) {
		String job = this.desk.places().job(build.team(), build.service(), build.request().branch()).value();
		this.desk.tracked()
			.add(Tracked.fresh(build.service(), build.number(), build.request().ofPush(), job, this.desk.now()));
	}

	/** Jenkins says that something happened to a job. */
	public void told(String job) {
		if (this.told.size() >= MOST_TOLD || !this.fleet.knows(job)) {
			return; // the next look at the fleet finds it, if it is one of ours
		}
		this.told.add(job);
		this.waker.run();
	}

	/** Who is to be woken when there is something to do at once. */
	public void wakes(Runnable loop) {
		this.waker = loop;
	}

	/**
	 * One round: looks at what is due.
	 * @return when to come again at the latest
	 */
	public synchronized Instant tick() {
		Instant now = this.desk.now();
		if (now.isBefore(this.quietUntil)) {
			return this.quietUntil;
		}
		try {
			round(now);
			this.failures = 0;
			this.outage = null;
		}
		catch (JenkinsTrouble ex) {
			this.failures++;
			this.quietUntil = now.plus(PollingPlan.away(this.failures));
			if (this.outage == null) {
				logger.log(Level.WARNING, "Jenkins cannot be asked now: {0}", ex.getMessage());
			}
			this.outage = ex.getMessage();
			return this.quietUntil;
		}
		Instant soon = now.plusMillis(250);
		return (this.desk.tracked().alive() > 0 || this.nextSweep.isBefore(soon)) ? soon : this.nextSweep;
	}

	private void round(Instant now) {
		for (String job : Set.copyOf(this.told)) {
			lookAt(job, now);
		}
		for (Tracked one : this.desk.tracked().due(now, MOST_AT_ONCE)) {
			look(one, now);
		}
		if (!now.isBefore(this.nextSweep)) {
			this.nextSweep = now.plus(PollingPlan.SWEEP);
			this.fleet.look();
		}
	}

	/** What is told while this looks is looked at again; so is what could not be. */
	private void lookAt(String job, Instant now) {
		this.told.remove(job);
		try {
			this.desk.tracked().wake(job, now);
			this.fleet.lookAt(job);
		}
		catch (RuntimeException ex) {
			if (this.desk.away(ex)) {
				this.told.add(job);
				throw ex;
			}
			logger.log(Level.WARNING, "The job {0} cannot be looked at now: {1}", job, ex.toString());
		}
	}

	private void look(Tracked listed, Instant now) {
		String id = listed.service() + " #" + listed.number();
		try {
			follow(listed);
			this.troubles.remove(id);
		}
		catch (RuntimeException ex) {
			boolean away = this.desk.away(ex);
			int times = (away || ex instanceof JenkinsTrouble) ? 0 : this.troubles.merge(id, 1, Integer::sum);
			logger.log(Level.WARNING, "Build {0} cannot be followed now: {1}", id, ex.toString());
			setAside(listed, now, times, ex);
			if (away) {
				throw ex;
			}
		}
	}

	private void follow(Tracked listed) {
		Optional<Tracked> current = this.desk.tracked()
			.find(listed.service(), listed.number())
			.filter((one) -> one.phase() != Phase.DONE);
		Optional<Build> build = this.desk.build(listed);
		if (current.isEmpty() || build.isEmpty()) {
			return;
		}
		Tracked one = current.get();
		if (one.phase() == Phase.RUNNING) {
			this.watching.look(one, build.get());
		}
		else {
			this.asking.look(one, build.get());
		}
	}

	/** One build that cannot be followed keeps no other from being followed. */
	private void setAside(Tracked listed, Instant now, int times, RuntimeException why) {
		try {
			Tracked latest = this.desk.tracked().find(listed.service(), listed.number()).orElse(listed);
			this.desk.tracked().save(latest.later(now.plus(PollingPlan.missing(Math.max(2, times)))));
			if (times >= MOST_TROUBLES) {
				this.desk.build(listed)
					.ifPresent((build) -> this.desk.end(latest, build, BuildStatus.FAILURE,
							new BuildFailure(null,
									"The platform cannot write down what Jenkins tells of this build: "
											+ why.getMessage(),
									"Read the build in Jenkins, and tell those who run the platform")));
				this.troubles.remove(listed.service() + " #" + listed.number());
				this.watching.forget(latest);
			}
		}
		catch (RuntimeException ex) {
			logger.log(Level.ERROR, "Build " + listed.service() + " #" + listed.number() + " cannot be set aside", ex);
		}
	}

	/** What is to be known of a build; null when there is nothing. */
	public @Nullable String notice(Build build) {
		String away = this.outage;
		if (away != null && !build.status().ended()) {
			return "Jenkins cannot be asked now: " + away
					+ " The build goes on there and is looked at as soon as Jenkins answers.";
		}
		return this.desk.tracked().find(build.service(), build.number()).map(Tracked::note).orElse(null);
	}

}
