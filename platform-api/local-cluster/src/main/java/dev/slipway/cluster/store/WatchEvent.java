package dev.slipway.cluster.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One change of one object.
 */
public final class WatchEvent {

	/** What happened. */
	public enum Type {

		/** The object is new. */
		ADDED,
		/** The object changed. */
		MODIFIED,
		/** The object is gone; the event carries its last state. */
		DELETED

	}

	private final Type type;

	private final Key key;

	private final long resourceVersion;

	private final ObjectNode object;

	private final @Nullable ObjectNode previous;

	WatchEvent(Type type, Key key, long resourceVersion, ObjectNode object, @Nullable ObjectNode previous) {
		this.type = type;
		this.key = key;
		this.resourceVersion = resourceVersion;
		this.object = object;
		this.previous = previous;
	}

	/** What happened. */
	public Type type() {
		return this.type;
	}

	/** To which object. */
	public Key key() {
		return this.key;
	}

	/** The version this change made. */
	public long resourceVersion() {
		return this.resourceVersion;
	}

	/** A copy of the object after the change; the caller may do with it what it likes. */
	public ObjectNode object() {
		return this.object.deepCopy();
	}

	/** The object after the change, shared with the store: only for reading. */
	public ObjectNode shared() {
		return this.object;
	}

	/** The object before the change, shared with the store: only for reading. */
	public @Nullable ObjectNode sharedPrevious() {
		return this.previous;
	}

	@Override
	public String toString() {
		return this.type + " " + this.key + " @" + this.resourceVersion;
	}

}
