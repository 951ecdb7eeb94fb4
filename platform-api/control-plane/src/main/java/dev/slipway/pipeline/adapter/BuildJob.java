package dev.slipway.pipeline.adapter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.BuildStore.BuildProcess;
import dev.slipway.pipeline.BuildTokens;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One build from its start to its end, on the thread that calls. */
final class BuildJob {

	private static final Logger logger = LoggerFactory.getLogger(BuildJob.class);

	/** What a JVM exits with under {@code -XX:+ExitOnOutOfMemoryError}. */
	private static final int OUT_OF_MEMORY = 3;

	private static final int LINES_AT_ONCE = 100;

	/** In how many builds before the last one of the branch is looked for. */
	private static final int LOOKED_BACK = 50;

	private final RunnerSettings settings;

	private final BuildStore store;

	private final BuildInputs inputs;

	private final BuildListener listener;

	private final Clock clock;

	BuildJob(RunnerSettings settings, BuildStore store, BuildInputs inputs, BuildListener listener, Clock clock) {
		this.settings = settings;
		this.store = store;
		this.inputs = inputs;
		this.listener = listener;
		this.clock = clock;
	}

	/** Runs the build; the hold lets others end it, the talk answers what it asks for. */
	void run(Build queued, RunningBuild hold, BuildTalk talk) {
		Build build = queued.started(Rows.cut(this.clock.instant()));
		if (!this.store.save(build)) {
			return; // aborted while it waited
		}
		this.listener.changed(build);
		BuildFolder folder = BuildFolder.of(this.settings.folder(), build.service(), build.number());
		try {
			folder.create();
			try (BuildRecorder recorder = new BuildRecorder(build, folder, this.store, this.listener, talk)) {
				Outcome outcome = tried(build, folder, hold, recorder);
				talk.end(Rows.cut(this.clock.instant()));
				finish(build, recorder, outcome);
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.error("Build {} #{} could not be recorded", build.service(), build.number(), ex);
			end(build, RunnerTexts.couldNotRun(), null);
		}
	}

	/** An exception's text is for the platform's log; the build is told what to do. */
	private Outcome tried(Build build, BuildFolder folder, RunningBuild hold, BuildRecorder recorder) {
		try {
			return attempt(build, folder, hold, recorder);
		}
		catch (RunnerMissing ex) {
			logger.error("Build {} #{} could not be run", build.service(), build.number(), ex);
			return RunnerTexts.missing();
		}
		catch (IOException | RuntimeException ex) {
			logger.error("Build {} #{} could not be run", build.service(), build.number(), ex);
			return RunnerTexts.couldNotRun();
		}
	}

	private Outcome attempt(Build build, BuildFolder folder, RunningBuild hold, BuildRecorder recorder)
			throws IOException {
		recorder.line("Build #" + build.number() + " of " + build.team() + "/" + build.service() + ", branch "
				+ build.request().branch() + ", commit " + build.request().commit());
		recorder.line(build.request().cause());
		Optional<byte[]> jenkinsfile = this.inputs.jenkinsfile(build.request());
		if (jenkinsfile.isEmpty()) {
			return Outcome.failed("The commit " + build.request().commit() + " has no Jenkinsfile",
					"Add a file 'Jenkinsfile' at the root of the repository; the golden one is: "
							+ "@Library('slipway@1.0') _ and servicePipeline()");
		}
		Files.write(folder.jenkinsfile(), jenkinsfile.get());
		BuildTokens.Issued token = this.inputs.token(build, this.settings.tokenLife());
		try {
			return execute(build, folder, hold, recorder, token);
		}
		finally {
			this.inputs.revoke(token.id());
		}
	}

	private Outcome execute(Build build, BuildFolder folder, RunningBuild hold, BuildRecorder recorder,
			BuildTokens.Issued token) throws IOException {
		String cookie = UUID.randomUUID().toString();
		Process process = RunnerCommand.of(this.settings, folder.path(), cookie).start();
		BuildProcess identity = BuildProcesses.identify(process.toHandle(), cookie, token.id());
		try {
			this.store.saveProcess(build.service(), build.number(), identity);
			hold.started(process, identity, this.inputs.request(build, folder, token.secret(), previous(build)));
			Thread errors = errors(process.getErrorStream(), recorder);
			follow(process.getInputStream(), recorder);
			int code = process.waitFor();
			errors.join(1_000);
			return outcome(recorder, hold.aborted(), code);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return RunnerTexts.platformStopped();
		}
		finally {
			BuildProcesses.end(identity);
		}
	}

	private @Nullable Build previous(Build build) {
		return this.store.list(build.service(), build.number(), LOOKED_BACK)
			.stream()
			.filter((one) -> one.status().ended() && one.request().branch().equals(build.request().branch()))
			.findFirst()
			.orElse(null);
	}

	private void follow(InputStream output, BuildRecorder recorder) throws IOException {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
			int lines = 0;
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				try {
					recorder.read(line);
				}
				catch (JsonProcessingException ex) {
					recorder.line(line);
				}
				if (++lines % LINES_AT_ONCE == 0 || !reader.ready()) {
					recorder.flush();
				}
			}
		}
	}

	private static Thread errors(InputStream stream, BuildRecorder recorder) {
		Thread thread = new Thread(() -> {
			try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
				reader.lines().forEach((line) -> recorder.line("[runner] " + line));
			}
			catch (IOException ex) {
				recorder.line("[runner] " + ex.getMessage());
			}
		}, "build errors");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private Outcome outcome(BuildRecorder recorder, @Nullable Outcome aborted, int code) {
		if (aborted != null) {
			return aborted;
		}
		Outcome told = recorder.outcome();
		if (told != null) {
			return told;
		}
		return (code == OUT_OF_MEMORY) ? RunnerTexts.outOfMemory(this.settings.heapMegabytes())
				: RunnerTexts.died(code);
	}

	private void finish(Build build, BuildRecorder recorder, Outcome outcome) throws IOException {
		recorder.endStages(outcome.status(), Rows.cut(this.clock.instant()));
		RunnerTexts.tell(outcome, recorder.outcome()).forEach(recorder::line);
		recorder.line("Finished: " + outcome.status());
		recorder.flush();
		end(build, outcome, recorder.image());
	}

	private void end(Build build, Outcome outcome, @Nullable String image) {
		Build ended = build.ended(outcome.status(), image, outcome.failure(), Rows.cut(this.clock.instant()));
		if (this.store.save(ended)) {
			say(ended);
			this.listener.changed(ended);
		}
	}

	private static void say(Build ended) {
		BuildFailure failure = ended.failure();
		if (failure == null) {
			logger.info("Build {} #{}: {}", ended.service(), ended.number(), ended.status());
		}
		else {
			logger.warn("Build {} #{}: {}, {}{}", ended.service(), ended.number(), ended.status(), failure.message(),
					(failure.remedy() != null) ? ". " + failure.remedy() : "");
		}
	}

}
