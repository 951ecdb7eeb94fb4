package dev.slipway.cluster.controllers;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.Listing;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.Watch;
import dev.slipway.cluster.store.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * A store whose watches can be held up, and whose reads can be preceded by somebody
 * else's write: the orders of events that a busy machine produces now and then.
 */
final class LateStore implements ObjectStore {

	private final ObjectStore store;

	private final Set<String> held = ConcurrentHashMap.newKeySet();

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private final Map<Key, Runnable> beforeReading = new ConcurrentHashMap<>();

	LateStore(ObjectStore store) {
		this.store = store;
	}

	/** From now on nobody hears of changes of the resource. */
	void hold(String resource) {
		this.held.add(resource);
	}

	/** Tells what was held back. */
	void release() {
		this.held.clear();
		synchronized (this.waiting) {
			this.waiting.forEach(Runnable::run);
			this.waiting.clear();
		}
	}

	/** Does something once, just before the object is next read. */
	void beforeReading(Key key, Runnable action) {
		this.beforeReading.put(key, action);
	}

	@Override
	public Watch listen(String resource, @Nullable String namespace, long afterResourceVersion, Executor executor,
			Consumer<WatchEvent> listener, Runnable whenOverrun) {
		Executor late = (task) -> {
			if (this.held.contains(resource)) {
				synchronized (this.waiting) {
					this.waiting.add(() -> executor.execute(task));
				}
			}
			else {
				executor.execute(task);
			}
		};
		return this.store.listen(resource, namespace, afterResourceVersion, late, listener, whenOverrun);
	}

	@Override
	public @Nullable ObjectNode shared(Key key) {
		Runnable action = this.beforeReading.remove(key);
		if (action != null) {
			action.run();
		}
		return this.store.shared(key);
	}

	@Override
	public ObjectNode create(Key key, ObjectNode object) {
		return this.store.create(key, object);
	}

	@Override
	public Optional<ObjectNode> get(Key key) {
		return this.store.get(key);
	}

	@Override
	public ObjectNode update(Key key, ObjectNode object, @Nullable String expectedResourceVersion) {
		return this.store.update(key, object, expectedResourceVersion);
	}

	@Override
	public ObjectNode update(Key key, UnaryOperator<ObjectNode> change) {
		return this.store.update(key, change);
	}

	@Override
	public ObjectNode remove(Key key, @Nullable String expectedResourceVersion) {
		return this.store.remove(key, expectedResourceVersion);
	}

	@Override
	public Listing list(String resource, @Nullable String namespace) {
		return this.store.list(resource, namespace);
	}

	@Override
	public Listing listAt(String resource, @Nullable String namespace, long resourceVersion) {
		return this.store.listAt(resource, namespace, resourceVersion);
	}

	@Override
	public Watch watch(String resource, @Nullable String namespace, long afterResourceVersion) {
		return this.store.watch(resource, namespace, afterResourceVersion);
	}

	@Override
	public long resourceVersion() {
		return this.store.resourceVersion();
	}

	@Override
	public void close() {
		this.store.close();
	}

}
