package dev.slipway.cluster.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DurableStoreTests {

	private static final ObjectMapper mapper = new ObjectMapper();

	private final Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

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
	void createdObjectHasIdentityAndVersion() {
		ObjectNode made = this.store.create(deployment("a"), spec(1));
		assertThat(made.at("/metadata/uid").asText()).hasSize(36);
		assertThat(made.at("/metadata/creationTimestamp").asText()).isEqualTo("2026-01-02T03:04:05Z");
		assertThat(made.at("/metadata/generation").asInt()).isEqualTo(1);
		assertThat(made.at("/metadata/resourceVersion").asLong()).isEqualTo(this.store.resourceVersion());
		assertThat(this.store.get(deployment("a"))).contains(made);
	}

	@Test
	void createTwiceIsRefused() {
		this.store.create(deployment("a"), spec(1));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.create(deployment("a"), spec(1)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(StoreException.Reason.ALREADY_EXISTS));
	}

	@Test
	void updateFromStaleVersionIsAConflictAndOneWithoutVersionIsNot() {
		ObjectNode first = this.store.create(deployment("a"), spec(1));
		String version = first.at("/metadata/resourceVersion").asText();
		this.store.update(deployment("a"), spec(2), version);
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.store.update(deployment("a"), spec(3), version))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(StoreException.Reason.CONFLICT));
		assertThat(this.store.update(deployment("a"), spec(4), null).at("/spec/replicas").asInt()).isEqualTo(4);
	}

	@Test
	void generationCountsSpecNotStatus() {
		this.store.create(deployment("a"), spec(1));
		ObjectNode scaled = this.store.update(deployment("a"), spec(2), null);
		assertThat(scaled.at("/metadata/generation").asInt()).isEqualTo(2);
		scaled.withObject("/status").put("replicas", 1L);
		assertThat(this.store.update(deployment("a"), scaled, null).at("/metadata/generation").asInt()).isEqualTo(2);
	}

	@Test
	void changeOfNothingMakesNoVersion() {
		ObjectNode first = this.store.create(deployment("a"), spec(1));
		try (Watch watch = this.store.watch("deployments.apps", null, this.store.resourceVersion())) {
			ObjectNode wide = first.deepCopy();
			wide.withObject("/spec").put("replicas", 1L);
			assertThat(this.store.update(deployment("a"), wide, null)).isEqualTo(first);
			assertThat(watch.poll()).isNull();
		}
	}

	@Test
	void whatGoesInAndComesOutIsACopy() {
		ObjectNode mine = spec(1);
		ObjectNode made = this.store.create(deployment("a"), mine);
		mine.put("spec", "mine");
		made.put("spec", "mine");
		assertThat(this.store.get(deployment("a")).orElseThrow().at("/spec/replicas").asInt()).isEqualTo(1);
	}

	@Test
	void listIsOrderedAndOfItsNamespaceOnly() {
		for (String name : List.of("b", "a", "c")) {
			this.store.create(deployment(name), spec(1));
			this.store.create(Key.of("deployments.apps", "shop-2", name), spec(1));
		}
		assertThat(this.store.list("deployments.apps", "shop").items())
			.extracting((o) -> o.at("/metadata/name").asText())
			.containsExactly("a", "b", "c");
		assertThat(this.store.list("deployments.apps", null).items()).hasSize(6);
		assertThat(this.store.list("pods", null).items()).isEmpty();
	}

	@Test
	void watchBeginsAfterItsVersionAndLosesNothing() throws InterruptedException {
		this.store.create(deployment("a"), spec(1));
		long then = this.store.resourceVersion();
		this.store.create(deployment("b"), spec(1));
		try (Watch watch = this.store.watch("deployments.apps", "shop", then)) {
			this.store.update(deployment("b"), spec(2), null);
			this.store.remove(deployment("a"), null);
			List<String> seen = new ArrayList<>();
			for (WatchEvent event = watch.poll(); event != null; event = watch.poll()) {
				seen.add(event.type() + " " + event.key().name());
				assertThat(event.object().at("/metadata/resourceVersion").asLong()).isEqualTo(event.resourceVersion());
			}
			assertThat(seen).containsExactly("ADDED b", "MODIFIED b", "DELETED a");
		}
	}

	@Test
	void listenerGetsEventsInOrder() {
		List<Long> seen = new CopyOnWriteArrayList<>();
		try (Watch watch = this.store.listen("deployments.apps", null, this.store.resourceVersion(), Runnable::run,
				(event) -> seen.add(event.resourceVersion()), () -> seen.add(-1L))) {
			for (int i = 0; i < 100; i++) {
				this.store.create(deployment("d" + i), spec(i));
			}
		}
		assertThat(seen).hasSize(100).isSorted();
	}

	@Test
	void watchFromForgottenVersionIsExpired() {
		long then = this.store.resourceVersion();
		for (int i = 0; i <= Shelf.HISTORY; i++) {
			this.store.create(deployment("d" + i), spec(i));
		}
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.store.watch("deployments.apps", null, then))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(StoreException.Reason.EXPIRED));
	}

	@Test
	void slowReaderIsOverrunAndTheWriterIsNot() {
		try (Watch watch = this.store.watch("deployments.apps", null, this.store.resourceVersion())) {
			this.store.create(deployment("a"), spec(0));
			for (int i = 1; i <= Watch.CAPACITY; i++) {
				this.store.update(deployment("a"), spec(i), null);
			}
			assertThat(watch.overrun()).isTrue();
		}
	}

	@Test
	void listAtShowsThePast() {
		this.store.create(deployment("a"), spec(1));
		this.store.create(deployment("b"), spec(1));
		long then = this.store.resourceVersion();
		this.store.update(deployment("a"), spec(2), null);
		this.store.remove(deployment("b"), null);
		this.store.create(deployment("c"), spec(1));
		List<ObjectNode> past = this.store.listAt("deployments.apps", "shop", then).items();
		assertThat(past).extracting((o) -> o.at("/metadata/name").asText() + o.at("/spec/replicas").asText())
			.containsExactly("a1", "b1");
	}

	@Test
	void everythingIsThereAfterAKill() throws IOException {
		for (int i = 0; i < 50; i++) {
			this.store.create(deployment("d" + i), spec(i));
		}
		this.store.remove(deployment("d7"), null);
		ObjectNode nine = this.store.update(deployment("d9"), spec(99), null);
		Path copy = killedCopy(0);
		try (DurableStore again = DurableStore.open(copy, this.clock)) {
			assertThat(again.list("deployments.apps", null).items()).hasSize(49);
			assertThat(again.get(deployment("d9"))).contains(nine);
			assertThat(again.resourceVersion()).isEqualTo(this.store.resourceVersion());
			assertThatExceptionOfType(StoreException.class)
				.isThrownBy(() -> again.watch("deployments.apps", null, again.resourceVersion() - 1));
		}
	}

	@Test
	void tornLastRecordIsDroppedWhereverItWasTorn() throws IOException {
		this.store.create(deployment("a"), spec(1));
		long sound = Files.size(this.directory.resolve("objects.log"));
		this.store.create(deployment("b"), spec(1));
		long whole = Files.size(this.directory.resolve("objects.log"));
		for (int cut = 1; cut < whole - sound; cut += 13) {
			try (DurableStore again = DurableStore.open(killedCopy(cut), this.clock)) {
				assertThat(again.list("deployments.apps", null).items()).hasSize(1);
				again.create(deployment("b"), spec(3));
			}
		}
	}

	@Test
	void damageInTheMiddleStopsTheStartWithARemedy() throws IOException {
		this.store.create(deployment("a"), spec(1));
		this.store.create(deployment("b"), spec(1));
		Path copy = killedCopy(0);
		byte[] bytes = Files.readAllBytes(copy.resolve("objects.log"));
		bytes[40] ^= 1;
		Files.write(copy.resolve("objects.log"), bytes);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> DurableStore.open(copy, this.clock))
			.withMessageContaining("damaged at byte 0");
	}

	@Test
	void secondProcessOnTheSameDirectoryIsRefused() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> DurableStore.open(this.directory, this.clock));
	}

	@Test
	void compactionKeepsWhatLives() throws IOException {
		String big = "x".repeat(100_000);
		for (int i = 0; i < 400; i++) {
			ObjectNode object = spec(i);
			object.put("data", big + i);
			if (i == 0) {
				this.store.create(deployment("a"), object);
			}
			else {
				this.store.update(deployment("a"), object, null);
			}
		}
		assertThat(Files.size(this.directory.resolve("objects.log"))).isLessThan(17L << 20);
		try (DurableStore again = DurableStore.open(killedCopy(0), this.clock)) {
			assertThat(again.get(deployment("a"))).isEqualTo(this.store.get(deployment("a")));
			assertThat(again.resourceVersion()).isEqualTo(this.store.resourceVersion());
		}
	}

	@Test
	void termsFindWhatLabelsAndOwnersSayNow() {
		this.store.create(deployment("a"), owned("u1", "blue"));
		assertThat(found(Term.controlledBy("u1"))).containsExactly("a");
		this.store.create(deployment("c"), owned("u1", "green"));
		this.store.create(deployment("b"), owned("u1", "blue"));
		this.store.create(Key.of("deployments.apps", "other", "b"), owned("u1", "blue"));
		this.store.create(deployment("free"), spec(1));
		assertThat(found(Term.controlledBy("u1"))).containsExactly("a", "b", "c");
		assertThat(found(Term.controlledBy("u1"), Term.label("colour", "blue"))).containsExactly("a", "b");
		assertThat(found(Term.UNCONTROLLED)).containsExactly("free");
		this.store.update(deployment("a"), (object) -> owned("u2", "green"));
		this.store.remove(deployment("b"), null);
		assertThat(found(Term.controlledBy("u1"))).containsExactly("c");
		assertThat(found(Term.label("colour", "green"))).containsExactly("a", "c");
		assertThat(found(Term.label("colour", "blue"))).isEmpty();
		assertThat(found(Term.label("colour", "red"), Term.controlledBy("u2"))).isEmpty();
	}

	@Test
	void termsFindWhatWasThereBeforeAStart() throws IOException {
		this.store.create(deployment("a"), owned("u1", "blue"));
		this.store.close();
		this.store = DurableStore.open(this.directory, this.clock);
		assertThat(found(Term.label("colour", "blue"))).containsExactly("a");
		assertThat(this.store.list("nothing", "shop", List.of(Term.UNCONTROLLED)).items()).isEmpty();
	}

	private List<String> found(Term... terms) {
		return this.store.list("deployments.apps", "shop", List.of(terms))
			.items()
			.stream()
			.map((object) -> object.at("/metadata/name").asText())
			.toList();
	}

	private static ObjectNode owned(String owner, String colour) {
		ObjectNode object = spec(1);
		ObjectNode metadata = object.withObject("/metadata");
		metadata.withObject("/labels").put("colour", colour);
		metadata.withArray("/ownerReferences").addObject().put("uid", owner).put("controller", true);
		return object;
	}

	private Path killedCopy(int cut) throws IOException {
		Path copy = Files.createTempDirectory(this.directory, "copy");
		byte[] bytes = Files.readAllBytes(this.directory.resolve("objects.log"));
		Files.write(copy.resolve("objects.log"), java.util.Arrays.copyOf(bytes, bytes.length - cut),
				StandardOpenOption.CREATE);
		return copy;
	}

	private static Key deployment(String name) {
		return Key.of("deployments.apps", "shop", name);
	}

	private static ObjectNode spec(int replicas) {
		ObjectNode object = mapper.createObjectNode().put("apiVersion", "apps/v1").put("kind", "Deployment");
		object.putObject("spec").put("replicas", replicas);
		return object;
	}

}
