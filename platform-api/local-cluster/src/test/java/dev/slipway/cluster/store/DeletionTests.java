package dev.slipway.cluster.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeletionTests {

	private final Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

	private final Key pod = Key.of("pods", "shop", "p");

	private final Key map = Key.of("configmaps", "shop", "m");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@SuppressWarnings("NullAway.Init")
	private DurableStore store;

	@BeforeEach
	void open() throws IOException {
		this.store = DurableStore.open(this.directory, this.clock);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void plainObjectGoesAtOnce() {
		this.store.create(this.map, object());
		assertThat(Deletion.BACKGROUND.request(this.store, this.map, this.clock).gone()).isTrue();
		assertThat(this.store.get(this.map)).isEmpty();
	}

	@Test
	void runningPodIsMarkedWithItsGraceAndRemovedByGraceZero() {
		ObjectNode running = object();
		running.putObject("spec").put("nodeName", "n").put("terminationGracePeriodSeconds", 7);
		this.store.create(this.pod, running);
		Deletion.Outcome outcome = Deletion.BACKGROUND.request(this.store, this.pod, this.clock);
		assertThat(outcome.gone()).isFalse();
		assertThat(outcome.object().at("/metadata/deletionTimestamp").asText()).isEqualTo("2026-01-02T03:04:12Z");
		assertThat(outcome.object().at("/metadata/deletionGracePeriodSeconds").asInt()).isEqualTo(7);
		assertThat(new Deletion(null, 0L, null, null).request(this.store, this.pod, this.clock).gone()).isTrue();
	}

	@Test
	void finalizerKeepsTheObjectUntilItIsTakenOff() {
		ObjectNode kept = object();
		kept.withObject("/metadata").putArray("finalizers").add("x/y");
		this.store.create(this.map, kept);
		ObjectNode marked = Deletion.BACKGROUND.request(this.store, this.map, this.clock).object();
		assertThat(marked.at("/metadata/deletionTimestamp").asText()).isEqualTo("2026-01-02T03:04:05Z");
		this.store.update(this.map, (object) -> {
			object.withObject("/metadata").remove("finalizers");
			return object;
		});
		assertThat(this.store.get(this.map)).isEmpty();
	}

	@Test
	void foregroundAndOrphanAddTheirFinalizers() {
		this.store.create(this.map, object());
		ObjectNode marked = new Deletion("Foreground", null, null, null).request(this.store, this.map, this.clock)
			.object();
		assertThat(marked.at("/metadata/finalizers/0").asText()).isEqualTo("foregroundDeletion");
		ObjectNode again = new Deletion("Orphan", null, null, null).request(this.store, this.map, this.clock).object();
		assertThat(again.at("/metadata/finalizers")).hasSize(1);
		assertThat(again.at("/metadata/finalizers/0").asText()).isEqualTo("orphan");
	}

	@Test
	void wrongPreconditionIsAConflict() {
		this.store.create(this.map, object());
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> new Deletion(null, null, "other", null).request(this.store, this.map, this.clock))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(StoreException.Reason.CONFLICT));
		assertThat(this.store.get(this.map)).isPresent();
	}

	private static ObjectNode object() {
		ObjectNode object = new ObjectMapper().createObjectNode().put("apiVersion", "v1").put("kind", "X");
		object.putObject("metadata");
		return object;
	}

}
