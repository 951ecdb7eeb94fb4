package dev.slipway.drift;

import java.time.Instant;
import java.util.List;

import dev.slipway.drift.Drift.Ending;
import org.jspecify.annotations.Nullable;

/** What drifted, kept for ever, and what is to be done about it. */
public interface DriftStore {

	/** The policy of a service and environment; null when none is set. */
	@Nullable Policy policy(String service, String environment);

	/** Sets it. */
	void set(String service, String environment, Policy policy, String by, Instant at);

	/** The differences that have not ended. */
	List<Drift> open(String service, String environment);

	/** Those of all environments that were seen until then, newest first. */
	List<Drift> list(String service, Instant until, int limit);

	/** Keeps a difference that was seen for the first time. */
	void add(String service, String environment, int release, Difference difference, Instant at);

	/** Records what became of one, unless that was recorded before. */
	void end(Drift drift, Ending ending, String by, Instant at);

}
