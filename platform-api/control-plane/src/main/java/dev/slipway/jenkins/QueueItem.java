package dev.slipway.jenkins;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A wish for a run in Jenkins's queue. Jenkins forgets it five minutes after it left.
 *
 * @param id Jenkins's number; survives a restart
 * @param job the path of its job
 * @param cancelled whether it was taken out
 * @param run the number of the run that it became; null before
 * @param why why it waits; null when it does not
 * @param parameters what it was asked with
 * @param ours whether the account that the platform uses is among those who asked
 */
public record QueueItem(long id, String job, boolean cancelled, @Nullable Integer run, @Nullable String why,
		Map<String, String> parameters, boolean ours) {

	public QueueItem {
		parameters = Map.copyOf(parameters);
	}

}
