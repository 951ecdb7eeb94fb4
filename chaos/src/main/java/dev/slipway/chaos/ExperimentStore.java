package dev.slipway.chaos;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Keeps experiments, their runs and the halt switch. */
public interface ExperimentStore {

	/** Adds an experiment and gives it its id. */
	Experiment add(String team, Definition definition, String createdBy, Instant now);

	/**
	 * The experiment of a gate, which is added when it is asked for first.
	 * @param key names the gate of a stage of a release
	 */
	Experiment ofGate(String key, String team, Definition definition, String createdBy, Instant now);

	/** Finds one. */
	Optional<Experiment> find(long id);

	/** All, newest first, with ids below the given one. */
	List<Experiment> list(long below, int limit);

	/**
	 * Opens the next run of an experiment, and does more in the same transaction.
	 * @return empty when a run on the same service and environment is not over
	 */
	Optional<Plan> open(Experiment experiment, String startedBy, Instant now, Consumer<Plan> more);

	/** Records the verdict and frees the target; true the first time. */
	boolean conclude(Plan plan, Verdict verdict, Instant now);

	/** The runs that are not over. */
	List<RunKey> live();

	/** The runs of one experiment, newest first. */
	List<RunKey> runs(long experiment, int limit);

	/** The runs on a service that were started until then, newest first. */
	List<PastRun> runs(String service, Instant until, int limit);

	/** The halt switch. */
	Halt halt();

	/** Sets the halt switch. */
	void halt(Halt halt);

	/**
	 * Names a run.
	 *
	 * @param experiment the experiment's id
	 * @param number the run's number
	 */
	record RunKey(long experiment, int number) {

		/** The flow's id. */
		public String id() {
			return Plan.id(this.experiment, this.number);
		}

	}

	/**
	 * A run as it is listed long after.
	 *
	 * @param experiment what it was a run of
	 * @param number counts the runs of the experiment
	 * @param startedBy who asked for it
	 * @param startedAt when
	 * @param verdict what it showed; null while it is not over
	 * @param endedAt when it was over
	 */
	record PastRun(Experiment experiment, int number, String startedBy, Instant startedAt, @Nullable Verdict verdict,
			@Nullable Instant endedAt) {
	}

}
