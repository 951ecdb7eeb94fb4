package dev.slipway.pipeline.adapter;

import java.io.IOException;

/** The runner's class path has a folder that is not there. */
class RunnerMissing extends IOException {

	private static final long serialVersionUID = 1L;

	RunnerMissing(String folder) {
		super("The runner is not installed: there is no folder " + folder);
	}

}
