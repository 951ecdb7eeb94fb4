package dev.slipway.jenkins;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.pipeline.BuildStore.Pipeline;

/**
 * Looks at all pipelines in turn, a hundred in one call, for runs that nobody told us of.
 */
final class Fleet {

	private static final Logger logger = System.getLogger(Fleet.class.getName());

	private final Desk desk;

	private final Adoption adoption;

	private int turn;

	Fleet(Desk desk, Adoption adoption) {
		this.desk = desk;
		this.adoption = adoption;
	}

	/** The next hundred. */
	void look() {
		List<Page> pages = pages();
		if (pages.isEmpty()) {
			return;
		}
		Page page = pages.get(Math.floorMod(this.turn++, pages.size()));
		try {
			List<Newest> seen = this.desk.host().newest(page.folder(), page.from(), page.from() + PollingPlan.PAGE);
			seen.forEach((newest) -> look(page, newest));
		}
		catch (RuntimeException ex) {
			setAside(page.folder(), ex);
		}
	}

	private void look(Page page, Newest newest) {
		Pipeline pipeline = page.pipelines().get(newest.pipeline());
		try {
			if (pipeline != null && newest.startedAt().isAfter(this.desk.tracked().knownUntil(newest.job()))) {
				String branch = (newest.branch() != null) ? newest.branch() : "main";
				this.adoption.look(pipeline.team(), pipeline.service(), branch, newest.job());
			}
		}
		catch (RuntimeException ex) {
			setAside(newest.job(), ex);
		}
	}

	/** What fails for one is no matter of the others, unless Jenkins is away. */
	private void setAside(String path, RuntimeException why) {
		if (this.desk.away(why)) {
			throw why;
		}
		logger.log(Level.WARNING, "{0} cannot be looked at now: {1}", path, why.toString());
	}

	/** Whether a job is a pipeline of ours, or in one. */
	boolean knows(String job) {
		return this.desk.store().pipelines(false).stream().anyMatch((pipeline) -> {
			String path = this.desk.places().pipeline(pipeline.team(), pipeline.service()).value();
			return job.equals(path) || job.startsWith(path + "/job/");
		});
	}

	/** The runs of one job; it is told to have changed. */
	boolean lookAt(String job) {
		for (Pipeline pipeline : this.desk.store().pipelines(false)) {
			String path = this.desk.places().pipeline(pipeline.team(), pipeline.service()).value();
			if (job.equals(path) || job.startsWith(path + "/job/")) {
				String branch = job.equals(path) ? "main" : Correlation.branchOf(job);
				return this.adoption.look(pipeline.team(), pipeline.service(), branch, job);
			}
		}
		return false;
	}

	/**
	 * Jenkins counts all items of a folder; what is not ours in it costs a page at most.
	 */
	private List<Page> pages() {
		Map<String, Map<String, Pipeline>> folders = new LinkedHashMap<>();
		for (Pipeline pipeline : this.desk.store().pipelines(false)) {
			String path = this.desk.places().pipeline(pipeline.team(), pipeline.service()).value();
			String folder = path.substring(0, path.lastIndexOf("/job/"));
			folders.computeIfAbsent(folder, (name) -> new HashMap<>()).put(path, pipeline);
		}
		List<Page> pages = new ArrayList<>();
		folders.forEach((folder, pipelines) -> {
			for (int from = 0; from <= pipelines.size(); from += PollingPlan.PAGE) {
				pages.add(new Page(folder, from, pipelines));
			}
		});
		return pages;
	}

	private record Page(String folder, int from, Map<String, Pipeline> pipelines) {
	}

}
