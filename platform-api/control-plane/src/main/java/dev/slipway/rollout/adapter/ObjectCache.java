package dev.slipway.rollout.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of one kind in one cluster, as a watch tells them. What it says is believed
 * while the watch stands and has been heard of lately, and never of an object that is
 * older there than a write or an answer that is known: then that counts, for as long as a
 * watch may reasonably be late, and after that the cluster is asked.
 */
final class ObjectCache<T extends HasMetadata> implements ResourceEventHandler<T> {

	/** A watch that is later than this is not waited for. */
	static final Duration LATE = Duration.ofSeconds(3);

	/** So long the cluster is asked for a service whose news are doubted. */
	static final Duration DOUBT = Duration.ofSeconds(15);

	/**
	 * What cannot be watched, such as a kind that is not installed, is tried so often.
	 */
	private static final Duration RETRY = Duration.ofMinutes(1);

	private static final String BY_SERVICE = "service";

	private static final Logger log = LoggerFactory.getLogger(ObjectCache.class);

	private final ObjectType<T> type;

	private final Consumer<HasMetadata> changed;

	private final Clock clock;

	private final WatchHealth health = new WatchHealth();

	/** What is known better than the watch tells it, by namespace and name. */
	private final Map<String, Known<T>> known = new ConcurrentHashMap<>();

	/** Services, by namespace and name, that are asked for until then. */
	private final Map<String, Instant> doubted = new ConcurrentHashMap<>();

	private volatile @Nullable SharedIndexInformer<T> informer;

	private volatile Instant openedAt = Instant.MIN;

	/**
	 * @param changed is told each object that changed in what releases look at
	 */
	ObjectCache(ObjectType<T> type, Consumer<HasMetadata> changed, Clock clock) {
		this.type = type;
		this.changed = changed;
		this.clock = clock;
	}

	/** An object; empty when the cluster has to be asked. */
	Optional<T> find(String namespace, String name) {
		SharedIndexInformer<T> open = believed();
		if (open == null) {
			return Optional.empty();
		}
		String key = namespace + "/" + name;
		T told = open.getStore().getByKey(key);
		Known<T> better = this.known.get(key);
		String place = (told != null) ? place(told) : (better != null) ? better.place() : namespace + "/";
		return doubted(place) ? Optional.empty() : newest(told, better);
	}

	/** The objects of a service; empty when the cluster has to be asked. */
	Optional<List<T>> ofService(String namespace, String service) {
		SharedIndexInformer<T> open = believed();
		if (open == null) {
			return Optional.empty();
		}
		String place = namespace + "/" + service;
		if (doubted(place)) {
			return Optional.empty();
		}
		Map<String, T> found = new HashMap<>();
		open.getIndexer().byIndex(BY_SERVICE, place).forEach((object) -> found.put(key(object), object));
		for (Map.Entry<String, Known<T>> entry : this.known.entrySet()) {
			Known<T> better = entry.getValue();
			if (better.place().equals(place)) {
				Optional<T> newest = newest(open.getStore().getByKey(entry.getKey()), better);
				if (newest.isEmpty()) {
					return Optional.empty();
				}
				found.put(entry.getKey(), newest.get());
			}
		}
		return Optional.of(List.copyOf(found.values()));
	}

	/** Remembers what a write or a question was answered with. */
	void answered(HasMetadata object) {
		if (this.type.model().isInstance(object)) {
			know(object, this.type.model().cast(object));
		}
	}

	/**
	 * The object is not what it was taken for: the cluster is asked until it is newer.
	 */
	void doubt(HasMetadata object) {
		know(object, null);
	}

	/** What the watch told of a service is not believed for a while. */
	void doubt(String namespace, String service) {
		this.doubted.put(namespace + "/" + service, this.clock.instant().plus(DOUBT));
	}

	boolean doubts(String namespace, String service) {
		return doubted(namespace + "/" + service);
	}

	/** What is not there belongs to any service of its namespace. */
	private boolean doubted(String place) {
		if (this.doubted.isEmpty()) {
			return false;
		}
		Instant now = this.clock.instant();
		this.doubted.values().removeIf(now::isAfter);
		return place.endsWith("/") ? this.doubted.keySet().stream().anyMatch((key) -> key.startsWith(place))
				: this.doubted.containsKey(place);
	}

	/** What is known of it is old: the cluster is asked until the watch tells more. */
	void forget(String namespace, String name) {
		find(namespace, name).ifPresent(this::doubt);
	}

	private void know(HasMetadata object, @Nullable T as) {
		if (this.informer != null) {
			Known<T> now = new Known<>(as, Versions.of(object), place(object), this.clock.instant());
			this.known.merge(key(object), now,
					(before, after) -> Versions.older(after.version(), before.version()) ? before : after);
		}
	}

	/**
	 * Opens the watch, and again when it has ended, is gone, silent or late.
	 * @return whether it was silent or late: the others of the cluster may be dead, too
	 */
	boolean tend(KubernetesClient client) {
		SharedIndexInformer<T> open = this.informer;
		Instant now = this.clock.instant();
		if (open == null || !open.isRunning()) {
			if (open == null || this.openedAt.plus(RETRY).isBefore(now)) {
				open(client);
			}
			return false;
		}
		String trouble = this.health.trouble(open, now);
		boolean late = forgetOld(open, now);
		if (trouble != null || late) {
			log.debug("The watch of {} is {}; it is opened again", this.type.kind(),
					(trouble != null) ? trouble : "late");
			open(client);
		}
		return late || WatchHealth.SILENT.equals(trouble);
	}

	/** Another one of the cluster was dead: unless it was heard of lately, it is, too. */
	void distrust(KubernetesClient client) {
		SharedIndexInformer<T> open = this.informer;
		if (open != null && open.isRunning() && this.health.quiet(open, this.clock.instant())) {
			open(client);
		}
	}

	synchronized void close() {
		SharedIndexInformer<T> open = this.informer;
		this.informer = null;
		this.known.clear();
		if (open != null) {
			open.stop();
		}
	}

	@Override
	public void onAdd(T object) {
		told(object);
		this.changed.accept(object);
	}

	@Override
	public void onUpdate(T before, T object) {
		told(object);
		if (!this.type.same().test(before, object)) {
			this.changed.accept(object);
		}
	}

	@Override
	public void onDelete(T object, boolean lastStateUnknown) {
		told(object);
		this.changed.accept(object);
	}

	private void told(T object) {
		this.known.computeIfPresent(key(object), (key, better) -> better.beats(object) ? better : null);
	}

	private synchronized void open(KubernetesClient client) {
		close();
		this.openedAt = this.clock.instant();
		this.health.opened(this.openedAt);
		SharedIndexInformer<T> made = this.type.operation()
			.apply(client)
			.inAnyNamespace()
			.withLabelSelector(this.type.ours())
			.runnableInformer(0);
		made.addIndexers(Map.of(BY_SERVICE, (object) -> List.of(place(object))));
		made.addEventHandler(this);
		// The first list, too, must not be one that an API server kept.
		made.initialState(Stream.empty());
		made.exceptionHandler((started, problem) -> this.informer == made && !hopeless(problem));
		this.informer = made;
		made.start();
	}

	/** Whether what changes is told. */
	boolean tells() {
		return believed() != null;
	}

	/** The watch, if it can be believed. */
	private @Nullable SharedIndexInformer<T> believed() {
		SharedIndexInformer<T> open = this.informer;
		return (open != null && this.health.believable(open, this.clock.instant())) ? open : null;
	}

	private Optional<T> newest(@Nullable T cached, @Nullable Known<T> better) {
		if (better == null || (cached != null && !better.beats(cached))) {
			return Optional.ofNullable(cached);
		}
		boolean fresh = this.clock.instant().isBefore(better.at().plus(LATE));
		return fresh ? Optional.ofNullable(better.object()) : Optional.empty();
	}

	/** Forgets what the watch never tells; whether it is late with what it should. */
	private boolean forgetOld(SharedIndexInformer<T> open, Instant now) {
		List<String> old = new ArrayList<>();
		boolean late = false;
		for (Map.Entry<String, Known<T>> entry : this.known.entrySet()) {
			if (entry.getValue().at().plus(LATE).plus(LATE).isBefore(now)) {
				old.add(entry.getKey());
				T cached = open.getStore().getByKey(entry.getKey());
				late |= cached != null && entry.getValue().object() != null && entry.getValue().beats(cached);
			}
		}
		old.forEach(this.known::remove);
		return late;
	}

	/** A kind that the cluster does not have, or that must not be watched. */
	private static boolean hopeless(Throwable problem) {
		Throwable cause = problem;
		while (cause != null) {
			if (cause instanceof KubernetesClientException answer
					&& List.of(401, 403, 404).contains(answer.getCode())) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static String key(HasMetadata object) {
		return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
	}

	private static String place(HasMetadata object) {
		return object.getMetadata().getNamespace() + "/" + Objects.label(object, Labels.SERVICE);
	}

}
