package dev.slipway.cluster.work;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.Listing;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.Watch;
import dev.slipway.cluster.store.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener of every object of a resource: first those there are, then each
 * change, one at a time and in order.
 */
public final class Informer implements AutoCloseable {

	private final ObjectStore store;

	private final String resource;

	private final Listener listener;

	private final Serial serial;

	/** What the listener knows of. Only touched on the serial. */
	private final Map<Key, ObjectNode> told = new LinkedHashMap<>();

	private @Nullable Watch watch;

	private boolean closed;

	private Informer(ObjectStore store, Workers workers, String resource, Listener listener) {
		this.store = store;
		this.resource = resource;
		this.listener = listener;
		this.serial = new Serial(workers.work());
	}

	/** Starts to watch. */
	public static Informer start(ObjectStore store, Workers workers, String resource, Listener listener) {
		Informer informer = new Informer(store, workers, resource, listener);
		informer.open();
		return informer;
	}

	/** Starts to watch, where any change means the same. */
	public static Informer start(ObjectStore store, Workers workers, String resource, Consumer<ObjectNode> changed) {
		return start(store, workers, resource, (type, object, previous) -> changed.accept(object));
	}

	private synchronized void open() {
		if (this.closed) {
			return;
		}
		if (this.watch != null) {
			this.watch.close();
		}
		Listing listing = this.store.list(this.resource, null);
		this.serial.execute(() -> tell(listing));
		this.watch = this.store.listen(this.resource, null, listing.resourceVersion(), this.serial, this::deliver,
				this::open);
	}

	/** After an overrun some are known already, and some have gone unheard. */
	private void tell(Listing listing) {
		Set<Key> gone = new HashSet<>(this.told.keySet());
		for (ObjectNode object : listing.items()) {
			Key key = Meta.key(this.resource, object);
			gone.remove(key);
			change(WatchEvent.Type.ADDED, key, object, this.told.get(key));
		}
		for (Key key : gone) {
			change(WatchEvent.Type.DELETED, key, Objects.requireNonNull(this.told.get(key)), null);
		}
	}

	private void deliver(WatchEvent event) {
		change(event.type(), event.key(), event.shared(), event.sharedPrevious());
	}

	private void change(WatchEvent.Type type, Key key, ObjectNode object, @Nullable ObjectNode previous) {
		if (type == WatchEvent.Type.DELETED) {
			this.told.remove(key);
		}
		else {
			this.told.put(key, object);
		}
		this.listener.changed(type, object, previous);
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.watch != null) {
			this.watch.close();
		}
	}

	/**
	 * Hears of changes.
	 */
	@FunctionalInterface
	public interface Listener {

		/**
		 * An object is there, has changed, or is gone. The objects are shared: only for
		 * reading.
		 */
		void changed(WatchEvent.Type type, ObjectNode object, @Nullable ObjectNode previous);

	}

}
