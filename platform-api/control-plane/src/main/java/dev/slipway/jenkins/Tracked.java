package dev.slipway.jenkins;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known of where a build is on Jenkins.
 *
 * @param service the service
 * @param number the platform's number of the build
 * @param phase how far it is
 * @param job the path of the job
 * @param run Jenkins's number of the run
 * @param runAt when the run started, by Jenkins's clock: it tells two runs of one number
 * apart
 * @param queueId the queue item
 * @param afterRun the newest run of the job when Jenkins was asked
 * @param askedAt when Jenkins was last asked: for a run, or for a scan
 * @param misses how often in a row it was not where it should be
 * @param abortedBy who wants it to end
 * @param abortedAt since when
 * @param abortSteps how many of stop, term and kill were sent
 * @param note what is to be known of it
 * @param since when this began
 * @param wakeAt when to look next
 */
public record Tracked(String service, int number, Phase phase, String job, @Nullable Integer run,
		@Nullable Instant runAt, @Nullable Long queueId, int afterRun, @Nullable Instant askedAt, int misses,
		@Nullable String abortedBy, @Nullable Instant abortedAt, int abortSteps, @Nullable String note, Instant since,
		Instant wakeAt) {

	/** A build that Jenkins knows nothing of yet. */
	public static Tracked fresh(String service, int number, boolean push, String job, Instant now) {
		return new Tracked(service, number, push ? Phase.PUSHED : Phase.WANTED, job, null, null, null, 0, null, 0, null,
				null, 0, null, now, now);
	}

	/** Jenkins is about to be asked. */
	public Tracked asking(int newestRun, Instant now) {
		return new Tracked(this.service, this.number, Phase.ASKING, this.job, null, null, null, newestRun, now, 0,
				this.abortedBy, this.abortedAt, this.abortSteps, this.note, this.since, now);
	}

	/** To be asked again. */
	public Tracked wantedAgain(int refusals, @Nullable String why, Instant wake) {
		return new Tracked(this.service, this.number, Phase.WANTED, this.job, null, null, null, 0, null, refusals,
				this.abortedBy, this.abortedAt, this.abortSteps, why, this.since, wake);
	}

	/** A scan was asked for. */
	public Tracked scanned(Instant now) {
		return new Tracked(this.service, this.number, this.phase, this.job, this.run, this.runAt, this.queueId,
				this.afterRun, now, this.misses, this.abortedBy, this.abortedAt, this.abortSteps, this.note, this.since,
				this.wakeAt);
	}

	/** It is in the queue. */
	public Tracked queuedAs(long id, Instant wake) {
		return new Tracked(this.service, this.number, Phase.QUEUED, this.job, null, null, id, this.afterRun,
				this.askedAt, 0, this.abortedBy, this.abortedAt, this.abortSteps, this.note, this.since, wake);
	}

	/** Its run was found. */
	public Tracked runningAs(Run found, Instant wake) {
		return new Tracked(this.service, this.number, Phase.RUNNING, found.job(), found.number(), found.startedAt(),
				found.queueId(), this.afterRun, this.askedAt, 0, this.abortedBy, this.abortedAt, this.abortSteps,
				this.note, this.since, wake);
	}

	/** It was not where it should be. */
	public Tracked missed(Instant wake) {
		return new Tracked(this.service, this.number, this.phase, this.job, this.run, this.runAt, this.queueId,
				this.afterRun, this.askedAt, this.misses + 1, this.abortedBy, this.abortedAt, this.abortSteps,
				this.note, this.since, wake);
	}

	/** It was seen. */
	public Tracked seen(@Nullable String newNote, int steps, Instant wake) {
		return new Tracked(this.service, this.number, this.phase, this.job, this.run, this.runAt, this.queueId,
				this.afterRun, this.askedAt, 0, this.abortedBy, this.abortedAt, steps, newNote, this.since, wake);
	}

	/** To be looked at later. */
	public Tracked later(Instant wake) {
		return new Tracked(this.service, this.number, this.phase, this.job, this.run, this.runAt, this.queueId,
				this.afterRun, this.askedAt, this.misses, this.abortedBy, this.abortedAt, this.abortSteps, this.note,
				this.since, wake);
	}

	/** Nothing more happens. */
	public Tracked done() {
		return new Tracked(this.service, this.number, Phase.DONE, this.job, this.run, this.runAt, this.queueId,
				this.afterRun, this.askedAt, 0, this.abortedBy, this.abortedAt, this.abortSteps, this.note, this.since,
				this.wakeAt);
	}

	/** Whether a run was found for it. */
	public boolean linked() {
		return this.run != null;
	}

	/** How long this goes on. */
	public Duration age(Instant now) {
		return Duration.between(this.since, now);
	}

}
