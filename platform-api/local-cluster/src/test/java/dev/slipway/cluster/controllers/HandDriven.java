package dev.slipway.cluster.controllers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.EventRecorder;
import dev.slipway.cluster.store.DurableStore;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.work.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * One object of namespace {@code shop} and its controller, which is called by hand: no
 * watch, no queue and no clock runs beside.
 */
abstract class HandDriven {

	private final Workers workers = new Workers();

	/** What the controller and the store read as the time. */
	Instant now = Instant.parse("2026-01-05T10:00:00Z");

	@SuppressWarnings("NullAway.Init")
	ObjectStore store;

	@BeforeEach
	void start(@TempDir Path directory) throws IOException {
		Clock clock = new TestsClock();
		this.store = DurableStore.open(directory, clock);
		begin(new Context(this.store, this.workers, clock, new EventRecorder(this.store, clock)));
	}

	@AfterEach
	void stop() {
		this.workers.close();
		this.store.close();
	}

	/** Makes the controller, before each test. */
	abstract void begin(Context context);

	/** Calls it for {@link #key()}. */
	abstract void reconcile();

	/** Of the object that it looks after. */
	abstract Key key();

	/** Reconciles until nothing changes any more. */
	void settle() {
		long before;
		do {
			before = this.store.resourceVersion();
			reconcile();
		}
		while (changed(before));
	}

	/** Whether something that matters was written since a version of the store. */
	boolean changed(long before) {
		return this.store.resourceVersion() != before;
	}

	void pass(Duration time) {
		this.now = this.now.plus(time);
	}

	ObjectNode object() {
		return this.store.get(key()).orElseThrow();
	}

	JsonNode status() {
		return object().path("status");
	}

	/** Why, of every event that was told. */
	List<String> events() {
		return this.store.list("events", "shop")
			.items()
			.stream()
			.map((event) -> event.path("reason").asText())
			.toList();
	}

	/** Moved by the test. */
	private final class TestsClock extends Clock {

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return HandDriven.this.now;
		}

	}

}
