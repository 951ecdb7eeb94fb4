package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildArtifact;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildInput.Answer;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.LogChunk;
import dev.slipway.pipeline.ServerHealth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs builds on this machine, each in a JVM of its own, a few at once. Waiting builds
 * stay in the store and outlive the platform; one that ran when the platform died is
 * aborted at the next start.
 */
final class LocalRunner implements BuildServer, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LocalRunner.class);

	private final RunnerSettings settings;

	private final BuildStore store;

	private final BuildInputs inputs;

	private final BuildListener listener;

	private final Retention retention;

	private final Clock clock;

	private final Map<String, RunningBuild> running = new ConcurrentHashMap<>();

	private final Map<String, BuildTalk> talks = new ConcurrentHashMap<>();

	private final BuildLocks locks = new BuildLocks();

	private final Slots slots;

	private final ScheduledExecutorService timer;

	private boolean open;

	LocalRunner(RunnerSettings settings, BuildStore store, BuildInputs inputs, BuildListener listener,
			Retention retention, Clock clock) {
		this.retention = retention;
		this.settings = settings;
		this.store = store;
		this.inputs = inputs;
		this.listener = listener;
		this.clock = clock;
		this.slots = new Slots(settings.parallel(), settings.waiting(), (task) -> daemon(task, "build"));
		this.timer = Executors.newSingleThreadScheduledExecutor((task) -> daemon(task, "build limits"));
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	/** Takes up what waits and closes what a crash has cut off. */
	synchronized void start() {
		this.open = true;
		for (Build build : this.store.unfinished()) {
			if (build.status() == BuildStatus.RUNNING) {
				cutOff(build);
			}
			else {
				submit(build);
			}
		}
	}

	private void cutOff(Build build) {
		Optional<BuildStore.BuildProcess> process = this.store.process(build.service(), build.number());
		process.map(BuildStore.BuildProcess::token).ifPresent(this.inputs::revoke);
		int ended = process.map(BuildProcesses::end).orElse(0);
		Outcome outcome = RunnerTexts.platformStopped();
		Instant now = Rows.cut(this.clock.instant());
		for (BuildStage stage : this.store.stages(build.service(), build.number())) {
			if (!stage.status().ended()) {
				this.store.saveStage(build.service(), build.number(), stage.ended(BuildStatus.ABORTED, null, now));
			}
		}
		BuildTalk.cutOff(this.store, build, now);
		Build aborted = build.ended(outcome.status(), null, outcome.failure(), now);
		appendCutOff(build, outcome);
		this.store.save(aborted);
		this.listener.changed(aborted);
		logger.warn("Build {} #{} was cut off when the platform was stopped; ended {} of its processes",
				build.service(), build.number(), ended);
	}

	private void appendCutOff(Build build, Outcome outcome) {
		BuildFolder folder = BuildFolder.of(this.settings.folder(), build.service(), build.number());
		String why = String.join("\n", RunnerTexts.tell(outcome, null));
		try (BuildLog log = new BuildLog(folder.log())) {
			log.append("\n" + why + "\nFinished: " + outcome.status() + "\n");
		}
		catch (IOException ex) {
			logger.warn("The log of build {} #{} cannot be written", build.service(), build.number(), ex);
		}
	}

	@Override
	public synchronized Build trigger(BuildRequest request) {
		BuildStore.Added added = this.store.add(request, this.clock.instant());
		if (added.fresh()) {
			this.listener.changed(added.build());
			if (this.open) {
				submit(added.build());
			}
		}
		return added.build();
	}

	private void submit(Build build) {
		this.slots.submit(() -> {
			try {
				run(build);
			}
			catch (RuntimeException ex) {
				logger.error("Build {} #{} could not be recorded", build.service(), build.number(), ex);
			}
		});
	}

	private void run(Build build) {
		RunningBuild hold = new RunningBuild(this.timer, this.settings.grace().toMillis());
		String id = id(build.service(), build.number());
		synchronized (this) {
			if (!this.open) {
				return; // it stays queued for the next start
			}
			this.running.put(id, hold);
		}
		BuildLimits limits = new BuildLimits(this.timer, System::nanoTime, this.settings.timeLimit(),
				this.settings.inputTimeLimit(), hold::abort);
		BuildPlace place = new BuildPlace(this.slots, limits);
		BuildTalk talk = new BuildTalk(build, hold, this.store, this.listener, this.locks, place);
		this.talks.put(id, talk);
		limits.work();
		try {
			new BuildJob(this.settings, this.store, this.inputs, this.listener, this.clock).run(build, hold, talk);
		}
		finally {
			limits.stop();
			place.end();
			this.talks.remove(id);
			this.running.remove(id);
			this.store.pipeline(build.service()).ifPresent(this.retention::tidy);
		}
	}

	private static String id(String service, int number) {
		return service + "/" + number;
	}

	@Override
	public boolean abort(String service, int number, String actor) {
		Outcome outcome = RunnerTexts.abortedBy(actor);
		RunningBuild hold = this.running.get(id(service, number));
		if (hold != null) {
			hold.abort(outcome);
			return true;
		}
		Optional<Build> waiting = this.store.find(service, number).filter((build) -> !build.status().ended());
		if (waiting.isEmpty()) {
			return false;
		}
		Build aborted = waiting.get().ended(outcome.status(), null, outcome.failure(), Rows.cut(this.clock.instant()));
		boolean saved = this.store.save(aborted);
		if (saved) {
			this.listener.changed(aborted);
		}
		return saved;
	}

	@Override
	public LogChunk log(String service, int number, long start) {
		boolean ended = this.store.find(service, number).map((build) -> build.status().ended()).orElse(true);
		try {
			return BuildLog.read(folder(service, number).log(), start, ended);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The log of build " + service + " #" + number + " cannot be read", ex);
		}
	}

	@Override
	public boolean answer(String service, int number, String input, boolean proceed, Map<String, String> parameters,
			String actor) {
		BuildTalk talk = this.talks.get(id(service, number));
		return talk != null && talk.answered(input, proceed, parameters,
				new Answer(proceed, actor, Rows.cut(this.clock.instant())));
	}

	@Override
	public List<BuildArtifact> artifacts(String service, int number) {
		try {
			return KeptFiles.list(folder(service, number).artifacts());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The files of build " + service + " #" + number + " cannot be listed", ex);
		}
	}

	@Override
	public InputStream artifact(String service, int number, String path) throws IOException {
		return KeptFiles.open(folder(service, number).artifacts(), path);
	}

	@Override
	public ServerHealth health() {
		return new ServerHealth("local runner", true, "Builds at once: " + this.settings.parallel() + ".", null,
				Map.of());
	}

	private BuildFolder folder(String service, int number) {
		return BuildFolder.of(this.settings.folder(), service, number);
	}

	/** Ends what a service has: its builds, and the milestones that they passed. */
	void remove(String service) {
		for (Build build : this.store.unfinished()) {
			if (build.service().equals(service)) {
				abort(service, build.number(), "the removal of the service");
			}
		}
		this.locks.forget(service);
	}

	/** Aborts what runs and waits a moment for it; what waits stays queued. */
	@Override
	public void close() {
		synchronized (this) {
			this.open = false;
		}
		this.running.values().forEach((hold) -> hold.abort(RunnerTexts.platformStopped()));
		try {
			if (!this.slots.close(this.settings.grace().toMillis() + 2_000)) {
				logger.warn("Builds did not end in time: {}", this.running.keySet());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.timer.shutdownNow();
	}

}
