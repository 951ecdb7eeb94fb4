package dev.slipway.observability.logs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.LogSink;
import dev.slipway.observability.LogStream;
import dev.slipway.observability.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of lines into a store: one bounded queue, one thread that joins, parses and
 * appends in batches. A source that is faster than the store waits; a store that fails is
 * tried again, so no line is lost while the process lives. After a restart the store's
 * own positions say where each stream goes on.
 */
public final class LogShipper implements LogSink, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LogShipper.class);

	private static final int BATCH = 1000;

	private static final Duration HOLD = Duration.ofMillis(300);

	private static final long RETRY_MILLIS = 1000;

	/** Wakes the thread when nothing more will come. */
	private static final LogLine END = new LogLine(new LogStream("", Origin.PLATFORM), Instant.EPOCH, LogPosition.START,
			"");

	private final LogStore store;

	private final Clock clock;

	private final BlockingQueue<LogLine> queue = new ArrayBlockingQueue<>(4 * BATCH);

	private final Map<String, LogPosition> positions = Collections.synchronizedMap(new RecentPositions());

	private final Map<String, LineJoiner> joiners = new HashMap<>();

	private final List<LogRecord> batch = new ArrayList<>();

	private @Nullable Thread worker;

	private volatile boolean closed;

	public LogShipper(LogStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	/** Starts the thread that stores. */
	public synchronized void start() {
		if (this.worker == null) {
			Thread thread = new Thread(this::run, "log-shipper");
			thread.setDaemon(true);
			thread.start();
			this.worker = thread;
		}
	}

	@Override
	public Feed open(LogStream stream) {
		LogPosition known = this.positions.get(stream.id());
		if (known == null) {
			// A store that is slow to say holds up this stream only.
			LogPosition said = this.store.position(stream.id()).orElse(LogPosition.START);
			LogPosition before = this.positions.putIfAbsent(stream.id(), said);
			known = (before != null) ? before : said;
		}
		return new StreamFeed(stream, known);
	}

	/**
	 * Stores what has been handed over, then ends. The thread is not interrupted: an
	 * index writer that is interrupted while it writes closes itself.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.queue.offer(END);
		Thread thread;
		synchronized (this) {
			thread = this.worker;
		}
		if (thread != null) {
			try {
				thread.join(TimeUnit.SECONDS.toMillis(5));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void run() {
		List<LogLine> lines = new ArrayList<>(BATCH);
		while (!this.closed || !this.queue.isEmpty()) {
			try {
				LogLine first = this.joiners.isEmpty() ? this.queue.take()
						: this.queue.poll(HOLD.toMillis(), TimeUnit.MILLISECONDS);
				take(first, lines);
			}
			catch (InterruptedException ex) {
				logger.debug("Nobody should interrupt this thread", ex);
			}
		}
		this.joiners.values().forEach(LineJoiner::flush);
		store();
	}

	private void take(@Nullable LogLine first, List<LogLine> lines) {
		if (first != null) {
			lines.add(first);
			this.queue.drainTo(lines, BATCH - 1);
		}
		Instant now = this.clock.instant();
		for (LogLine line : lines) {
			if (line != END) {
				this.joiners.computeIfAbsent(line.stream().id(), (id) -> new LineJoiner(this.batch::add))
					.accept(line, now);
			}
		}
		lines.clear();
		this.joiners.values().removeIf((joiner) -> settled(joiner, now));
		store();
	}

	/**
	 * A joiner that holds nothing is forgotten, so an idle platform has none to look at.
	 */
	private static boolean settled(LineJoiner joiner, Instant now) {
		if (joiner.heldSince().isBefore(now.minus(HOLD)) || joiner.heldSince().equals(now.minus(HOLD))) {
			joiner.flush();
		}
		return joiner.heldSince().equals(Instant.MAX);
	}

	private void store() {
		while (!this.batch.isEmpty()) {
			try {
				this.store.append(this.batch);
				this.batch.clear();
			}
			catch (RuntimeException ex) {
				logger.warn("{} log records could not be stored; trying again. {}", this.batch.size(), ex.toString());
				if (this.closed || !pause()) {
					return;
				}
			}
		}
	}

	private static boolean pause() {
		try {
			Thread.sleep(RETRY_MILLIS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/** Streams long ended are forgotten; the store still knows their positions. */
	private static final class RecentPositions extends LinkedHashMap<String, LogPosition> {

		private static final int MAX = 10_000;

		RecentPositions() {
			super(16, 0.75f, true);
		}

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, LogPosition> eldest) {
			return size() > MAX;
		}

	}

	/** Drops what was taken before, counts the rest on. */
	private final class StreamFeed implements Feed {

		private final LogStream stream;

		private final LogPosition start;

		private int seenAtStart;

		StreamFeed(LogStream stream, LogPosition start) {
			this.stream = stream;
			this.start = start;
		}

		@Override
		public Optional<Instant> since() {
			return this.start.equals(LogPosition.START) ? Optional.empty() : Optional.of(this.start.time());
		}

		@Override
		public void line(Instant time, String text) throws InterruptedException {
			if (time.isBefore(this.start.time())) {
				return;
			}
			if (time.equals(this.start.time()) && this.seenAtStart < this.start.lines()) {
				this.seenAtStart++;
				return;
			}
			LogPosition position = LogShipper.this.positions.getOrDefault(this.stream.id(), this.start).next(time);
			LogShipper.this.queue.put(new LogLine(this.stream, time, position, text));
			LogShipper.this.positions.put(this.stream.id(), position);
		}

	}

}
