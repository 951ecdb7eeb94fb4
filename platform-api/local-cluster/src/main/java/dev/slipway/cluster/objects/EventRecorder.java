package dev.slipway.cluster.objects;

import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events. An event that says the same again raises the count of the first.
 */
public final class EventRecorder {

	private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);

	private static final int REMEMBERED = 2000;

	private final ObjectStore store;

	private final Clock clock;

	private final Map<Said, String> names = new LinkedHashMap<>(64, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Said, String> eldest) {
			return size() > REMEMBERED;
		}

	};

	/** Events into that store. */
	public EventRecorder(ObjectStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	/** Something normal. */
	public void normal(String component, JsonNode about, String reason, String message) {
		record(new Said(component, Meta.uid(about), "Normal", reason, message), about);
	}

	/** Something to look at. */
	public void warning(String component, JsonNode about, String reason, String message) {
		record(new Said(component, Meta.uid(about), "Warning", reason, message), about);
	}

	private synchronized void record(Said said, JsonNode about) {
		Instant now = this.clock.instant();
		String namespace = Meta.namespace(about).isEmpty() ? "default" : Meta.namespace(about);
		try {
			String known = this.names.get(said);
			if (known != null && again(new Key("events", namespace, known), now)) {
				return;
			}
			String name = Meta.name(about) + "." + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
			this.store.create(new Key("events", namespace, name), event(said, about, namespace, name, now));
			this.names.put(said, name);
		}
		catch (StoreException ex) {
			log.debug("Event {} is lost", said, ex);
		}
	}

	private boolean again(Key key, Instant now) {
		try {
			this.store.update(key, (event) -> event.put("count", event.path("count").asInt(1) + 1)
				.put("lastTimestamp", Meta.time(now)));
			return true;
		}
		catch (StoreException ex) {
			return false;
		}
	}

	private static ObjectNode event(Said said, JsonNode about, String namespace, String name, Instant now) {
		ObjectNode event = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Event");
		event.putObject("metadata").put("name", name).put("namespace", namespace);
		ObjectNode involved = event.putObject("involvedObject")
			.put("kind", about.path("kind").asText())
			.put("apiVersion", about.path("apiVersion").asText())
			.put("name", Meta.name(about))
			.put("uid", Meta.uid(about))
			.put("resourceVersion", about.path("metadata").path("resourceVersion").asText());
		if (!Meta.namespace(about).isEmpty()) {
			involved.put("namespace", Meta.namespace(about));
		}
		event.put("reason", said.reason()).put("message", said.message());
		event.putObject("source").put("component", said.component());
		event.put("firstTimestamp", Meta.time(now)).put("lastTimestamp", Meta.time(now));
		event.put("count", 1).put("type", said.type());
		event.putNull("eventTime");
		return event.put("reportingComponent", said.component()).put("reportingInstance", "local");
	}

	private record Said(String component, String uid, String type, String reason, String message) {
	}

}
