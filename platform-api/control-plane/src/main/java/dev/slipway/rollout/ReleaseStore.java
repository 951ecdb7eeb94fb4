package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.slipway.rollout.BreakGlass.Pointed;

/** The releases that were asked for, and how they ended. */
public interface ReleaseStore {

	/**
	 * Gives the draft the next number of its service and environment and keeps it.
	 * @param alongside done in the same transaction
	 */
	Release add(Release.Draft draft, Consumer<Release> alongside);

	/** Keeps a release that ran before Slipway came, unless it is kept already. */
	void adopt(Release adopted);

	/** Finds one release. */
	Optional<Release> find(String service, String environment, int number);

	/** Releases below a number, newest first. */
	List<Release> list(String service, String environment, int below, int limit);

	/**
	 * The releases of a service in all environments that were asked for until then,
	 * newest first.
	 */
	List<Release> list(String service, Instant until, int limit);

	/**
	 * The numbers of those that have not come to rest, newest first, however many have.
	 */
	List<Integer> open(String service, String environment);

	/** Finds releases of all services: those asked for last first. */
	List<Release> find(ReleaseQuery query, int limit);

	/** The release that was promoted last before that number was. */
	Optional<Release> stableBefore(String service, String environment, int number);

	/**
	 * The builds of the newest so many releases of each environment that were promoted or
	 * are live.
	 */
	Set<Integer> builds(String service, int newest);

	/** The release that was promoted last. */
	Optional<Release> stable(String service, String environment);

	/**
	 * Whether a release of an image with that digest was promoted, and not taken back.
	 */
	boolean succeeded(String service, String environment, String digest);

	/** The release that was promoted last, of each service and environment. */
	List<Release> stables();

	/** Records that a release has come to rest, unless that was recorded before. */
	void end(Release release, Instant at);

	/**
	 * Records that somebody made a release the stable one by hand: those promoted after
	 * it are rolled back.
	 */
	void point(Release from, Release to, Instant at);

	/** What was done by hand until then, newest first. */
	List<Pointed> pointed(String service, Instant until, int limit);

	/** Records that a promoted release was rolled back. */
	void rollBack(Release release, String reason);

	/**
	 * Records how a release ended, unless that was recorded before.
	 * @return the outcome that is recorded now
	 */
	Outcome record(Release release, Outcome outcome, String reason);

}
