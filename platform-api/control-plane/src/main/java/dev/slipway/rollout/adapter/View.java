package dev.slipway.rollout.adapter;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/**
 * One cluster as releases see it: by what its watches tell while that can be believed, by
 * asking otherwise. Objects belong to all who look: nobody may change one.
 */
final class View {

	private final Supplier<KubernetesClient> client;

	private final Consumer<HasMetadata> changed;

	private final Clock clock;

	private volatile boolean watching;

	private final Map<String, ObjectCache<?>> caches = new ConcurrentHashMap<>();

	/**
	 * @param client asked for anew each time, as it may not be there yet
	 * @param changed is told each object that changed
	 */
	View(Supplier<KubernetesClient> client, Consumer<HasMetadata> changed, Clock clock) {
		this.client = client;
		this.changed = changed;
		this.clock = clock;
	}

	KubernetesClient client() {
		return this.client.get();
	}

	/** One object; null when it is not there. */
	<T extends HasMetadata> @Nullable T get(ObjectType<T> type, String namespace, String name) {
		return cache(type).find(namespace, name).orElseGet(() -> {
			T answer = type.operation().apply(client()).inNamespace(namespace).withName(name).get();
			if (answer != null) {
				cache(type).answered(answer);
			}
			return answer;
		});
	}

	/** The objects of a service that are labelled as Slipway's. */
	<T extends HasMetadata> List<T> ofService(ObjectType<T> type, String namespace, String service) {
		ObjectCache<T> cache = cache(type);
		return cache.ofService(namespace, service).orElseGet(() -> {
			List<T> answer = List.copyOf(asked(type, namespace, service));
			if (cache.doubts(namespace, service)) {
				answer.forEach(cache::answered);
			}
			return answer;
		});
	}

	/** Whether the watches of all kinds that are looked at tell what changes. */
	boolean tells() {
		return this.watching && this.caches.values().stream().allMatch(ObjectCache::tells);
	}

	/** Remembers the answer to a write. */
	void learn(HasMetadata object) {
		ObjectCache<?> cache = this.caches.get(object.getKind());
		if (cache != null) {
			cache.answered(object);
		}
	}

	/**
	 * The cluster is asked for the objects of a service, for a while: what its watches
	 * told is to decide something that is not undone. What was not told is noticed so,
	 * and the watch opened again.
	 */
	void doubt(String namespace, String service) {
		this.caches.values().forEach((cache) -> cache.doubt(namespace, service));
	}

	/** What was taken for the newest is not. */
	void doubt(HasMetadata object) {
		ObjectCache<?> cache = this.caches.get(object.getKind());
		if (cache != null) {
			cache.doubt(object);
		}
	}

	/** It was changed or is gone, whatever the watch has told of it until now. */
	void forget(HasMetadata object) {
		ObjectCache<?> cache = this.caches.get(object.getKind());
		if (cache != null) {
			cache.forget(object.getMetadata().getNamespace(), object.getMetadata().getName());
		}
	}

	/** Keeps the watches open; called again and again. */
	void tend() {
		List.of(ObjectType.DEPLOYMENT, ObjectType.POD, ObjectType.SERVICE).forEach(this::cache);
		KubernetesClient ready = client();
		this.watching = true;
		boolean doubtful = false;
		for (ObjectCache<?> cache : this.caches.values()) {
			doubtful |= cache.tend(ready);
		}
		if (doubtful) {
			this.caches.values().forEach((cache) -> cache.distrust(ready));
		}
	}

	void close() {
		this.watching = false;
		this.caches.values().forEach(ObjectCache::close);
	}

	private <T extends HasMetadata> List<T> asked(ObjectType<T> type, String namespace, String service) {
		return type.operation()
			.apply(client())
			.inNamespace(namespace)
			.withLabelSelector(type.ours() + "," + Labels.SERVICE + "=" + service)
			.list()
			.getItems();
	}

	@SuppressWarnings("unchecked")
	private <T extends HasMetadata> ObjectCache<T> cache(ObjectType<T> type) {
		ObjectCache<?> known = this.caches.get(type.kind());
		if (known == null) {
			ObjectCache<T> made = new ObjectCache<>(type, this.changed, this.clock);
			known = this.caches.putIfAbsent(type.kind(), made);
			if (known == null) {
				known = made;
				if (this.watching) {
					made.tend(client());
				}
			}
		}
		return (ObjectCache<T>) known;
	}

}
