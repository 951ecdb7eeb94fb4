package dev.slipway.cluster.work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.DurableStore;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;

class InformerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int MORE_THAN_A_WATCH_HOLDS = 20_010;

	@Test
	void oneThatFellTooFarBehindListsAgainAndHearsOfWhatHasGone(@TempDir Path directory) throws Exception {
		List<String> heard = new CopyOnWriteArrayList<>();
		CountDownLatch busy = new CountDownLatch(1);
		try (ObjectStore store = open(directory); Workers workers = new Workers()) {
			create(store, "goes");
			create(store, "stays");
			try (Informer informer = Informer.start(store, workers, "configmaps", (type, object, previous) -> {
				awaitQuietly(busy);
				heard.add(type + " " + Meta.name(object) + " " + object.path("data").path("n").asInt());
			})) {
				for (int i = 1; i <= MORE_THAN_A_WATCH_HOLDS; i++) {
					int n = i;
					store.update(Key.of("configmaps", "shop", "stays"), (object) -> {
						object.withObject("/data").put("n", n);
						return object;
					});
				}
				store.remove(Key.of("configmaps", "shop", "goes"), null);
				create(store, "comes");
				busy.countDown();
				await().atMost(PATIENCE)
					.until(() -> heard.contains("ADDED stays " + MORE_THAN_A_WATCH_HOLDS)
							&& heard.contains("DELETED goes 0") && heard.contains("ADDED comes 0"));
				create(store, "later");
				await().atMost(PATIENCE).until(() -> heard.contains("ADDED later 0"));
			}
		}
	}

	private static ObjectStore open(Path directory) throws IOException {
		return DurableStore.open(directory, Clock.systemUTC());
	}

	private static void create(ObjectStore store, String name) {
		ObjectNode object = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
		store.create(Key.of("configmaps", "shop", name), object);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
