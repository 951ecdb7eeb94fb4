package dev.slipway.cluster.controllers;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.cluster.store.Key;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SelectingTests {

	private final Selecting selecting = new Selecting();

	@Test
	void findsWhatSelectsAllPairsAndIsInTheNamespace() {
		this.selecting.put(service("shop", "a"), pairs(Map.of("service", "a", "by", "slipway")));
		this.selecting.put(service("shop", "a-r2"), pairs(Map.of("service", "a", "release", "2")));
		this.selecting.put(service("shop", "b"), pairs(Map.of("service", "b", "by", "slipway")));
		this.selecting.put(service("other", "a"), pairs(Map.of("service", "a")));
		this.selecting.put(service("shop", "none"), pairs(Map.of()));
		JsonNode pod = pairs(Map.of("service", "a", "by", "slipway", "release", "2", "more", "x"));
		assertThat(this.selecting.find("shop", pod)).containsExactlyInAnyOrder(service("shop", "a"),
				service("shop", "a-r2"));
		assertThat(this.selecting.find("other", pod)).containsExactly(service("other", "a"));
	}

	@Test
	void forgetsWhatWasSelectedBefore() {
		this.selecting.put(service("shop", "a"), pairs(Map.of("service", "a")));
		this.selecting.put(service("shop", "a"), pairs(Map.of("service", "b")));
		assertThat(this.selecting.find("shop", pairs(Map.of("service", "a")))).isEmpty();
		assertThat(this.selecting.find("shop", pairs(Map.of("service", "b")))).containsExactly(service("shop", "a"));
		this.selecting.put(service("shop", "a"), pairs(Map.of()));
		assertThat(this.selecting.find("shop", pairs(Map.of("service", "b")))).isEmpty();
	}

	private static Key service(String namespace, String name) {
		return Key.of("services", namespace, name);
	}

	private static JsonNode pairs(Map<String, String> pairs) {
		return new ObjectMapper().valueToTree(pairs);
	}

}
