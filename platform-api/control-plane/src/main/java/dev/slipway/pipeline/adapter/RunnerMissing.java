package dev.slipway.pipeline.adapter;

import java.io.IOException;

/** A folder of the runner's class path is not there. */
final class RunnerMissing extends IOException {

	private static final long serialVersionUID = 1L;

	RunnerMissing(String folder) {
		super("The runner is not installed: there is no folder " + folder);
	}

}
