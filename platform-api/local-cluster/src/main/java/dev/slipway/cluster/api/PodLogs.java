package dev.slipway.cluster.api;

import java.time.Instant;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Where the logs of a pod's containers come from. */
public interface PodLogs {

	/**
	 * What a reader asks for.
	 *
	 * @param container the container's name
	 * @param previous of the instance before the last restart
	 * @param follow stay and send what comes
	 * @param tailLines only the last lines, or null
	 * @param since only what was written from then on, or null
	 * @param timestamps begin each line with its time
	 * @param limitBytes at most so many bytes, or null
	 */
	record Query(String container, boolean previous, boolean follow, @Nullable Integer tailLines,
			@Nullable Instant since, boolean timestamps, @Nullable Long limitBytes) {
	}

	/** A log being read. */
	interface Reading extends AutoCloseable {

		@Override
		void close();

	}

	/**
	 * Sends a log, on a thread of the implementation's choice or the caller's.
	 * @param pod the pod as stored
	 * @param lines takes chunks of whole lines, in order
	 * @param end called once when no more comes; with follow, when the container is gone
	 * @return closed when the reader leaves early
	 * @throws java.util.NoSuchElementException with a message for the user when the
	 * container has no such log (not started yet, no previous instance)
	 */
	Reading read(ObjectNode pod, Query query, Consumer<byte[]> lines, Runnable end);

	/** No kubelet: every pod's log is empty. */
	static PodLogs none() {
		return (pod, query, lines, end) -> {
			end.run();
			return () -> {
			};
		};
	}

}
