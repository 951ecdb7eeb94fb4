package dev.slipway.pipeline.adapter;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.pipeline.BuildStore.BuildProcess;
import org.jspecify.annotations.Nullable;

/**
 * The hold on a build that runs: it can be asked to end, and is made to end when it does
 * not within the grace time. An abort that comes before the process counts too.
 */
final class RunningBuild {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final ScheduledExecutorService timer;

	private final long graceMillis;

	private @Nullable Outcome abort;

	private @Nullable BufferedWriter commands;

	private @Nullable BuildProcess identity;

	RunningBuild(ScheduledExecutorService timer, long graceMillis) {
		this.timer = timer;
		this.graceMillis = graceMillis;
	}

	/** The process runs and takes its request. */
	synchronized void started(Process process, BuildProcess known, Map<String, ?> request) throws IOException {
		this.identity = known;
		this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
		send(request);
		if (this.abort != null) {
			end(this.abort);
		}
	}

	/** Asks the build to end; the first reason stays. */
	synchronized void abort(Outcome outcome) {
		if (this.abort == null) {
			this.abort = outcome;
			end(outcome);
		}
	}

	/** Why it was asked to end; null when it was not. */
	synchronized @Nullable Outcome aborted() {
		return this.abort;
	}

	/** Sends a command; false when the process listens no more. */
	synchronized boolean tell(Map<String, ?> command) {
		try {
			send(command);
			return this.commands != null;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void end(Outcome outcome) {
		BuildProcess known = this.identity;
		if (known == null) {
			return;
		}
		String reason = (outcome.failure() != null) ? outcome.failure().message() : "";
		try {
			send(Map.of("command", "abort", "reason", reason));
		}
		catch (IOException ex) {
			BuildProcesses.end(known); // it does not listen any more
			return;
		}
		this.timer.schedule(() -> BuildProcesses.end(known), this.graceMillis, TimeUnit.MILLISECONDS);
	}

	private void send(Map<String, ?> message) throws IOException {
		BufferedWriter writer = this.commands;
		if (writer != null) {
			writer.write(JSON.writeValueAsString(message));
			writer.newLine();
			writer.flush();
		}
	}

}
