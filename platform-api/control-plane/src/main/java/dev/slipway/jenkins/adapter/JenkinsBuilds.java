package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.slipway.jenkins.Away;
import dev.slipway.jenkins.BuildHost;
import dev.slipway.jenkins.Follower;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.LogWindow;
import dev.slipway.jenkins.Pending;
import dev.slipway.jenkins.Phase;
import dev.slipway.jenkins.Tracked;
import dev.slipway.jenkins.TrackedBuilds;
import dev.slipway.jenkins.TrackedBuilds.Answering;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildArtifact;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.LogChunk;
import dev.slipway.pipeline.LogPiece;
import dev.slipway.pipeline.ServerHealth;

/**
 * Builds on a Jenkins. A wish is written down and answered at once; the {@link Follower}
 * takes it to Jenkins, also when Jenkins is down just now.
 */
final class JenkinsBuilds implements BuildServer {

	/** The most that one answer gives of a log. */
	static final int WINDOW = 256 * 1024;

	private static final LogPiece NO_MORE = new LogPiece("Jenkins no longer has this build.\n", 0, 0, true);

	private final BuildHost host;

	private final BuildStore store;

	private final TrackedBuilds tracked;

	private final Follower follower;

	private final BuildListener listener;

	private final Supplier<ServerHealth> health;

	private final Runnable wake;

	private final Clock clock;

	JenkinsBuilds(BuildHost host, BuildStore store, TrackedBuilds tracked, Follower follower, BuildListener listener,
			Supplier<ServerHealth> health, Runnable wake, Clock clock) {
		this.host = host;
		this.store = store;
		this.tracked = tracked;
		this.follower = follower;
		this.listener = listener;
		this.health = health;
		this.wake = wake;
		this.clock = clock;
	}

	@Override
	public Build trigger(BuildRequest request) {
		BuildStore.Added added = this.store.add(request, this.clock.instant());
		if (!added.build().status().ended()) {
			this.follower.note(added.build());
		}
		if (added.fresh()) {
			this.listener.changed(added.build());
		}
		this.wake.run();
		return added.build();
	}

	@Override
	public boolean abort(String service, int number, String actor) {
		Optional<Build> build = this.store.find(service, number).filter((one) -> !one.status().ended());
		if (build.isEmpty()) {
			return false;
		}
		Instant now = now();
		this.tracked.abort(service, number, actor, now);
		boolean unasked = this.tracked.find(service, number)
			.map((one) -> one.phase() == Phase.PUSHED || one.phase() == Phase.WANTED)
			.orElse(true);
		boolean ends = true;
		if (unasked) {
			Build aborted = build.get()
				.ended(BuildStatus.ABORTED, null, new BuildFailure(null, "Aborted by " + actor, null), now);
			ends = this.store.save(aborted);
			if (ends) {
				this.listener.changed(aborted);
			}
		}
		this.wake.run();
		return ends;
	}

	@Override
	public LogChunk log(String service, int number, long start) {
		LogPiece piece = piece(service, number, start, WINDOW);
		return new LogChunk(piece.text(), piece.next(), piece.complete());
	}

	@Override
	public LogPiece piece(String service, int number, long start, int most) {
		return window(service, number, (run) -> read(run, start, most));
	}

	@Override
	public LogPiece pieceBefore(String service, int number, long before, int most) {
		return window(service, number, (run) -> this.host.logBefore(run.job(), Objects.requireNonNull(run.run()),
				before, Math.min(most, WINDOW)));
	}

	private LogPiece window(String service, int number, Function<Tracked, LogWindow> question) {
		boolean ended = this.store.find(service, number).map((build) -> build.status().ended()).orElse(true);
		Optional<Tracked> run = run(service, number);
		if (run.isEmpty()) {
			boolean was = this.tracked.find(service, number).filter(Tracked::linked).isPresent();
			return was ? NO_MORE : new LogPiece("", 0, 0, ended);
		}
		try {
			LogWindow window = question.apply(run.get());
			return new LogPiece(window.text(), window.start(), window.next(),
					ended && !window.more() && window.next() >= window.size());
		}
		catch (JenkinsTrouble ex) {
			if (ex.kind() == JenkinsTrouble.Kind.NOT_FOUND) {
				return NO_MORE;
			}
			throw ex;
		}
	}

	private LogWindow read(Tracked run, long start, int most) {
		int of = Objects.requireNonNull(run.run());
		if (start >= 0) {
			return this.host.log(run.job(), of, start, Math.min(most, WINDOW));
		}
		long size = this.host.logSize(run.job(), of);
		long from = Math.max(0, size + Math.max(start, -(WINDOW - 1024)));
		return this.host.logTail(run.job(), of, from, WINDOW);
	}

	private Optional<Tracked> run(String service, int number) {
		return this.tracked.find(service, number)
			.filter(Tracked::linked)
			.filter((one) -> one.phase() != Phase.DONE || isThere(one));
	}

	/** The numbers of a branch that came back restart: another run may have this one. */
	private boolean isThere(Tracked one) {
		return this.host.run(one.job(), Objects.requireNonNull(one.run()))
			.filter((run) -> run.startedAt().equals(one.runAt()))
			.isPresent();
	}

	@Override
	public boolean answer(String service, int number, String input, boolean proceed, Map<String, String> parameters,
			String actor) {
		Optional<Tracked> run = run(service, number);
		Optional<BuildInput> asked = this.store.inputs(service, number)
			.stream()
			.filter((one) -> one.id().equals(input) && one.answer() == null)
			.findFirst();
		if (run.isEmpty() || asked.isEmpty()) {
			return false;
		}
		Instant now = now();
		this.tracked.answering(service, number, new Answering(input, proceed, actor, now));
		boolean taken = given(run.get(), asked.get(), proceed, parameters);
		if (taken) {
			this.store.saveInput(service, number, asked.get().answered(new BuildInput.Answer(proceed, actor, now)));
			this.store.find(service, number).ifPresent(this.listener::changed);
			this.tracked.wake(run.get().job(), now);
			this.wake.run();
		}
		else {
			this.tracked.notAnswering(service, number, input);
		}
		return taken;
	}

	/** A refusal is no answer; one that got lost on the way may have been taken. */
	private boolean given(Tracked run, BuildInput asked, boolean proceed, Map<String, String> parameters) {
		try {
			return this.host.answer(run.job(), Objects.requireNonNull(run.run()), asked.id(), proceed,
					Pending.values(asked, parameters));
		}
		catch (JenkinsTrouble ex) {
			if (!Away.is(ex)) {
				this.tracked.notAnswering(run.service(), run.number(), asked.id());
			}
			throw ex;
		}
	}

	@Override
	public List<BuildArtifact> artifacts(String service, int number) {
		return run(service, number).map((run) -> this.host.artifacts(run.job(), Objects.requireNonNull(run.run())))
			.orElse(List.of());
	}

	@Override
	public InputStream artifact(String service, int number, String path) throws IOException {
		Tracked run = run(service, number).orElseThrow(() -> new NoSuchFileException(path));
		return this.host.artifact(run.job(), Objects.requireNonNull(run.run()), path);
	}

	@Override
	public ServerHealth health() {
		return this.health.get();
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.clock.millis());
	}

}
