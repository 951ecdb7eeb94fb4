package dev.slipway.jenkins;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildStore;
import org.jspecify.annotations.Nullable;

/**
 * Follows the builds on a Jenkins. Everything it knows is in the stores: a new one goes
 * on where another died.
 */
public final class Follower {

	private static final Logger logger = System.getLogger(Follower.class.getName());

	private static final int MOST_AT_ONCE = 200;

	private final Desk desk;

	private final Fleet fleet;

	private final Asking asking;

	private final Watching watching;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

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
			note(build);
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
			this.fleet.lookAt(job);
			this.desk.tracked().wake(job, now);
			this.told.remove(job);
		}
		for (Tracked one : this.desk.tracked().due(now, MOST_AT_ONCE)) {
			look(one, now);
		}
		if (!now.isBefore(this.nextSweep)) {
			this.nextSweep = now.plus(PollingPlan.SWEEP);
			this.fleet.look();
		}
	}

	private void look(Tracked listed, Instant now) {
		Optional<Tracked> current = this.desk.tracked()
			.find(listed.service(), listed.number())
			.filter((one) -> one.phase() != Phase.DONE);
		Optional<Build> build = this.desk.build(listed);
		if (current.isEmpty() || build.isEmpty()) {
			return;
		}
		Tracked one = current.get();
		try {
			if (one.phase() == Phase.RUNNING) {
				this.watching.look(one, build.get());
			}
			else {
				this.asking.look(one, build.get());
			}
		}
		catch (JenkinsTrouble ex) {
			Tracked latest = this.desk.tracked().find(one.service(), one.number()).orElse(one);
			this.desk.tracked().save(latest.later(now.plus(PollingPlan.missing(2))));
			if (Away.is(ex)) {
				throw ex;
			}
			logger.log(Level.WARNING, "Build {0} #{1} cannot be followed now: {2}", one.service(), one.number(),
					ex.getMessage());
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
