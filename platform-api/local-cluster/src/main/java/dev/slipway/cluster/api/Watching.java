package dev.slipway.cluster.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.store.Listing;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;
import dev.slipway.cluster.store.Watch;
import dev.slipway.cluster.store.WatchEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * One open watch: turns the store's events into lines for a client, on its event loop.
 */
final class Watching {

	private static final long BOOKMARK_MILLIS = 30_000;

	private static final long LAST_BOOKMARK_MILLIS = 400;

	private final Vertx vertx;

	private final Context context;

	private final ObjectStore store;

	private final Target target;

	private final ListOptions options;

	private final Shown shown;

	private final WatchOutlet outlet;

	private @Nullable Watch watch;

	private boolean first = true;

	private boolean ended;

	private long lastVersion;

	Watching(Vertx vertx, Objects objects, Target target, ListOptions options, Shown shown, WatchOutlet outlet) {
		this.vertx = vertx;
		this.context = vertx.getOrCreateContext();
		this.store = objects.store();
		this.target = target;
		this.options = options;
		this.shown = shown;
		this.outlet = outlet;
	}

	/** Called on the event loop. */
	void start() {
		this.outlet.onClose(this::close);
		this.outlet.onDrain(this::drain);
		try {
			long from = this.options.resourceVersion();
			if (from == 0 || this.options.sendInitialEvents()) {
				from = initial();
			}
			this.lastVersion = from;
			Watch opened = this.store.watch(this.target.kind().resource(), Reading.namespace(this.target), from);
			this.watch = opened;
			opened.onReady(() -> this.context.runOnContext((ignored) -> drain()));
			timers();
		}
		catch (StoreException ex) {
			expired(ex.getMessage() + "");
		}
	}

	private long initial() {
		Listing listing = this.store.list(this.target.kind().resource(), Reading.namespace(this.target));
		for (ObjectNode object : listing.items()) {
			if (matches(object)) {
				send("ADDED", object);
			}
		}
		if (this.options.sendInitialEvents() && this.options.bookmarks()) {
			ObjectNode end = bookmark(listing.resourceVersion());
			String empty = "{\"kind\":\"" + this.target.kind().kind() + "List\",\"apiVersion\":\""
					+ this.target.kind().apiVersion() + "\",\"metadata\":{},\"items\":null}\n";
			end.withObject("/metadata/annotations")
				.put("k8s.io/initial-events-end", "true")
				.put("kubernetes.io/initial-events-list-blueprint",
						Base64.getEncoder().encodeToString(empty.getBytes(StandardCharsets.UTF_8)));
			write("BOOKMARK", end);
		}
		return listing.resourceVersion();
	}

	private void timers() {
		long timeout = this.options.timeoutSeconds() * 1000;
		if (this.options.bookmarks()) {
			long timer = this.vertx.setPeriodic(BOOKMARK_MILLIS, (id) -> sendBookmark());
			this.outlet.onClose(() -> this.vertx.cancelTimer(timer));
			if (timeout > LAST_BOOKMARK_MILLIS) {
				this.vertx.setTimer(timeout - LAST_BOOKMARK_MILLIS, (id) -> sendBookmark());
			}
		}
		if (timeout > 0) {
			this.vertx.setTimer(timeout, (id) -> end());
		}
	}

	/** Says how far the watch is, also when nothing of its kind has changed since. */
	private void sendBookmark() {
		long now = this.store.resourceVersion();
		if (drain()) {
			this.lastVersion = Math.max(this.lastVersion, now);
		}
		if (!this.ended && this.watch != null) {
			write("BOOKMARK", bookmark(this.lastVersion));
		}
	}

	private ObjectNode bookmark(long version) {
		ObjectNode object = Json.object()
			.put("kind", this.target.kind().kind())
			.put("apiVersion", this.target.kind().apiVersion());
		object.putObject("metadata").put("resourceVersion", Long.toString(version)).putNull("creationTimestamp");
		return object;
	}

	/** Whether all was sent that there was. */
	private boolean drain() {
		Watch open = this.watch;
		if (open == null || this.ended) {
			return false;
		}
		if (open.overrun()) {
			expired("too old resource version: the watch fell behind");
			return false;
		}
		while (!this.outlet.full()) {
			WatchEvent event = open.poll();
			if (event == null) {
				// Overrun empties it as well.
				return !open.overrun();
			}
			this.lastVersion = event.resourceVersion();
			translate(event);
		}
		return false;
	}

	/**
	 * An object that enters or leaves the selection is added or deleted for this watch.
	 */
	private void translate(WatchEvent event) {
		ObjectNode previous = event.sharedPrevious();
		boolean before = previous != null && matches(previous);
		boolean after = event.type() != WatchEvent.Type.DELETED && matches(event.shared());
		if (after) {
			send(before ? "MODIFIED" : "ADDED", event.shared());
		}
		else if (before && event.type() == WatchEvent.Type.DELETED) {
			send("DELETED", event.shared());
		}
		else if (before && previous != null) {
			ObjectNode last = previous.deepCopy();
			last.withObject("/metadata").put("resourceVersion", Long.toString(event.resourceVersion()));
			send("DELETED", last);
		}
	}

	private boolean matches(ObjectNode object) {
		return this.options.labels().matches(object) && this.options.fields().matches(object);
	}

	private void send(String type, ObjectNode object) {
		write(type, this.shown.event(object, this.first));
		this.first = false;
	}

	private void write(String type, ObjectNode object) {
		ObjectNode event = Json.object().put("type", type);
		event.set("object", object);
		this.outlet.write(Json.bytes(event));
	}

	private void expired(String message) {
		write("ERROR", ApiError.of(410, "Expired", message).status());
		end();
	}

	private void end() {
		if (!this.ended) {
			drain();
			close();
			this.outlet.end();
		}
	}

	private void close() {
		this.ended = true;
		Watch open = this.watch;
		if (open != null) {
			open.close();
		}
	}

}
