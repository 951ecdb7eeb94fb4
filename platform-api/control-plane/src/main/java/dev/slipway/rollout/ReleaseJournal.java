package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;

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
	 * What is kept of a stage, by gate, without the evidence. What a gate had decided
	 * when that was kept stays decided, also when the platform dies just then.
	 */
	Map<String, Reading> kept(Release release, int stage);

	/** Releases that ended after a time, and of which no finding of that name is kept. */
	List<Lacking> lacking(String gate, Instant endedAfter, int limit);

	/**
	 * A release of which something is not kept.
	 *
	 * @param service the service
	 * @param environment the environment
	 * @param number the number
	 * @param endedAt when it had come to rest
	 */
	record Lacking(String service, String environment, int number, Instant endedAt) {
	}

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
