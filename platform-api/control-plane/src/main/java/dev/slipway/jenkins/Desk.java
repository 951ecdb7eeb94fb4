package dev.slipway.jenkins;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.slipway.jenkins.Correlation.Waiting;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import org.jspecify.annotations.Nullable;

/**
 * What following builds works with, and what it writes in one way only.
 *
 * @param host the Jenkins
 * @param store what the platform knows of builds
 * @param tracked where they are on Jenkins
 * @param listener who is told
 * @param places where pipelines are
 * @param clock the time
 */
record Desk(BuildHost host, BuildStore store, TrackedBuilds tracked, BuildListener listener, Places places,
		Clock clock) {

	Instant now() {
		return Instant.ofEpochMilli(this.clock.millis());
	}

	/**
	 * Whether Jenkins as a whole cannot be asked now: a cheap question fails, too. One
	 * job that does not answer is no outage.
	 */
	boolean away(RuntimeException why) {
		if (!(why instanceof JenkinsTrouble trouble) || !Away.is(trouble)) {
			return false;
		}
		try {
			this.host.queue();
			return false;
		}
		catch (JenkinsTrouble ex) {
			return Away.is(ex);
		}
	}

	Optional<Build> build(Tracked tracked) {
		return this.store.find(tracked.service(), tracked.number());
	}

	/** The builds of a service that no run was found for. */
	List<Waiting> waiting(String service) {
		return this.tracked.unlinked(service)
			.stream()
			.flatMap((one) -> build(one).map((build) -> new Waiting(one, build)).stream())
			.toList();
	}

	/**
	 * The build begins to run; never before it was asked for, whatever Jenkins's clock
	 * says.
	 */
	Build started(Build build, Run run) {
		if (build.status() != BuildStatus.QUEUED) {
			return build;
		}
		Instant at = run.startedAt().isBefore(build.queuedAt()) ? build.queuedAt() : run.startedAt();
		Build started = build.started(at);
		if (this.store.save(started)) {
			this.listener.changed(started);
		}
		return started;
	}

	/**
	 * The build with the commit that its run really has: a Jenkins that knows nothing of
	 * {@value JobSeen#COMMIT} builds the head of the branch.
	 */
	Build of(Build build, Run run) {
		BuildRequest asked = build.request();
		String built = run.commit();
		if (built == null || asked.ofPush() || built.equals(asked.commit())
				|| asked.commit().equals(run.parameters().get(JobSeen.COMMIT))) {
			return build;
		}
		this.store.saveCommit(build.service(), build.number(), built);
		BuildRequest real = new BuildRequest(asked.team(), asked.service(), asked.branch(), built, asked.key(),
				asked.cause(), asked.startedBy(), asked.parameters());
		Build corrected = new Build(build.number(), real, build.status(), build.queuedAt(), build.startedAt(),
				build.endedAt(), build.image(), build.failure());
		this.listener.changed(corrected);
		return corrected;
	}

	/** The build ends, and with it what is known of where it is. */
	void end(Tracked one, Build build, BuildStatus status, BuildFailure failure) {
		finish(build, status, null, failure, now());
		this.tracked.save(one.done());
	}

	/** The build ends, if it has not. */
	void finish(Build build, BuildStatus status, @Nullable String image, @Nullable BuildFailure failure, Instant at) {
		if (build.status().ended()) {
			return;
		}
		for (BuildStage stage : this.store.stages(build.service(), build.number())) {
			if (!stage.status().ended()) {
				this.store.saveStage(build.service(), build.number(), stage.ended(BuildStatus.ABORTED, null, at));
			}
		}
		Instant start = (build.startedAt() != null) ? build.startedAt() : build.queuedAt();
		Build ended = build.ended(status, image, failure, at.isBefore(start) ? start : at);
		if (this.store.save(ended)) {
			this.listener.changed(ended);
		}
	}

}
