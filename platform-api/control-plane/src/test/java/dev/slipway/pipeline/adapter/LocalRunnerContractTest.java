package dev.slipway.pipeline.adapter;

import java.nio.file.Path;
import java.time.Duration;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStatus;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The local runner is a build server. */
@NullUnmarked
class LocalRunnerContractTest extends BuildServerContract {

	private RunnerLab lab;

	private LocalRunner runner;

	@BeforeEach
	void open(@TempDir Path folder) {
		this.lab = new RunnerLab(folder);
		this.runner = this.lab.start();
	}

	@AfterEach
	void close() {
		this.lab.close();
	}

	@Override
	protected BuildServer server() {
		return this.runner;
	}

	@Override
	protected BuildRequest request(Does what) {
		return this.lab.request(switch (what) {
			case SUCCEED -> "echo 'said by the pipeline'";
			case FAIL -> "error 'it broke'";
			case HANG -> "node { sh 'while true; do sleep 0.2; done' }";
		});
	}

	@Override
	protected Build await(Build build, BuildStatus status) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.lab.now(build).status() == status);
		return this.lab.now(build);
	}

}
