package dev.slipway.jenkins;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.jenkins.Correlation.Waiting;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStatus;

/**
 * Gets a run for a build, once: the intention is written before Jenkins is asked, and
 * when its answer was lost, the run is looked for before it is asked again.
 */
final class Asking {

	private static final int MOST_REFUSALS = 3;

	private final Desk desk;

	private final Adoption adoption;

	/** How often Jenkins failed when it was asked for a build. */
	private final Map<String, Integer> failed = new ConcurrentHashMap<>();

	Asking(Desk desk, Adoption adoption) {
		this.desk = desk;
		this.adoption = adoption;
	}

	/** Looks for what Jenkins makes of a push. */
	void pushed(Tracked one, Build build) {
		if (found(one, build)) {
			return;
		}
		Instant now = this.desk.now();
		Tracked next = one;
		if (build.status().ended()) {
			if (PollingPlan.forgotten(one.age(now))) {
				this.desk.tracked().save(one.done());
				return;
			}
		}
		else if (PollingPlan.scans(one.askedAt(), one.age(now), now)) {
			next = scan(one.scanned(now), this.desk.places().pipeline(build.team(), build.service()).value());
		}
		else if (PollingPlan.hopeless(one.askedAt(), one.age(now), now)) {
			this.desk.end(one, build, BuildStatus.ABORTED, neverBuilt(build));
			return;
		}
		this.desk.tracked().save(next.later(now.plus(PollingPlan.waiting(one.age(now), alive()))));
	}

	private Tracked scan(Tracked one, String pipeline) {
		try {
			this.desk.host().scan(pipeline);
			return one;
		}
		catch (JenkinsTrouble ex) {
			if (Away.is(ex)) {
				throw ex;
			}
			return one.seen("Jenkins cannot look for the branch: " + ex.getMessage(), 0, one.wakeAt());
		}
	}

	private static BuildFailure neverBuilt(Build build) {
		return new BuildFailure(null,
				"Jenkins made no build of commit " + build.request().commit() + " of branch " + build.request().branch()
						+ " within an hour",
				"Read the scan log of the pipeline in Jenkins: can it reach the repository, and has the branch a Jenkinsfile?");
	}

	/**
	 * Looks at the newest runs of the build's job; true when the build's is among them.
	 */
	private boolean found(Tracked one, Build build) {
		BuildRequest request = build.request();
		this.adoption.look(request.team(), request.service(), request.branch(), one.job());
		return this.desk.tracked()
			.find(one.service(), one.number())
			.map((now) -> now.linked() || now.phase() == Phase.DONE)
			.orElse(true);
	}

	/** Asks for a run. */
	void wanted(Tracked one, Build build) {
		Instant now = this.desk.now();
		if (build.status().ended()) {
			this.desk.tracked().save(one.done());
			return;
		}
		if (one.abortedBy() != null) {
			this.desk.end(one, build, BuildStatus.ABORTED, abortedBy(one));
			return;
		}
		Optional<JobSeen> job = this.desk.host().job(one.job());
		if (job.isEmpty()) {
			pushed(one, build);
		}
		else if (!job.get().buildable()) {
			this.desk.end(one, build, BuildStatus.ABORTED,
					new BuildFailure(null,
							"Jenkins builds the branch " + build.request().branch() + " no more: its job is disabled",
							"Is the branch still in the repository? If it is, enable the job in Jenkins"));
		}
		else if (!job.get().keyed() && busy(one)) {
			this.desk.tracked().save(one.later(now.plusSeconds(1)));
		}
		else {
			ask(one, one.asking(job.get().next() - 1, now), build, job.get());
		}
	}

	static BuildFailure abortedBy(Tracked one) {
		return new BuildFailure(null, "Aborted by " + one.abortedBy(), null);
	}

	/**
	 * Without a key two wishes become one in Jenkins's queue: one after the other then.
	 */
	private boolean busy(Tracked one) {
		return this.desk.tracked()
			.unlinked(one.service())
			.stream()
			.anyMatch((other) -> other.number() != one.number() && other.job().equals(one.job())
					&& (other.phase() == Phase.ASKING || other.phase() == Phase.QUEUED));
	}

	private void ask(Tracked wanted, Tracked asking, Build build, JobSeen job) {
		if (!this.desk.tracked().begin(asking)) {
			return; // another platform asks
		}
		BuildRequest request = build.request();
		Map<String, String> parameters = job.taken(request.parameters(), request.key(), request.commit());
		try {
			long id = this.desk.host().enqueue(job, parameters);
			queued(asking, id);
		}
		catch (JenkinsTrouble ex) {
			if (Away.is(ex)) {
				throw ex; // it may have arrived: look before asking again
			}
			if (ex.status() >= 500) {
				unsure(asking, ex);
			}
			else {
				refused(asking, wanted.misses() + 1, build, ex);
			}
		}
	}

	/**
	 * Jenkins failed, perhaps after it had taken the question: it is looked for first.
	 */
	private void unsure(Tracked asking, JenkinsTrouble why) {
		this.failed.merge(asking.service() + " " + asking.number(), 1, Integer::sum);
		this.desk.tracked().save(asking.seen(why.getMessage(), asking.abortSteps(), this.desk.now().plusSeconds(2)));
	}

	private void queued(Tracked asking, long id) {
		Instant now = this.desk.now();
		boolean others = this.desk.tracked()
			.unlinked(asking.service())
			.stream()
			.anyMatch((other) -> other.number() != asking.number() && Long.valueOf(id).equals(other.queueId()));
		this.desk.tracked()
			.save(others ? asking.wantedAgain(0, null, now.plusSeconds(1)) : asking.queuedAs(id, now.plusSeconds(1)));
	}

	private void refused(Tracked asking, int refusals, Build build, JenkinsTrouble why) {
		Instant now = this.desk.now();
		if (refusals >= MOST_REFUSALS) {
			this.desk.end(asking, build, BuildStatus.FAILURE,
					new BuildFailure(null, "Jenkins did not take the build: " + why.getMessage(), why.remedy()));
			return;
		}
		Instant wake = now.plus(PollingPlan.missing(refusals));
		this.desk.tracked().save(asking.wantedAgain(refusals, why.getMessage(), wake));
	}

	/** Looks for what became of a question whose answer was lost. */
	void asking(Tracked one, Build build) {
		Waiting waiting = new Waiting(one, build);
		Optional<QueueItem> item = this.desk.host()
			.queue()
			.stream()
			.filter((candidate) -> Correlation.of(candidate, waiting) && free(candidate.id(), one))
			.findFirst();
		Instant now = this.desk.now();
		if (item.isPresent()) {
			this.desk.tracked().save(one.queuedAs(item.get().id(), now));
		}
		else if (!found(one, build)) {
			if (!PollingPlan.asksAgain(one, now)) {
				this.desk.tracked().save(one.missed(now.plusSeconds(5)));
			}
			else {
				askAgain(one, build);
			}
		}
	}

	private void askAgain(Tracked one, Build build) {
		int failures = this.failed.getOrDefault(one.service() + " " + one.number(), 0);
		if (failures < MOST_REFUSALS) {
			this.desk.tracked().save(one.wantedAgain(0, null, this.desk.now()));
			return;
		}
		this.failed.remove(one.service() + " " + one.number());
		this.desk.end(one, build, BuildStatus.FAILURE, new BuildFailure(null,
				"Jenkins did not take the build: " + one.note(), "Read Jenkins's own log; are its parameters right?"));
	}

	private boolean free(long id, Tracked one) {
		return this.desk.tracked()
			.unlinked(one.service())
			.stream()
			.noneMatch((other) -> other.number() != one.number() && Long.valueOf(id).equals(other.queueId()));
	}

	/** Follows the queue item. */
	void queued(Tracked one, Build build) {
		Instant now = this.desk.now();
		long id = Objects.requireNonNull(one.queueId());
		Optional<QueueItem> item = this.desk.host().queued(id);
		if (item.isEmpty()) {
			lostItem(one, build);
		}
		else if (item.get().cancelled()) {
			this.desk.end(one, build, BuildStatus.ABORTED, (one.abortedBy() != null) ? abortedBy(one)
					: new BuildFailure(null, "It was taken out of Jenkins's queue", null));
		}
		else if (item.get().run() != null) {
			Optional<Run> run = this.desk.host().run(item.get().job(), item.get().run());
			if (run.isPresent() && run.get().queueId() == id) {
				this.adoption.link(new Waiting(one, build), run.get());
			}
			else {
				lostItem(one, build);
			}
		}
		else {
			if (one.abortedBy() != null) {
				this.desk.host().cancel(id);
			}
			this.desk.tracked().save(one.seen(item.get().why(), 0, now.plus(PollingPlan.running(alive()))));
		}
	}

	/**
	 * Jenkins forgets items five minutes after they left; the run still has its number.
	 */
	private void lostItem(Tracked one, Build build) {
		if (found(one, build)) {
			return;
		}
		if (one.misses() + 1 >= PollingPlan.MISSES) {
			this.desk.end(one, build, BuildStatus.ABORTED,
					new BuildFailure(null,
							"Jenkins has lost it: neither its queue nor the job has the item " + one.queueId(),
							"Was the job deleted or renamed? Start the build again"));
			return;
		}
		this.desk.tracked().save(one.missed(this.desk.now().plus(PollingPlan.missing(one.misses()))));
	}

	private int alive() {
		return this.desk.tracked().alive();
	}

	/** All the waiting ones, by phase. */
	void look(Tracked one, Build build) {
		switch (one.phase()) {
			case PUSHED -> pushed(one, build);
			case WANTED -> wanted(one, build);
			case ASKING -> asking(one, build);
			case QUEUED -> queued(one, build);
			case RUNNING, DONE -> throw new IllegalStateException("Not waiting: " + one);
		}
	}

}
