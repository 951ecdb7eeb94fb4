package dev.slipway.rollout.adapter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.strategy.SecretPolicy;
import dev.slipway.strategy.SecretUse;

/**
 * The Secrets that the pods of a service refer to: those of its Deployment, Jobs and
 * CronJobs. Which of them a release pins stands on its Deployment.
 */
final class SecretReferences {

	private SecretReferences() {
	}

	/**
	 * By name, whether each reference to it is optional.
	 * @param tree a pod, or anything that has pods in it
	 */
	static Map<String, Boolean> in(JsonNode tree) {
		Map<String, Boolean> found = new TreeMap<>();
		collect(tree, found);
		return found;
	}

	private static void collect(JsonNode node, Map<String, Boolean> found) {
		node.properties().forEach((field) -> {
			JsonNode value = field.getValue();
			switch (field.getKey()) {
				case "secretRef", "secretKeyRef" -> add(value, "name", found);
				// A volume calls it secretName, a projected one name.
				case "secret" -> {
					add(value, "secretName", found);
					add(value, "name", found);
				}
				case "imagePullSecrets" -> value.forEach((one) -> add(one, "name", found));
				default -> collect(value, found);
			}
		});
		if (node.isArray()) {
			node.forEach((element) -> collect(element, found));
		}
	}

	private static void add(JsonNode reference, String field, Map<String, Boolean> found) {
		String name = reference.path(field).asText();
		if (!name.isEmpty()) {
			found.merge(name, reference.path("optional").asBoolean(), Boolean::logicalAnd);
		}
	}

	/** The same of all objects of a service that have pods. */
	static Map<String, Boolean> of(Collection<? extends JsonNode> objects) {
		Map<String, Boolean> found = new TreeMap<>();
		for (JsonNode object : objects) {
			if (Set.of("Deployment", "Job", "CronJob").contains(object.path("kind").asText())) {
				in(object.path("spec")).forEach((name, optional) -> found.merge(name, optional, Boolean::logicalAnd));
			}
		}
		return found;
	}

	/** What a service has to do with Secrets, by name. */
	static List<SecretUse> uses(Collection<ObjectNode> objects, Map<String, SecretPolicy> policies) {
		Set<String> own = own(objects);
		Set<String> referred = of(objects).keySet();
		Set<String> all = new TreeSet<>(referred);
		all.addAll(policies.keySet());
		List<SecretUse> uses = new ArrayList<>();
		for (String name : all) {
			uses.add(new SecretUse(name, policies.getOrDefault(name, SecretPolicy.FOLLOW), policies.containsKey(name),
					own.contains(name), referred.contains(name)));
		}
		return uses;
	}

	/** The Secrets of {@code deploy/}. */
	static Set<String> own(Collection<? extends JsonNode> objects) {
		return objects.stream()
			.filter((object) -> object.path("kind").asText().equals("Secret"))
			.map((object) -> object.at("/metadata/name").asText())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/** Notes which ones a release pins, on its Deployment. */
	static void write(ObjectNode deployment, List<SecretUse> uses) {
		String pinned = uses.stream()
			.filter((use) -> use.policy() == SecretPolicy.PIN && use.referred() && !use.ofRelease())
			.map(SecretUse::name)
			.collect(Collectors.joining(","));
		if (!pinned.isEmpty()) {
			deployment.withObject("/metadata/annotations").put(Labels.PINNED, pinned);
		}
		else if (deployment.at("/metadata/annotations") instanceof ObjectNode annotations) {
			annotations.remove(Labels.PINNED);
		}
	}

	/** Reads what {@link #write} wrote. */
	static Set<String> pinned(JsonNode deployment) {
		return names(deployment.path("metadata").path("annotations").path(Labels.PINNED).asText());
	}

	static Set<String> names(String separated) {
		return Stream.of(separated.split(","))
			.filter((name) -> !name.isEmpty())
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
