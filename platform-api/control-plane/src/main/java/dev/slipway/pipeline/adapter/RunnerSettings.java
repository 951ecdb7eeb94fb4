package dev.slipway.pipeline.adapter;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How builds run on this machine.
 *
 * @param folder where each build has its folder
 * @param classPath folders of jars, or of classes, of the runner
 * @param library the pipeline library's folder
 * @param parallel how many builds run at once
 * @param waiting how many more may wait for a person or a lock without a place among
 * those; each is a process with the runner's heap
 * @param timeLimit a build is ended after this time of work
 * @param inputTimeLimit and after waiting so long without a break for a person or a lock,
 * which does not count as work
 * @param grace how long an ended build may still clean up
 * @param heapMegabytes of the runner; processes that the build starts have their own
 * @param platformUrl how a build reaches the platform
 * @param keptWorkspaces of how many builds of a service the workspace is kept
 * @param keptBuilds how many builds of a service are kept besides those that are needed
 */
record RunnerSettings(Path folder, String classPath, Path library, int parallel, int waiting, Duration timeLimit,
		Duration inputTimeLimit, Duration grace, int heapMegabytes, String platformUrl, int keptWorkspaces,
		int keptBuilds) {

	/** For so many waits of a build, each as long as it may be, its token lasts. */
	private static final int WAITS = 30;

	/**
	 * How long a build's token works at most: each wait has its own limit, and a build
	 * may wait repeatedly. The end of the build revokes it, and the next start after a
	 * death of the platform.
	 */
	Duration tokenLife() {
		return this.timeLimit.plus(this.inputTimeLimit.multipliedBy(WAITS)).plus(this.grace);
	}

	/** Four that wait for each that runs. */
	static int defaultWaiting(int parallel) {
		return 4 * parallel;
	}

	/** One build at a time on small machines, up to four on large ones. */
	static int defaultParallel() {
		return Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
	}

}
