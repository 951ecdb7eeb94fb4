package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;

import dev.slipway.rollout.Wishes.Command;

/** What users wanted of a release and what its gates found, kept for ever. */
public interface ReleaseJournal {

	/** Keeps a command. */
	void add(Release release, Command command, Instant at);

	/** The commands, oldest first. */
	List<Command> commands(Release release);

	/** Keeps a finding; the first of a stage and gate stays. */
	void keep(Release release, Finding finding);

	/** The findings, oldest first. */
	List<Finding> findings(Release release);

	/**
	 * What a gate or a guard rail had found when its stage ended.
	 *
	 * @param stage the number of the stage
	 * @param gate its name
	 * @param reading what it said, with its evidence
	 * @param at when
	 */
	record Finding(int stage, String gate, Reading reading, Instant at) {
	}

}
