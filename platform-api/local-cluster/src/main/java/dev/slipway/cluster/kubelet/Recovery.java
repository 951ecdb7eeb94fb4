package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides what became of a container after the platform was killed. The process itself
 * claims its attempt before it runs anything; so if the claim can be taken here, no
 * process of that attempt has run or ever will.
 */
final class Recovery {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final ContainerRecord record;

	private final ContainerFiles files;

	private final String podUid;

	Recovery(ContainerRecord record, ContainerFiles files, String podUid) {
		this.record = record;
		this.files = files;
		this.podUid = podUid;
	}

	Verdict decide() {
		return switch (this.record.phase()) {
			case WAITING -> (container) -> {
			};
			case ENDED -> {
				ContainerState.Terminated end = this.record.ended();
				yield (container) -> {
					if (end != null) {
						container.restored(end);
					}
				};
			}
			case INTENT -> this.files.claim(this.record.attempt()) ? ContainerWorker::neverRan : find(pidOfClaimant());
			case RUNNING -> find(Optional.of(this.record.pid()));
		};
	}

	/**
	 * Between the claim and the written pid lie microseconds, if the process still lives.
	 */
	private Optional<Long> pidOfClaimant() {
		long until = System.nanoTime() + PATIENCE.toNanos();
		Optional<Long> pid = this.files.pid(this.record.attempt());
		while (pid.isEmpty() && System.nanoTime() < until) {
			Thread.onSpinWait();
			pid = this.files.pid(this.record.attempt());
		}
		return pid;
	}

	private Verdict find(Optional<Long> pid) {
		Optional<ContainerProcess> alive = this.record.boot().equals(ProcFs.bootId())
				? pid.filter(this::sameProcess)
					.flatMap((id) -> ContainerProcess.adopt(id, this.podUid, this.files, this.record.attempt()))
				: Optional.empty();
		if (alive.isPresent()) {
			return (container) -> container.adopted(alive.get());
		}
		int code = this.files.exitCode(this.record.attempt()).orElse(128 + 9);
		Instant at = endTime();
		return (container) -> container.endedMeanwhile(code, at);
	}

	private boolean sameProcess(long pid) {
		return this.record.startTicks() == 0 || ProcFs.alive(pid, this.record.startTicks());
	}

	private Instant endTime() {
		try {
			return Files.getLastModifiedTime(this.files.run(this.record.attempt()).resolve("exit")).toInstant();
		}
		catch (IOException ex) {
			return Clock.systemUTC().instant();
		}
	}

	/**
	 * What to tell the container.
	 */
	interface Verdict extends Consumer<ContainerWorker> {

		default void apply(ContainerWorker container) {
			accept(container);
		}

	}

}
