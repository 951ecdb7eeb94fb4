package dev.slipway.cluster.controllers;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;

/**
 * What is left in a namespace that is being emptied, and how its conditions say so.
 */
final class NamespaceContent {

	private final Map<String, Integer> resources = new TreeMap<>();

	private final Map<String, Integer> finalizers = new TreeMap<>();

	void add(String resource, JsonNode object) {
		this.resources.merge(resource.contains(".") ? resource : resource + ".", 1, Integer::sum);
		for (JsonNode finalizer : object.path("metadata").path("finalizers")) {
			this.finalizers.merge(finalizer.asText(), 1, Integer::sum);
		}
	}

	boolean isEmpty() {
		return this.resources.isEmpty();
	}

	void describe(ObjectNode status, Instant now) {
		Conditions.set(status, "NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered",
				"All resources successfully discovered", now);
		Conditions.set(status, "NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions",
				"All legacy kube types successfully parsed", now);
		Conditions.set(status, "NamespaceDeletionContentFailure", false, "ContentDeleted",
				"All content successfully deleted, may be waiting on finalization", now);
		Conditions.set(status, "NamespaceContentRemaining", true, "SomeResourcesRemain",
				"Some resources are remaining: " + list(this.resources, " has "), now);
		boolean held = !this.finalizers.isEmpty();
		Conditions.set(status, "NamespaceFinalizersRemaining", held,
				held ? "SomeFinalizersRemain" : "ContentHasNoFinalizers",
				held ? "Some content in the namespace has finalizers remaining: " + list(this.finalizers, " in ")
						: "All content-preserving finalizers finished",
				now);
	}

	private static String list(Map<String, Integer> counts, String verb) {
		return counts.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + verb + entry.getValue() + " resource instances")
			.collect(Collectors.joining(", "));
	}

}
