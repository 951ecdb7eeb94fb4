package dev.slipway.jenkins;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import dev.slipway.jenkins.Correlation.Waiting;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore.Added;

/**
 * Finds the runs of a job that are not known yet, and writes down which build each is.
 */
final class Adoption {

	private static final Logger logger = System.getLogger(Adoption.class.getName());

	/** Runs in one look. */
	private static final int MOST = 20;

	/** Of a job that is seen for the first time, so many ended runs are taken over. */
	private static final int FROM_BEFORE = 5;

	/** The log's first lines, where the commit stands. */
	private static final int HEAD = 128 * 1024;

	/** So many runs' commits are remembered. */
	private static final int MOST_COMMITS = 5_000;

	private final Desk desk;

	/** What the logs of runs said; the first lines do not change. */
	private final Map<String, Optional<String>> commits = Collections.synchronizedMap(new Commits());

	Adoption(Desk desk) {
		this.desk = desk;
	}

	/**
	 * Looks at the newest runs of a job.
	 * @return false when there is no such job
	 */
	boolean look(String team, String service, String branch, String job) {
		Optional<List<Run>> found = this.desk.host().runs(job, MOST);
		if (found.isEmpty()) {
			return false;
		}
		List<Run> runs = new ArrayList<>(found.get());
		Collections.reverse(runs);
		Instant known = this.desk.tracked().knownUntil(job);
		boolean first = known.equals(Instant.EPOCH);
		boolean whole = true;
		for (int at = 0; at < runs.size(); at++) {
			Run run = runs.get(at);
			boolean old = first ? !run.building() && at < runs.size() - FROM_BEFORE : run.startedAt().isBefore(known);
			whole &= tried(() -> adopted(team, service, branch, run, old), run);
			if (whole && !run.startedAt().isBefore(known)) {
				known = run.startedAt();
				this.desk.tracked().knownUntil(job, service, known);
			}
		}
		return true;
	}

	/** A run that cannot be written down keeps no other from it. */
	private static boolean tried(BooleanSupplier adoption, Run run) {
		try {
			return adoption.getAsBoolean();
		}
		catch (JenkinsTrouble ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.log(Level.WARNING, "The run {0} of {1} cannot be taken over: {2}", run.number(), run.job(),
					ex.toString());
			return false;
		}
	}

	/** False when it cannot be said yet what the run is. */
	private boolean adopted(String team, String service, String branch, Run seen, boolean old) {
		if (this.desk.tracked().ofRun(seen).isPresent()) {
			return true;
		}
		List<Waiting> waiting = this.desk.waiting(service);
		if (old && waiting.isEmpty()) {
			return true;
		}
		Run run = withCommit(seen);
		if (Correlation.undecided(run, branch, waiting)) {
			return false;
		}
		Optional<Waiting> match = Correlation.of(run, branch, waiting);
		if (match.isPresent()) {
			link(match.get(), run);
		}
		else if (!old) {
			takeOver(team, service, branch, run);
		}
		return true;
	}

	/**
	 * The log says which commit the Jenkinsfile is of, before anything is checked out.
	 */
	private Run withCommit(Run run) {
		if (run.person() != null && run.commit() != null) {
			return run;
		}
		String id = run.job() + " " + run.number() + "@" + run.startedAt().toEpochMilli();
		Optional<String> known = this.commits.get(id);
		if (known != null) {
			return known.map(run::at).orElse(run);
		}
		try {
			Optional<String> found = LogTrouble.commit(this.desk.host().log(run.job(), run.number(), 0, HEAD).text());
			if (found.isPresent() || !run.building()) {
				this.commits.put(id, found);
			}
			return found.map(run::at).orElse(run);
		}
		catch (JenkinsTrouble ex) {
			if (Away.is(ex)) {
				throw ex;
			}
			return run;
		}
	}

	/** The run is the one that the build waits for. */
	void link(Waiting one, Run found) {
		Run run = (found.commit() != null || one.build().request().ofPush()) ? found : withCommit(found);
		this.desk.tracked().save(one.tracked().runningAs(run, this.desk.now()));
		Build build = one.build();
		if (!build.status().ended()) {
			build = this.desk.of(this.desk.started(build, run), run);
		}
		if (!build.request().ofPush()) {
			return;
		}
		for (Waiting passed : Correlation.passed(build, this.desk.waiting(build.service()))) {
			this.desk.end(passed.tracked(), passed.build(), BuildStatus.ABORTED,
					new BuildFailure(null,
							"Jenkins went past this commit: it built " + build.request().commit()
									+ ", which was pushed later",
							"Start a build of this commit if you need its result"));
		}
	}

	/**
	 * A run that nobody asked us for becomes a build. The build and whose run it is are
	 * written together: a build of which that is not known would be asked for.
	 */
	private void takeOver(String team, String service, String branch, Run run) {
		Added added;
		try {
			added = this.desk.tracked().together(() -> write(team, service, branch, run));
		}
		catch (Taken ex) {
			return;
		}
		Build build = added.build();
		if (added.fresh()) {
			this.desk.listener().changed(build);
		}
		this.desk.started(build, run);
	}

	/**
	 * Adding locks the pipeline: only then it is sure that no other took the run over.
	 */
	private Added write(String team, String service, String branch, Run run) {
		BuildRequest request = Correlation.request(team, service, branch, run, false);
		Added added = this.desk.store().add(request, run.startedAt());
		if (this.desk.tracked().ofRun(run).isPresent()) {
			throw new Taken();
		}
		if (!added.fresh() && this.desk.tracked().find(service, added.build().number()).isPresent()) {
			added = this.desk.store().add(Correlation.request(team, service, branch, run, true), run.startedAt());
		}
		Instant now = this.desk.now();
		this.desk.tracked()
			.add(Tracked.fresh(service, added.build().number(), request.ofPush(), run.job(), now).runningAs(run, now));
		return added;
	}

	/** Another platform took the run over meanwhile: nothing of ours is kept. */
	private static final class Taken extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Taken() {
			super("The run is known", null, false, false);
		}

	}

	/** The oldest go first. */
	private static final class Commits extends LinkedHashMap<String, Optional<String>> {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Optional<String>> eldest) {
			return size() > MOST_COMMITS;
		}

	}

}
