package dev.slipway.jenkins;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The newest run of a job, as a look at many jobs at once tells it.
 *
 * @param pipeline the path of the pipeline that the job belongs to
 * @param job the path of the job
 * @param branch the branch; null when the pipeline has no branches
 * @param startedAt when the run started
 */
public record Newest(String pipeline, String job, @Nullable String branch, Instant startedAt) {

	/**
	 * Those of some items of a folder.
	 *
	 * @param items how many items the folder has from there on, up to as many as were
	 * asked for; people may have made others beside ours
	 * @param runs the newest runs of their jobs
	 */
	public record Page(int items, List<Newest> runs) {

		public Page {
			runs = List.copyOf(runs);
		}

	}

}
