package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The processes that a kubelet which is no more has on record.
 */
public final class RecordedPods {

	private final Path pods;

	private RecordedPods(Path pods) {
		this.pods = pods;
	}

	/** Those of a kubelet's directory, which may be missing. */
	public static RecordedPods in(Path directory) {
		return new RecordedPods(directory.resolve("pods"));
	}

	/**
	 * Sends all of them SIGTERM, waits for their ends and kills those that stay.
	 * @param patience how long they have
	 * @return how many containers ran
	 * @throws IOException if the records cannot be read
	 */
	public int stop(Duration patience) throws IOException {
		List<ContainerProcess> running = new ArrayList<>();
		List<String> uids = new ArrayList<>();
		for (Path pod : directories(this.pods)) {
			uids.add(pod.getFileName().toString());
			for (Path container : directories(pod.resolve("containers"))) {
				process(new ContainerFiles(container), pod.getFileName().toString()).ifPresent(running::add);
			}
		}
		running.forEach(ContainerProcess::terminate);
		await(running, patience);
		running.stream().filter(ContainerProcess::running).forEach(ContainerProcess::kill);
		uids.forEach(Orphans::kill);
		return running.size();
	}

	private static List<Path> directories(Path parent) throws IOException {
		List<Path> found = new ArrayList<>();
		if (Files.isDirectory(parent)) {
			try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
				entries.forEach(found::add);
			}
		}
		return found;
	}

	/** An attempt that has not begun is taken the right to. */
	private static Optional<ContainerProcess> process(ContainerFiles files, String uid) {
		Found found = new Found();
		files.load().map(ContainerRecord::of).ifPresent((record) -> {
			new Recovery(record, files, uid).decide().accept(found);
			if (found.neverRan) {
				files.save(record.neverRan().json());
			}
		});
		return Optional.ofNullable(found.process);
	}

	private static void await(List<ContainerProcess> processes, Duration patience) {
		CompletableFuture<?>[] ends = processes.stream()
			.flatMap((process) -> ProcessHandle.of(process.pid()).stream())
			.map(ProcessHandle::onExit)
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(ends).completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS).join();
	}

	/** What recovery says of one container. */
	private static final class Found implements Recovery.Subject {

		private @org.jspecify.annotations.Nullable ContainerProcess process;

		private boolean neverRan;

		@Override
		public void adopted(ContainerProcess alive) {
			this.process = alive;
		}

		@Override
		public void neverRan() {
			this.neverRan = true;
		}

		@Override
		public void endedMeanwhile(int exitCode, java.time.Instant at) {
			this.process = null;
		}

		@Override
		public void restored(ContainerState.Terminated end) {
			this.process = null;
		}

	}

}
