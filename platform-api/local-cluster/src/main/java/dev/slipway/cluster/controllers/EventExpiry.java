package dev.slipway.cluster.controllers;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;

/**
 * Forgets events after an hour, as a real cluster does.
 */
final class EventExpiry {

	static final Duration AGE = Duration.ofHours(1);

	static final Duration INTERVAL = Duration.ofMinutes(5);

	private final Context cluster;

	EventExpiry(Context cluster) {
		this.cluster = cluster;
	}

	void start() {
		this.cluster.workers().every(INTERVAL, () -> this.cluster.workers().work().execute(this::expire));
	}

	void expire() {
		Instant oldest = this.cluster.now().minus(AGE);
		for (ObjectNode event : this.cluster.store().list("events", null).items()) {
			String last = event.path("lastTimestamp").asText("");
			Instant seen = last.isEmpty() ? Meta.created(event) : Instant.parse(last);
			if (seen.isBefore(oldest)) {
				this.cluster.delete(Meta.key("events", event), event);
			}
		}
	}

}
