package dev.slipway.cluster.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One resource: its objects ordered by namespace and name, its recent past, its watches.
 */
final class Shelf {

	/** Changes remembered for a resource; older watches get EXPIRED. */
	static final int HISTORY = 4_096;

	private final NavigableMap<String, ObjectNode> objects = new TreeMap<>();

	/** Made when it is first asked for. */
	private @Nullable TermIndex index;

	private final ArrayDeque<WatchEvent> history = new ArrayDeque<>();

	private final CopyOnWriteArrayList<Watch> watches = new CopyOnWriteArrayList<>();

	/** The newest version whose change is no longer in the history. */
	private long forgotten;

	Shelf(long forgotten) {
		this.forgotten = forgotten;
	}

	@Nullable ObjectNode get(Key key) {
		return this.objects.get(path(key));
	}

	void load(Key key, @Nullable ObjectNode object) {
		ObjectNode before = (object != null) ? this.objects.put(path(key), object) : this.objects.remove(path(key));
		if (this.index != null) {
			this.index.change(key.namespace(), key.name(), before, object);
		}
	}

	boolean indexed() {
		return this.index != null;
	}

	void index() {
		TermIndex made = new TermIndex();
		this.objects.values().forEach((object) -> {
			JsonNode metadata = object.path("metadata");
			made.change(metadata.path("namespace").asText(""), metadata.path("name").asText(), null, object);
		});
		this.index = made;
	}

	/** The objects that all terms find, by the index that has to be there. */
	List<ObjectNode> list(String namespace, Collection<Term> all) {
		List<ObjectNode> found = new ArrayList<>();
		for (String name : Objects.requireNonNull(this.index).find(namespace, all)) {
			found.add(Objects.requireNonNull(this.objects.get(namespace + "/" + name)));
		}
		return found;
	}

	/** Applies a change and hands it to the watches; answers those to be woken. */
	List<Watch> apply(WatchEvent event) {
		load(event.key(), (event.type() != WatchEvent.Type.DELETED) ? event.shared() : null);
		this.history.add(event);
		if (this.history.size() > HISTORY) {
			this.forgotten = this.history.remove().resourceVersion();
		}
		List<Watch> wake = new ArrayList<>();
		for (Watch watch : this.watches) {
			if (watch.offer(event)) {
				wake.add(watch);
			}
		}
		return wake;
	}

	List<ObjectNode> list(@Nullable String namespace) {
		return new ArrayList<>(range(this.objects, namespace).values());
	}

	/** Undoes the changes after the version, newest first. */
	List<ObjectNode> listAt(@Nullable String namespace, long resourceVersion) {
		requireHistory(resourceVersion);
		NavigableMap<String, ObjectNode> then = new TreeMap<>(range(this.objects, namespace));
		for (Iterator<WatchEvent> events = this.history.descendingIterator(); events.hasNext();) {
			WatchEvent event = events.next();
			if (event.resourceVersion() <= resourceVersion) {
				break;
			}
			ObjectNode previous = event.sharedPrevious();
			if (previous != null) {
				then.put(path(event.key()), previous);
			}
			else {
				then.remove(path(event.key()));
			}
		}
		return new ArrayList<>(range(then, namespace).values());
	}

	Watch watch(@Nullable String namespace, long after) {
		requireHistory(after);
		Watch watch = new Watch(namespace, this.watches::remove);
		for (WatchEvent event : this.history) {
			if (event.resourceVersion() > after) {
				watch.offer(event);
			}
		}
		this.watches.add(watch);
		return watch;
	}

	/** The same objects without a past: after a start, watches begin anew. */
	Shelf reopened(long version) {
		this.forgotten = version;
		return this;
	}

	void dump(String resource, ObjectLog.Sink sink) throws IOException {
		for (ObjectNode object : this.objects.values()) {
			JsonNode metadata = object.path("metadata");
			Key key = new Key(resource, metadata.path("namespace").asText(""), metadata.path("name").asText());
			sink.record(metadata.path("resourceVersion").asLong(), key, object);
		}
	}

	private void requireHistory(long resourceVersion) {
		if (resourceVersion < this.forgotten) {
			throw new StoreException(StoreException.Reason.EXPIRED,
					"too old resource version: " + resourceVersion + " (" + this.forgotten + ")");
		}
	}

	private static NavigableMap<String, ObjectNode> range(NavigableMap<String, ObjectNode> from,
			@Nullable String namespace) {
		return (namespace != null) ? from.subMap(namespace + "/", true, namespace + "0", false) : from;
	}

	private static String path(Key key) {
		return key.namespace() + "/" + key.name();
	}

}
