package dev.slipway.jenkins;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Where builds are on Jenkins, kept so that none is lost or asked for twice. */
public interface TrackedBuilds {

	/** Adds one unless it is there. */
	void add(Tracked tracked);

	/** Saves all but who wants it to end: only {@link #abort} writes that. */
	void save(Tracked tracked);

	/**
	 * Saves that Jenkins is about to be asked.
	 * @return false when that is not to be done: another platform was first
	 */
	boolean begin(Tracked asking);

	/** Writes that somebody wants it to end. */
	void abort(String service, int number, String actor, Instant now);

	/** Has the builds of a job looked at soon. */
	void wake(String job, Instant now);

	/**
	 * Does all of it or nothing, what it writes to the builds included: an exception
	 * undoes it.
	 */
	<T> T together(Supplier<T> writes);

	/** Finds one. */
	Optional<Tracked> find(String service, int number);

	/** Finds the one of a run. */
	Optional<Tracked> ofRun(Run run);

	/** Those of a service that no run was found for. */
	List<Tracked> unlinked(String service);

	/** Those to look at now, the longest waiting first. */
	List<Tracked> due(Instant now, int most);

	/** How many are not done. */
	int alive();

	/** Until when the runs of a job are known; epoch when none is. */
	Instant knownUntil(String job);

	/** The runs of a job are known until then. */
	void knownUntil(String job, String service, Instant at);

	/** Writes who is about to answer an input. */
	void answering(String service, int number, Answering answering);

	/** It was not answered: it waited no more. */
	void notAnswering(String service, int number, String input);

	/** Who was about to answer it. */
	Optional<Answering> answering(String service, int number, String input);

	/**
	 * Somebody answers an input.
	 *
	 * @param input its id
	 * @param proceed whether the build may go on
	 * @param actor who
	 * @param at when
	 */
	record Answering(String input, boolean proceed, String actor, Instant at) {
	}

}
