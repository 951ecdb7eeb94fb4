package dev.slipway.cluster.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how many create and get pairs the store does in a second with 10,000 objects in
 * it.
 */
class StoreBench {

	private static final int OBJECTS = 10_000;

	private static final Duration LENGTH = Duration.ofSeconds(5);

	@Test
	void createAndGetPairs(@TempDir Path directory) throws Exception {
		try (ObjectStore store = DurableStore.open(directory, Clock.systemUTC())) {
			for (int number = 0; number < OBJECTS; number++) {
				pair(store, "filler-" + number);
			}
			long end = System.nanoTime() + LENGTH.toNanos();
			int pairs = 0;
			while (System.nanoTime() < end) {
				pair(store, "measured-" + pairs++);
			}
			System.out.printf("BENCH local cluster's store: %,d create+get pairs/s with %,d objects%n",
					pairs / LENGTH.toSeconds(), OBJECTS);
		}
	}

	private static void pair(ObjectStore store, String name) {
		Key key = Key.of("configmaps", "bench", name);
		store.create(key, configMap());
		if (store.get(key).isEmpty()) {
			throw new IllegalStateException(key + " is gone");
		}
	}

	private static ObjectNode configMap() {
		ObjectNode object = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
		object.putObject("metadata");
		object.putObject("data").put("colour", "blue").put("size", "17");
		return object;
	}

}
