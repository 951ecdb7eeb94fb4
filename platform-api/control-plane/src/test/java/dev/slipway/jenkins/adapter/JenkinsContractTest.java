package dev.slipway.jenkins.adapter;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.adapter.BuildServerContract;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;

/** A Jenkins, played in the shapes that were recorded, is a build server. */
@NullUnmarked
class JenkinsContractTest extends BuildServerContract {

	private final JenkinsLab lab = new JenkinsLab();

	private int commits;

	private Does does = Does.SUCCEED;

	@AfterEach
	void close() {
		this.lab.close();
	}

	@Override
	protected BuildServer server() {
		return this.lab.server;
	}

	@Override
	protected BuildRequest request(Does what) {
		this.does = what;
		this.commits++;
		return this.lab.push("main", JenkinsLab.commit(this.commits));
	}

	@Override
	protected Build await(Build build, BuildStatus status) {
		for (int second = 0; second < 60 && this.lab.now(build).status() != status; second++) {
			this.lab.jenkins.job("main").runs.stream().filter((run) -> run.result == null).forEach(this::goOn);
			this.lab.pass(1);
		}
		return this.lab.now(build);
	}

	private void goOn(DoubleRun run) {
		switch (this.does) {
			case SUCCEED -> {
				run.log.append("said by the pipeline\n");
				run.ends("SUCCESS");
			}
			case FAIL -> {
				run.log.append("ERROR: it broke\n");
				run.ends("FAILURE");
			}
			case HANG -> run.log.append("and on\n");
		}
	}

}
