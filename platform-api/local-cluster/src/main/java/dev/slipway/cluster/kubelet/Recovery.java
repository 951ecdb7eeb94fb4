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

	Consumer<Subject> decide() {
		return switch (this.record.phase()) {
			case WAITING -> (subject) -> {
			};
			case ENDED -> {
				ContainerState.Terminated end = this.record.ended();
				yield (subject) -> {
					if (end != null) {
						subject.restored(end);
					}
				};
			}
			case INTENT -> this.files.claim(this.record.attempt()) ? Subject::neverRan : find(pidOfClaimant());
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

	private Consumer<Subject> find(Optional<Long> pid) {
		Optional<ContainerProcess> alive = this.record.boot().equals(ProcFs.bootId())
				? pid.filter(this::sameProcess)
					.flatMap((id) -> ContainerProcess.adopt(id, this.podUid, this.files, this.record.attempt()))
				: Optional.empty();
		if (alive.isPresent()) {
			return (subject) -> subject.adopted(alive.get());
		}
		int code = this.files.exitCode(this.record.attempt()).orElse(128 + 9);
		Instant at = endTime();
		return (subject) -> subject.endedMeanwhile(code, at);
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
	 * What is told what became of it.
	 */
	interface Subject {

		/** The process is alive. */
		void adopted(ContainerProcess process);

		/** The attempt was never made, and now never will. */
		void neverRan();

		/** The process has ended. */
		void endedMeanwhile(int exitCode, Instant at);

		/** The end was known already. */
		void restored(ContainerState.Terminated end);

	}

}
