package dev.slipway.observability.logs.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.logs.LogHistogram;
import dev.slipway.observability.logs.LogPage;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.logs.LogTail;
import dev.slipway.observability.logs.query.LogAnalyzers;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in a series of Lucene indexes. One thread writes at a time, so sequences become
 * visible in order and a tail misses none. What is not committed yet is lost with the
 * process, and taken again from its source by {@link #position}.
 */
public final class LuceneLogStore implements LogStore {

	private static final Logger logger = LoggerFactory.getLogger(LuceneLogStore.class);

	private static final Duration IDLE_RETENTION = Duration.ofMinutes(5);

	/** So long it is said that logs went for want of room. */
	private static final Duration WANT_SAID = Duration.ofDays(1);

	private final LuceneLogOptions options;

	private final Clock clock;

	private final Slices slices;

	private final LogSearch search;

	private final ScheduledExecutorService upkeep;

	private LogDocuments documents = new LogDocuments();

	private long nextSequence;

	private boolean dirty;

	private long uncommitted;

	private Instant nextRetention = Instant.EPOCH;

	private volatile @Nullable String trouble;

	private volatile @Nullable Want want;

	private LuceneLogStore(LuceneLogOptions options, Clock clock, Disk disk) {
		Analyzer analyzer = LogAnalyzers.perField();
		this.options = options;
		this.clock = clock;
		this.slices = new Slices(options, analyzer, disk);
		this.search = new LogSearch(this.slices, analyzer, clock);
		this.upkeep = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "log-store");
			thread.setDaemon(true);
			return thread;
		});
	}

	/** Opens the store, and makes its folder when it is not there. */
	public static LuceneLogStore open(LuceneLogOptions options, Clock clock) {
		return open(options, clock, Disk.of(options.directory()));
	}

	static LuceneLogStore open(LuceneLogOptions options, Clock clock, Disk disk) {
		LuceneLogStore store = new LuceneLogStore(options, clock, disk);
		try {
			store.nextSequence = store.slices.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The logs in " + options.directory()
					+ " cannot be opened. Is the folder writable, and does no other platform use it?", ex);
		}
		long millis = options.commitInterval().toMillis();
		store.upkeep.scheduleWithFixedDelay(store::tick, millis, millis, TimeUnit.MILLISECONDS);
		return store;
	}

	@Override
	public synchronized void append(List<LogRecord> records) {
		try {
			if (this.slices.broken() && this.uncommitted > 0) {
				logger.warn("The log index closed itself; {} records of the last seconds are lost", this.uncommitted);
				this.uncommitted = 0;
			}
			this.slices.ready(this.nextSequence);
			for (LogRecord record : records) {
				this.slices.add(this.documents.document(record, this.nextSequence));
				this.nextSequence++;
			}
			this.uncommitted += records.size();
			this.dirty = true;
			this.trouble = null;
		}
		catch (IOException | AlreadyClosedException ex) {
			throw failed("Log records cannot be written", ex);
		}
	}

	@Override
	public LogPage search(LogQuery query, QueryScope scope) {
		return read(() -> this.search.page(query, scope));
	}

	@Override
	public LogHistogram histogram(LogQuery query, Duration interval, QueryScope scope) {
		return read(() -> this.search.histogram(query, interval, scope));
	}

	@Override
	public LogTail tail(LogQuery query, QueryScope scope) {
		read(() -> this.search.after(Long.MAX_VALUE - 1, query, scope));
		long[] last = { lastSequence() };
		return () -> {
			LogSearch.Tailed found = read(() -> this.search.after(last[0], query, scope));
			last[0] = found.last();
			return found.hits();
		};
	}

	@Override
	public Optional<LogPosition> position(String stream) {
		return read(() -> this.search.position(stream));
	}

	@Override
	public StoreHealth health() {
		String wrong = this.trouble;
		try {
			long bytes = this.slices.bytes();
			long records = this.search.documents();
			String detail = (wrong != null) ? wrong
					: records + " records in " + bytes / 1024 / 1024 + " MB at " + this.options.directory();
			Want dropped = this.want;
			return new StoreHealth("logs", "lucene (embedded)", wrong == null,
					(dropped != null) ? detail + "; " + dropped.said() : detail,
					Map.of("records", records, "bytes", bytes, "maxBytes", this.options.maxBytes(), "droppedForRoom",
							(dropped != null) ? dropped.bytes() : 0));
		}
		catch (IOException | RuntimeException ex) {
			return new StoreHealth("logs", "lucene (embedded)", false, String.valueOf(ex), Map.of());
		}
	}

	/** Makes durable what was written, begins new slices and drops old ones. */
	synchronized void maintain() {
		try {
			if (this.dirty) {
				this.slices.commit();
				this.dirty = false;
				this.uncommitted = 0;
				if (this.slices.roll(this.nextSequence, this.clock.instant())) {
					this.documents = new LogDocuments();
				}
				retain();
			}
			else if (!this.clock.instant().isBefore(this.nextRetention)) {
				retain();
			}
		}
		catch (IOException | AlreadyClosedException ex) {
			throw failed("Logs cannot be kept in order", ex);
		}
	}

	private void retain() throws IOException {
		wanted(this.slices.retain(this.clock.instant(), this.nextSequence), "nearly full");
		this.nextRetention = this.clock.instant().plus(IDLE_RETENTION);
	}

	/**
	 * Nothing is interrupted: a writer that is interrupted while it writes closes itself.
	 */
	@Override
	public void close() {
		this.upkeep.shutdown();
		synchronized (this) {
			try {
				this.slices.close();
				this.search.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private void tick() {
		try {
			maintain();
		}
		catch (RuntimeException ex) {
			logger.warn("The log store could not do its upkeep: {}", ex.toString());
		}
	}

	private synchronized long lastSequence() {
		return this.nextSequence - 1;
	}

	/** Notes that the oldest went for want of room. */
	private void wanted(long bytes, String how) {
		Want before = this.want;
		if (bytes > 0) {
			this.want = new Want(bytes + ((before != null) ? before.bytes() : 0), this.clock.instant(), how);
		}
		else if (before != null && before.at().isBefore(this.clock.instant().minus(WANT_SAID))) {
			this.want = null;
		}
	}

	/** On a full disk room is made by dropping the oldest; the caller tries again. */
	private IllegalStateException failed(String what, Exception failure) {
		boolean full = Disk.isFull(failure);
		String message = what + " to " + this.options.directory() + ": "
				+ (full ? "no space is left on the disk" : failure.getMessage());
		if (this.slices.broken() && this.uncommitted > 0) {
			message += "; " + this.uncommitted + " records of the last seconds are lost";
			this.uncommitted = 0;
		}
		this.trouble = message;
		logger.warn("{}", message);
		try {
			if (full) {
				wanted(this.slices.makeRoom(message, this.nextSequence), "full");
			}
			this.slices.ready(this.nextSequence);
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
		return new IllegalStateException(message, failure);
	}

	private static <T> T read(Reading<T> reading) {
		try {
			return reading.read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The logs cannot be read: " + ex.getMessage(), ex);
		}
	}

	/**
	 * That the oldest logs went for want of room.
	 *
	 * @param bytes of what went
	 * @param at when last
	 * @param how what the disk was
	 */
	private record Want(long bytes, Instant at, String how) {

		String said() {
			return "the disk was " + this.how + ", so the oldest logs went, the last at " + this.at + ", "
					+ (this.bytes / 1024 / 1024) + " MB in all; make room, or lower slipway.logs.max-size";
		}

	}

	/** A read that may fail. */
	private interface Reading<T> {

		T read() throws IOException;

	}

}
