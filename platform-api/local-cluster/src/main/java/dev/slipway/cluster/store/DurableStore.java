package dev.slipway.cluster.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The store on disk: everything lives in memory, each change is appended to an
 * {@link ObjectLog} before it is seen. One writer at a time; readers take references and
 * go.
 */
public final class DurableStore implements ObjectStore {

	/** The first version; older ones never existed, so asking for them is EXPIRED. */
	static final long FIRST_VERSION = 100;

	private static final long COMPACT_FROM = 16L << 20;

	private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

	private final Map<String, Shelf> shelves = new TreeMap<>();

	private final ObjectLog log;

	private final Clock clock;

	private long version = FIRST_VERSION;

	private long compactAt = COMPACT_FROM;

	private final long opened;

	private DurableStore(Path directory, Clock clock) throws IOException {
		this.clock = clock;
		this.log = ObjectLog.open(directory, this::load);
		this.opened = this.version;
		this.shelves.replaceAll((resource, shelf) -> shelf.reopened(this.opened));
		this.compactAt = Math.max(COMPACT_FROM, 4 * this.log.size());
	}

	/**
	 * Opens the store of a directory, making it when it is not there.
	 * @throws IOException if the directory cannot be used or its log is damaged
	 */
	public static DurableStore open(Path directory, Clock clock) throws IOException {
		return new DurableStore(directory, clock);
	}

	private void load(long resourceVersion, @Nullable Key key, @Nullable ObjectNode object) {
		this.version = Math.max(this.version, resourceVersion);
		if (key != null) {
			shelf(key.resource()).load(key, object);
		}
	}

	private Shelf shelf(String resource) {
		return this.shelves.computeIfAbsent(resource, (ignored) -> new Shelf(this.opened));
	}

	@Override
	public ObjectNode create(Key key, ObjectNode object) {
		ObjectNode fresh = object.deepCopy();
		ObjectNode metadata = fresh.withObject("/metadata");
		metadata.put("name", key.name());
		if (!key.namespace().isEmpty()) {
			metadata.put("namespace", key.namespace());
		}
		if (!metadata.hasNonNull("uid")) {
			metadata.put("uid", UUID.randomUUID().toString());
		}
		metadata.put("creationTimestamp", this.clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
		Generation.first(key, metadata);
		return write(() -> {
			if (shelf(key.resource()).get(key) != null) {
				throw new StoreException(StoreException.Reason.ALREADY_EXISTS, key + " already exists");
			}
			return new WatchEvent(WatchEvent.Type.ADDED, key, stamp(fresh), fresh, null);
		}).object();
	}

	@Override
	public Optional<ObjectNode> get(Key key) {
		return Optional.ofNullable(shared(key)).map(ObjectNode::deepCopy);
	}

	@Override
	public @Nullable ObjectNode shared(Key key) {
		return read(() -> {
			Shelf shelf = this.shelves.get(key.resource());
			return Optional.ofNullable((shelf != null) ? shelf.get(key) : null);
		}).orElse(null);
	}

	@Override
	public ObjectNode update(Key key, ObjectNode object, @Nullable String expectedResourceVersion) {
		ObjectNode fresh = object.deepCopy();
		WatchEvent event = write(() -> {
			ObjectNode current = require(key, expectedResourceVersion);
			keepIdentity(current, fresh);
			if (Same.value(fresh, current)) {
				return new WatchEvent(WatchEvent.Type.MODIFIED, key, -1, current, null);
			}
			Generation.next(key, current, fresh);
			if (Deletion.finished(fresh)) {
				ObjectNode last = fresh.deepCopy();
				return new WatchEvent(WatchEvent.Type.DELETED, key, stamp(last), last, current);
			}
			return new WatchEvent(WatchEvent.Type.MODIFIED, key, stamp(fresh), fresh, current);
		});
		return (event.type() == WatchEvent.Type.DELETED) ? fresh : event.object();
	}

	@Override
	public ObjectNode update(Key key, UnaryOperator<ObjectNode> change) {
		while (true) {
			ObjectNode before = get(key)
				.orElseThrow(() -> new StoreException(StoreException.Reason.NOT_FOUND, key + " not found"));
			String expected = before.path("metadata").path("resourceVersion").asText();
			try {
				return update(key, change.apply(before), expected);
			}
			catch (StoreException ex) {
				if (ex.reason() != StoreException.Reason.CONFLICT) {
					throw ex;
				}
			}
		}
	}

	@Override
	public ObjectNode remove(Key key, @Nullable String expectedResourceVersion) {
		return write(() -> {
			ObjectNode current = require(key, expectedResourceVersion);
			ObjectNode last = current.deepCopy();
			return new WatchEvent(WatchEvent.Type.DELETED, key, stamp(last), last, current);
		}).object();
	}

	@Override
	public Listing list(String resource, @Nullable String namespace) {
		return read(() -> {
			Shelf shelf = this.shelves.get(resource);
			return new Listing(this.version, (shelf != null) ? shelf.list(namespace) : List.of());
		});
	}

	@Override
	public Listing list(String resource, String namespace, Collection<Term> all) {
		return indexed(resource, namespace, all).orElseGet(() -> {
			index(resource);
			return indexed(resource, namespace, all).orElseThrow();
		});
	}

	private Optional<Listing> indexed(String resource, String namespace, Collection<Term> all) {
		return read(() -> Optional.ofNullable(this.shelves.get(resource))
			.filter(Shelf::indexed)
			.map((shelf) -> new Listing(this.version, shelf.list(namespace, all))));
	}

	private void index(String resource) {
		this.lock.writeLock().lock();
		try {
			Shelf shelf = shelf(resource);
			if (!shelf.indexed()) {
				shelf.index();
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	@Override
	public Listing listAt(String resource, @Nullable String namespace, long resourceVersion) {
		this.lock.writeLock().lock();
		try {
			if (resourceVersion > this.version) {
				throw new StoreException(StoreException.Reason.TOO_LARGE,
						"Too large resource version: " + resourceVersion + ", current: " + this.version);
			}
			return new Listing(resourceVersion, shelf(resource).listAt(namespace, resourceVersion));
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	@Override
	public Watch watch(String resource, @Nullable String namespace, long afterResourceVersion) {
		this.lock.writeLock().lock();
		try {
			return shelf(resource).watch(namespace, afterResourceVersion);
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	@Override
	public long resourceVersion() {
		return read(() -> this.version);
	}

	/** Brings what was written to the disk, for those who fear a power cut. */
	public void force() throws IOException {
		this.lock.writeLock().lock();
		try {
			this.log.force();
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	@Override
	public void close() {
		this.lock.writeLock().lock();
		try {
			this.log.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	private <T> T read(Supplier<T> action) {
		this.lock.readLock().lock();
		try {
			return action.get();
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/** Decides on a change, logs it, applies it; wakes the watches outside the lock. */
	private WatchEvent write(Supplier<WatchEvent> decision) {
		WatchEvent event;
		List<Watch> wake;
		this.lock.writeLock().lock();
		try {
			event = decision.get();
			if (event.resourceVersion() < 0) {
				return event;
			}
			boolean deleted = event.type() == WatchEvent.Type.DELETED;
			this.log.append(event.resourceVersion(), event.key(), deleted ? null : event.shared());
			this.version = event.resourceVersion();
			wake = shelf(event.key().resource()).apply(event);
			compactWhenDue();
		}
		finally {
			this.lock.writeLock().unlock();
		}
		wake.forEach(Watch::signal);
		return event;
	}

	private long stamp(ObjectNode object) {
		long next = this.version + 1;
		object.withObject("/metadata").put("resourceVersion", Long.toString(next));
		return next;
	}

	private ObjectNode require(Key key, @Nullable String expected) {
		ObjectNode current = shelf(key.resource()).get(key);
		if (current == null) {
			throw new StoreException(StoreException.Reason.NOT_FOUND, key + " not found");
		}
		String actual = current.path("metadata").path("resourceVersion").asText();
		if (expected != null && !expected.equals(actual)) {
			throw new StoreException(StoreException.Reason.CONFLICT,
					key + " changed: it is at version " + actual + ", not " + expected);
		}
		return current;
	}

	private static void keepIdentity(ObjectNode current, ObjectNode fresh) {
		ObjectNode metadata = fresh.withObject("/metadata");
		for (String field : List.of("name", "namespace", "uid", "creationTimestamp", "resourceVersion", "generation")) {
			if (current.path("metadata").has(field)) {
				metadata.set(field, current.path("metadata").get(field));
			}
		}
	}

	private void compactWhenDue() {
		if (this.log.size() < this.compactAt) {
			return;
		}
		try {
			this.log.compact((sink) -> {
				sink.record(this.version, null, null);
				for (Map.Entry<String, Shelf> entry : this.shelves.entrySet()) {
					entry.getValue().dump(entry.getKey(), sink);
				}
			});
			this.compactAt = Math.max(COMPACT_FROM, 4 * this.log.size());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot compact the object log", ex);
		}
	}

}
