package dev.slipway.rollout;

import java.time.Instant;
import java.util.Map;

import dev.slipway.strategy.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * How far a live release is on its schedule.
 *
 * @param schedule the stages; those of a release without a stable one when that is not
 * known any more
 * @param stage the number of the stage; 0 before the first and after the last
 * @param weight the candidate's share of the requests, in percent: while a stage's share
 * is asked of the router and not confirmed yet, that of the stage before
 * @param since since when it has been where it is; null when it does not wait
 * @param warmUntil until when the release before stays warm; null when it does not
 * @param waitingFor what it waits for; empty when for nothing but pods
 * @param pausedBy who paused it; null when nobody did
 * @param gates what the gates of the stage say, by their names
 * @param guardRails what the guard rails that are watched say, by their names
 */
public record Progress(Schedule schedule, int stage, int weight, @Nullable Instant since, @Nullable Instant warmUntil,
		String waitingFor, @Nullable String pausedBy, Map<String, Reading> gates, Map<String, Reading> guardRails) {

	public Progress {
		gates = Map.copyOf(gates);
		guardRails = Map.copyOf(guardRails);
	}

}
