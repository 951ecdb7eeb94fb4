package dev.slipway.jenkins;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.pipeline.BuildStore.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all pipelines in turn, a hundred in one call, for runs that nobody told us of.
 */
final class Fleet {

	private static final Logger logger = System.getLogger(Fleet.class.getName());

	private final Desk desk;

	private final Adoption adoption;

	/** How many pages a folder has, as far as is known. */
	private final Map<String, Integer> pages = new HashMap<>();

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
			newest(page).forEach((newest) -> look(page, newest));
		}
		catch (RuntimeException ex) {
			setAside(page.folder(), ex);
		}
	}

	private List<Newest> newest(Page page) {
		if (page.alone() != null) {
			return this.desk.host().newest(page.alone());
		}
		Newest.Page seen = this.desk.host().newest(page.folder(), page.from(), page.from() + PollingPlan.PAGE);
		int before = this.pages.getOrDefault(page.folder(), 1);
		int at = page.from() / PollingPlan.PAGE + 1;
		boolean full = seen.items() >= PollingPlan.PAGE;
		this.pages.put(page.folder(), full ? Math.max(before, at + 1) : Math.min(before, at));
		return seen.runs();
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
	 * Jenkins counts all items of a folder, those of others too: there is a next page
	 * while one is full. Where that makes more pages than the folder has pipelines of
	 * ours, each of ours is asked for alone.
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
			int known = Math.max(this.pages.getOrDefault(folder, 1), pipelines.size() / PollingPlan.PAGE);
			if (known > pipelines.size()) {
				pipelines.keySet().stream().sorted().forEach((one) -> pages.add(new Page(folder, 0, pipelines, one)));
				return;
			}
			for (int at = 0; at < known; at++) {
				pages.add(new Page(folder, at * PollingPlan.PAGE, pipelines, null));
			}
		});
		return pages;
	}

	private record Page(String folder, int from, Map<String, Pipeline> pipelines, @Nullable String alone) {
	}

}
