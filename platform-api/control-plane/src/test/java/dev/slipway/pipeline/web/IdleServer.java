package dev.slipway.pipeline.web;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildArtifact;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.LogChunk;
import dev.slipway.pipeline.ServerHealth;

/** Keeps builds and never runs them. */
class IdleServer implements BuildServer {

	private final BuildStore store;

	private final Clock clock;

	/** What is in the log of every build. */
	String log = "";

	/** What the last answer brought along. */
	Map<String, String> answered = Map.of();

	IdleServer(BuildStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	@Override
	public Build trigger(BuildRequest wanted) {
		return this.store.add(wanted, this.clock.instant()).build();
	}

	@Override
	public boolean abort(String service, int number, String by) {
		return this.store.find(service, number)
			.filter((build) -> !build.status().ended())
			.map((build) -> this.store.save(build.ended(BuildStatus.ABORTED, null,
					new BuildFailure(null, "Aborted by " + by, null), this.clock.instant())))
			.orElse(false);
	}

	@Override
	public LogChunk log(String service, int number, long start) {
		if (this.log.isEmpty()) {
			return new LogChunk("log of " + service + " #" + number + " from " + start, 30, false);
		}
		byte[] bytes = this.log.getBytes(StandardCharsets.UTF_8);
		int from = (int) Math.min(bytes.length, (start < 0) ? Math.max(0, bytes.length + start) : start);
		return new LogChunk(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8), bytes.length, true);
	}

	@Override
	public boolean answer(String service, int number, String input, boolean proceed, Map<String, String> parameters,
			String by) {
		this.answered = parameters;
		Optional<BuildInput> waiting = this.store.inputs(service, number)
			.stream()
			.filter((one) -> one.id().equals(input) && one.answer() == null)
			.findFirst();
		waiting.ifPresent((one) -> this.store.saveInput(service, number,
				one.answered(new BuildInput.Answer(proceed, by, this.clock.instant()))));
		return waiting.isPresent();
	}

	@Override
	public List<BuildArtifact> artifacts(String service, int number) {
		return List.of(new BuildArtifact("report/index.html", 3), new BuildArtifact("target/app.jar", 3),
				new BuildArtifact("target/unknown.txt", -1));
	}

	@Override
	public InputStream artifact(String service, int number, String path) throws NoSuchFileException {
		if (artifacts(service, number).stream().noneMatch((kept) -> kept.path().equals(path))) {
			throw new NoSuchFileException(path);
		}
		return new ByteArrayInputStream("jar".getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public ServerHealth health() {
		return new ServerHealth("local runner", true, "It is well.", null, Map.of());
	}

}
