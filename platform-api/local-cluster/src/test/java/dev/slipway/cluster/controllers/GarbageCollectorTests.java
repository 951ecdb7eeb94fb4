package dev.slipway.cluster.controllers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.EventRecorder;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Deletion;
import dev.slipway.cluster.store.DurableStore;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class GarbageCollectorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Clock clock = Clock.systemUTC();

	private final Workers workers = new Workers();

	private final Key owner = Key.of("configmaps", "shop", "owner");

	private final Key child = Key.of("secrets", "shop", "child");

	private final Key grandchild = Key.of("configmaps", "shop", "grandchild");

	@SuppressWarnings("NullAway.Init")
	private LateStore store;

	private List<Informer> informers = List.of();

	@BeforeEach
	void start(@TempDir Path directory) throws IOException {
		this.store = new LateStore(DurableStore.open(directory, this.clock));
		Context context = new Context(this.store, this.workers, this.clock, new EventRecorder(this.store, this.clock));
		this.informers = new GarbageCollector(context, List.of("configmaps", "secrets")).start();
		ObjectNode first = this.store.create(this.owner, object("ConfigMap", this.owner));
		ObjectNode second = this.store.create(this.child, owned(object("Secret", this.child), first));
		this.store.create(this.grandchild, owned(object("ConfigMap", this.grandchild), second));
	}

	@AfterEach
	void stop() {
		this.informers.forEach(Informer::close);
		this.workers.close();
		this.store.close();
	}

	@Test
	void inTheBackgroundDependentsFollowTheirOwner() {
		assertThat(delete("Background").gone()).isTrue();
		await().atMost(PATIENCE)
			.until(() -> this.store.get(this.child).isEmpty() && this.store.get(this.grandchild).isEmpty());
	}

	@Test
	void inTheForegroundTheOwnerGoesLast() {
		assertThat(delete("Foreground").gone()).isFalse();
		await().atMost(PATIENCE).until(() -> {
			boolean ownerGone = this.store.get(this.owner).isEmpty();
			assertThat(ownerGone && this.store.get(this.grandchild).isPresent()).isFalse();
			return ownerGone;
		});
		assertThat(this.store.get(this.child)).isEmpty();
	}

	@Test
	void orphansStayAndForgetTheirOwner() {
		delete("Orphan");
		await().atMost(PATIENCE).until(() -> this.store.get(this.owner).isEmpty());
		assertThat(this.store.get(this.child))
			.hasValueSatisfying((object) -> assertThat(object.path("metadata").path("ownerReferences")).isEmpty());
		assertThat(this.store.get(this.grandchild)).isPresent();
	}

	@Test
	void anOwnerThatNeverWasLeavesNoDependents() {
		Key stray = Key.of("secrets", "shop", "stray");
		ObjectNode ghost = object("ConfigMap", this.owner);
		ghost.withObject("/metadata").put("uid", "not-a-uid");
		this.store.create(stray, owned(object("Secret", stray), ghost));
		await().atMost(PATIENCE).until(() -> this.store.get(stray).isEmpty());
		assertThat(this.store.get(this.child)).isPresent();
	}

	@Test
	void orphansOfWhomNoWatchHasToldYetStayToo() {
		this.store.hold("secrets");
		Key late = lateSecret();
		delete("Orphan");
		await().atMost(PATIENCE).until(() -> this.store.get(this.owner).isEmpty());
		assertThat(this.store.get(late))
			.hasValueSatisfying((object) -> assertThat(object.path("metadata").path("ownerReferences")).isEmpty());
		this.store.release();
		assertThat(this.store.get(late)).isPresent();
	}

	@Test
	void inTheForegroundTheOwnerWaitsForDependentsOfWhomNoWatchHasToldYet() {
		this.store.hold("secrets");
		Key late = lateSecret();
		delete("Foreground");
		await().atMost(PATIENCE).until(() -> this.store.get(late).isEmpty());
		assertThat(this.store.get(this.owner)).isPresent();
		this.store.release();
		await().atMost(PATIENCE).until(() -> this.store.get(this.owner).isEmpty());
	}

	@Test
	void aDependentThatIsOrphanedWhileItIsLookedAtStays() {
		Key stray = Key.of("secrets", "shop", "stray");
		ObjectNode ghost = object("ConfigMap", Key.of("configmaps", "shop", "ghost"));
		ghost.withObject("/metadata").put("uid", "ghost");
		CountDownLatch looked = new CountDownLatch(1);
		this.store.beforeReading(Key.of("configmaps", "shop", "ghost"), () -> {
			new OwnerLinks(this.store).drop(stray, List.of("ghost"));
			looked.countDown();
		});
		this.store.create(stray, owned(object("Secret", stray), ghost));
		await().atMost(PATIENCE).until(() -> looked.getCount() == 0);
		this.store.remove(this.owner, null);
		await().atMost(PATIENCE).until(() -> this.store.get(this.grandchild).isEmpty());
		assertThat(this.store.get(stray)).isPresent();
	}

	@Test
	void aDependentLetGoNoLongerHoldsItsOwner() {
		this.store.update(this.child, (object) -> {
			object.withObject("/metadata").putArray("finalizers").add("test/hold");
			return object;
		});
		delete("Foreground");
		new OwnerLinks(this.store).drop(this.child,
				List.of(this.store.get(this.owner).orElseThrow().path("metadata").path("uid").asText()));
		await().atMost(PATIENCE).until(() -> this.store.get(this.owner).isEmpty());
	}

	private Key lateSecret() {
		Key late = Key.of("secrets", "shop", "late");
		this.store.create(late, owned(object("Secret", late), this.store.get(this.owner).orElseThrow()));
		return late;
	}

	private Deletion.Outcome delete(String propagation) {
		return new Deletion(propagation, null, null, null).request(this.store, this.owner, this.clock);
	}

	private static ObjectNode object(String kind, Key key) {
		ObjectNode object = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", kind);
		object.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
		return object;
	}

	private static ObjectNode owned(ObjectNode object, ObjectNode owner) {
		object.withObject("/metadata").withArray("/ownerReferences").add(Meta.controllerReference(owner));
		return object;
	}

}
