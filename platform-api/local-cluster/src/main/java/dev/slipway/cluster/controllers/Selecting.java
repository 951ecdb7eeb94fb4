package dev.slipway.cluster.controllers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.objects.Selector;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.Term;

/**
 * Which Services select labels. Each is found by that of its pairs which the fewest
 * others of its namespace are found by.
 */
final class Selecting {

	private final Map<Key, Place> places = new HashMap<>();

	private final Map<Place, Map<Key, JsonNode>> selectors = new HashMap<>();

	/** A label in a namespace. */
	private record Place(String namespace, Term label) {
	}

	/** The selector of a Service; an empty one selects nothing. */
	synchronized void put(Key service, JsonNode selector) {
		Place before = this.places.remove(service);
		if (before != null) {
			this.selectors.computeIfPresent(before,
					(place, all) -> (all.remove(service) != null && all.isEmpty()) ? null : all);
		}
		Term.labels(selector)
			.stream()
			.map((label) -> new Place(service.namespace(), label))
			.min(Comparator.comparingInt((place) -> this.selectors.getOrDefault(place, Map.of()).size()))
			.ifPresent((place) -> {
				this.places.put(service, place);
				this.selectors.computeIfAbsent(place, (fresh) -> new LinkedHashMap<>()).put(service, selector);
			});
	}

	/** The Services of a namespace that select those labels. */
	synchronized List<Key> find(String namespace, JsonNode labels) {
		List<Key> found = new ArrayList<>();
		for (Term label : Term.labels(labels)) {
			this.selectors.getOrDefault(new Place(namespace, label), Map.of()).forEach((service, selector) -> {
				if (Selector.equalsAll(selector, labels)) {
					found.add(service);
				}
			});
		}
		return found;
	}

}
