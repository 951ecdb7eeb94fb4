package dev.slipway.chaos;

/**
 * One run, as it was asked for; later edits of the experiment do not change it.
 *
 * @param experiment the experiment's id
 * @param number counts the runs of the experiment from 1
 * @param team the team that owns the service
 * @param definition what it does
 * @param startedBy who asked for it
 */
public record Plan(long experiment, int number, String team, Definition definition, String startedBy) {

	/** The flow's id. */
	public String id() {
		return id(this.experiment, this.number);
	}

	/** The flow's id of a run. */
	public static String id(long experiment, int number) {
		return experiment + "/" + number;
	}

	int seed() {
		return id().hashCode();
	}

}
