package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down when the logs grew. Programs write their logs straight to files, so that
 * they outlive the platform; the time of a line is therefore when its growth was seen:
 * beside each log lies an index of pairs (size, milliseconds). The kernel tells of each
 * growth, so nothing is polled. Also keeps logs from growing without bound.
 */
final class LogIndexer implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(LogIndexer.class);

	static final int ENTRY = 16;

	/** At most so many looks a second at a log that is written all the time. */
	private static final Duration PAUSE = Duration.ofMillis(20);

	private final Clock clock;

	private final long maxSize;

	private final WatchService watches;

	private final Map<Path, Log> logs = new ConcurrentHashMap<>();

	private final Map<Path, WatchKey> directories = new ConcurrentHashMap<>();

	private final Thread thread = new Thread(this::run, "cluster-logs");

	LogIndexer(Clock clock, long maxSize) throws IOException {
		this.clock = clock;
		this.maxSize = maxSize;
		this.watches = java.nio.file.FileSystems.getDefault().newWatchService();
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/** Starts to follow the log of an attempt, also if it has content already. */
	void follow(ContainerFiles files, int attempt) {
		Path file = files.log(attempt);
		try {
			this.logs.put(file, new Log(file));
			if (!this.directories.containsKey(files.directory())) {
				this.directories.put(files.directory(),
						files.directory()
							.register(this.watches, StandardWatchEventKinds.ENTRY_MODIFY,
									StandardWatchEventKinds.ENTRY_CREATE));
			}
			grown(file);
		}
		catch (IOException ex) {
			log.warn("The log {} is not watched: its lines will have no times", file, ex);
		}
	}

	/** The process has ended: what it left is indexed, and readers are told. */
	void forget(ContainerFiles files, int attempt) {
		Path file = files.log(attempt);
		grown(file);
		Log ended = this.logs.remove(file);
		WatchKey key = this.directories.remove(files.directory());
		if (key != null) {
			key.cancel();
		}
		if (ended != null) {
			ended.listeners.forEach(Runnable::run);
		}
	}

	/** Whether a process may still write to a log. */
	boolean followed(Path file) {
		return this.logs.containsKey(file);
	}

	/**
	 * Calls back whenever a log has grown, and when it has ended; the result ends that.
	 */
	Runnable listen(Path file, Runnable listener) {
		Log followed = this.logs.get(file);
		if (followed == null) {
			return () -> {
			};
		}
		followed.listeners.add(listener);
		return () -> followed.listeners.remove(listener);
	}

	private void run() {
		try {
			while (true) {
				WatchKey key = this.watches.take();
				Path directory = (Path) key.watchable();
				key.pollEvents()
					.stream()
					.map((event) -> String.valueOf(event.context()))
					.filter((name) -> name.endsWith(".log"))
					.distinct()
					.forEach((name) -> grown(directory.resolve(name)));
				key.reset();
				Thread.sleep(PAUSE.toMillis());
			}
		}
		catch (ClosedWatchServiceException | InterruptedException ex) {
			log.debug("Logs are watched no more");
		}
	}

	private void grown(Path file) {
		Log followed = this.logs.get(file);
		if (followed == null) {
			return;
		}
		try {
			if (followed.record(this.clock.millis())) {
				followed.cutBeyond(this.maxSize);
				followed.listeners.forEach(Runnable::run);
			}
		}
		catch (IOException ex) {
			log.debug("The log {} is gone", file, ex);
		}
	}

	static Path index(Path log) {
		return log.resolveSibling(log.getFileName() + ".times");
	}

	@Override
	public void close() throws IOException {
		this.watches.close();
	}

	/**
	 * A log that is being written.
	 */
	private static final class Log {

		private final Path file;

		private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();

		private long size;

		private long cut;

		Log(Path file) throws IOException {
			this.file = file;
			this.cut = LogCut.of(file);
			this.size = lastSize(index(file));
		}

		private static long lastSize(Path index) throws IOException {
			if (!Files.exists(index) || Files.size(index) < ENTRY) {
				return 0;
			}
			try (FileChannel channel = FileChannel.open(index, StandardOpenOption.READ)) {
				ByteBuffer entry = ByteBuffer.allocate(ENTRY);
				channel.read(entry, channel.size() / ENTRY * ENTRY - ENTRY);
				return entry.getLong(0);
			}
		}

		synchronized boolean record(long millis) throws IOException {
			long now = Files.size(this.file);
			if (now == this.size) {
				return false;
			}
			this.size = now;
			ByteBuffer entry = ByteBuffer.allocate(ENTRY).putLong(now).putLong(millis).flip();
			try (FileChannel channel = FileChannel.open(index(this.file), StandardOpenOption.CREATE,
					StandardOpenOption.APPEND)) {
				channel.write(entry);
			}
			return true;
		}

		/** So much is kept at least, twice as much at most. */
		synchronized void cutBeyond(long kept) throws IOException {
			if (this.size - this.cut <= 2 * kept) {
				return;
			}
			this.cut = LogCut.before(this.file, this.size - kept);
			forgetTimesBefore(this.cut);
		}

		private void forgetTimesBefore(long offset) throws IOException {
			ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(index(this.file)));
			ByteBuffer later = ByteBuffer.allocate(all.capacity());
			while (all.remaining() >= ENTRY) {
				long end = all.getLong();
				long millis = all.getLong();
				if (end > offset) {
					later.putLong(end).putLong(millis);
				}
			}
			Path fresh = index(this.file).resolveSibling(index(this.file).getFileName() + ".new");
			Files.write(fresh, java.util.Arrays.copyOf(later.array(), later.position()));
			Files.move(fresh, index(this.file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}

	}

}
