package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process group of a running container. Its leader is a small shell that claims the
 * attempt, runs the program and writes down how it ended; so the end is known also to a
 * platform that was not there.
 */
final class ContainerProcess {

	private static final Logger log = LoggerFactory.getLogger(ContainerProcess.class);

	/** Variable by which a process is known to belong to a pod. */
	static final String POD_UID = "SLIPWAY_POD_UID";

	/** The trap keeps the leader alive under SIGTERM without making the program deaf. */
	private static final String LEADER = """
			run=$1; shift
			mkdir "$run" 2>/dev/null || exit 0
			echo $$ > "$run/pid.new" && mv "$run/pid.new" "$run/pid"
			exec 3>&2 2>/dev/null
			trap : TERM INT HUP QUIT
			"$@" 2>&3 3>&-
			code=$?
			trap '' TERM INT HUP QUIT
			echo $code > "$run/exit.new" && mv "$run/exit.new" "$run/exit"
			exit $code
			""";

	private final long pid;

	private final long startTicks;

	private final ContainerFiles files;

	private final int attempt;

	private final CompletableFuture<Void> ended;

	private ContainerProcess(long pid, long startTicks, ContainerFiles files, int attempt,
			CompletableFuture<Void> ended) {
		this.pid = pid;
		this.startTicks = startTicks;
		this.files = files;
		this.attempt = attempt;
		this.ended = ended;
	}

	/** Forks. The intent must be on disk already. */
	static ContainerProcess start(LaunchPlan plan, ContainerFiles files, int attempt) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("setsid", "sh", "-c", LEADER, "slipway-pod", files.run(attempt).toString()));
		command.addAll(plan.argv());
		ProcessBuilder builder = new ProcessBuilder(command).directory(plan.directory().toFile())
			.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
			.redirectOutput(ProcessBuilder.Redirect.appendTo(files.log(attempt).toFile()))
			.redirectErrorStream(true);
		builder.environment().clear();
		builder.environment().putAll(plan.env());
		Process process = builder.start();
		long ticks = ProcFs.startTicks(process.pid()).orElse(0L);
		return new ContainerProcess(process.pid(), ticks, files, attempt, process.onExit().thenApply((p) -> null));
	}

	/** Takes over a process of an earlier platform, if it still runs. */
	static Optional<ContainerProcess> adopt(long pid, String podUid, ContainerFiles files, int attempt) {
		if (!ProcFs.variable(pid, POD_UID).filter(podUid::equals).isPresent()) {
			return Optional.empty();
		}
		return ProcFs.startTicks(pid)
			.filter((ticks) -> ProcFs.alive(pid, ticks))
			.map((ticks) -> new ContainerProcess(pid, ticks, files, attempt, new CompletableFuture<>()));
	}

	long pid() {
		return this.pid;
	}

	long startTicks() {
		return this.startTicks;
	}

	/** Done when the leader has ended; for an adopted one {@link #check()} finds out. */
	CompletableFuture<Void> ended() {
		return this.ended;
	}

	/** Looks whether the process still runs. */
	void check() {
		if (!this.ended.isDone() && !ProcFs.alive(this.pid, this.startTicks)) {
			this.ended.complete(null);
		}
	}

	boolean running() {
		return !this.ended.isDone() && ProcFs.alive(this.pid, this.startTicks);
	}

	/** How it ended; a leader that could not write it down was killed. */
	int exitCode() {
		OptionalInt code = this.files.exitCode(this.attempt);
		return code.orElse(128 + 9);
	}

	/** Asks the whole group to stop. */
	void terminate() {
		signal("TERM");
	}

	/** Ends the whole group. */
	void kill() {
		signal("KILL");
	}

	private void signal(String name) {
		if (running() || name.equals("KILL")) {
			signalGroup(name, this.pid);
		}
	}

	static void signalGroup(String name, long leader) {
		if (leader <= 1) {
			throw new IllegalArgumentException("No group " + leader);
		}
		try {
			new ProcessBuilder("sh", "-c", "kill -" + name + " -" + leader).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (IOException ex) {
			log.warn("Signal {} cannot be sent to the group of {}", name, leader, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
