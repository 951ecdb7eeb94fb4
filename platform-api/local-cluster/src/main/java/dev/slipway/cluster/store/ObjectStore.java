package dev.slipway.cluster.store;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes objects, kept durably. Every object has apiVersion, kind and metadata; the
 * store owns {@code uid}, {@code resourceVersion}, {@code generation} and
 * {@code creationTimestamp}. What goes in is copied; what {@link #get}, the writes and
 * {@link WatchEvent#object()} give is a copy, what {@link #list} gives is shared.
 *
 * <p>
 * A write that changes nothing makes no version and no event. An update that leaves an
 * object with a deletionTimestamp, no finalizers and no grace period removes it.
 */
public interface ObjectStore extends AutoCloseable {

	/**
	 * Stores a new object. A uid in it is kept, so leave it out unless you made it.
	 * @return the object as stored
	 * @throws StoreException ALREADY_EXISTS
	 */
	ObjectNode create(Key key, ObjectNode object);

	/** Reads a copy of one object. */
	Optional<ObjectNode> get(Key key);

	/** Reads one object without a copy: only for reading. */
	@Nullable ObjectNode shared(Key key);

	/**
	 * Replaces an object.
	 * @param expectedResourceVersion the version the change was made from, or null to
	 * overwrite whatever is there
	 * @return the object as stored (with its old version when that removed it)
	 * @throws StoreException NOT_FOUND, CONFLICT
	 */
	ObjectNode update(Key key, ObjectNode object, @Nullable String expectedResourceVersion);

	/**
	 * Reads, changes and writes until no other writer came between.
	 * @param change gets a copy it may edit and return
	 * @return the object as stored
	 * @throws StoreException NOT_FOUND
	 */
	ObjectNode update(Key key, UnaryOperator<ObjectNode> change);

	/**
	 * Removes an object at once, whatever its finalizers and grace period say: the last
	 * act of a deletion. To ask for one, see {@link Deletion}.
	 * @param expectedResourceVersion as in update
	 * @return the object's last state with the version of its removal
	 * @throws StoreException NOT_FOUND, CONFLICT
	 */
	ObjectNode remove(Key key, @Nullable String expectedResourceVersion);

	/**
	 * Lists a resource.
	 * @param namespace null for all namespaces
	 */
	Listing list(String resource, @Nullable String namespace);

	/**
	 * Lists what all of some terms find in a namespace.
	 * @param all at least one
	 */
	default Listing list(String resource, String namespace, Collection<Term> all) {
		Listing listing = list(resource, namespace);
		return new Listing(listing.resourceVersion(),
				listing.items().stream().filter((object) -> Term.of(object).containsAll(all)).toList());
	}

	/**
	 * Lists a resource as it was at an earlier version.
	 * @throws StoreException EXPIRED when the history does not reach back that far,
	 * TOO_LARGE for a version that is not yet
	 */
	Listing listAt(String resource, @Nullable String namespace, long resourceVersion);

	/**
	 * Watches a resource: every change after the version, in order, none twice.
	 * @param namespace null for all namespaces
	 * @throws StoreException EXPIRED when the history does not reach back that far
	 */
	Watch watch(String resource, @Nullable String namespace, long afterResourceVersion);

	/**
	 * Watches with a listener, called one event at a time on the executor. A listener
	 * that falls too far behind hears no more: it must list again.
	 * @param whenOverrun called on the executor when that has happened
	 */
	default Watch listen(String resource, @Nullable String namespace, long afterResourceVersion, Executor executor,
			Consumer<WatchEvent> listener, Runnable whenOverrun) {
		Watch watch = watch(resource, namespace, afterResourceVersion);
		watch.deliverTo(executor, listener, whenOverrun);
		return watch;
	}

	/** The newest version. */
	long resourceVersion();

	@Override
	void close();

}
