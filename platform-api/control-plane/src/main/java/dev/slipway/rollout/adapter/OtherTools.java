package dev.slipway.rollout.adapter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import org.jspecify.annotations.Nullable;

/** Tells by what they leave at objects which other tools manage them. */
final class OtherTools {

	private static final Set<String> KNOWN = Set.of("helm", "argo cd", "argocd", "argo-cd", "flux", Labels.SLIPWAY);

	private OtherTools() {
	}

	/** Who else writes that object, with the remedy; empty when nobody does. */
	static List<String> warnings(HasMetadata object) {
		List<String> warnings = new ArrayList<>();
		String name = object.getKind() + " " + object.getMetadata().getName();
		for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
			warnings.add(owner.getKind() + " " + owner.getName() + " owns " + name
					+ " and writes it anew: take it out of there first");
		}
		Set<String> tools = new LinkedHashSet<>();
		keys(object).keySet().forEach((key) -> {
			String tool = tool(key);
			if (tool != null) {
				tools.add(tool);
			}
		});
		String manager = Objects.label(object, Labels.MANAGED_BY);
		if (manager != null && (tools.isEmpty() || !KNOWN.contains(manager.toLowerCase(Locale.ROOT)))
				&& !manager.equals(Labels.SLIPWAY)) {
			tools.add(manager);
		}
		tools.forEach((tool) -> warnings.add(tool + " manages " + name
				+ " and may undo what Slipway writes, or delete it: let that tool leave it alone first"));
		return warnings;
	}

	/** Removes from {@code metadata} what would have a copy taken for theirs. */
	static void strip(ObjectNode metadata) {
		for (String field : List.of("labels", "annotations")) {
			if (metadata.path(field) instanceof ObjectNode entries) {
				List<String> theirs = new ArrayList<>();
				entries.fieldNames().forEachRemaining((key) -> {
					if (tool(key) != null || key.equals(Labels.MANAGED_BY)) {
						theirs.add(key);
					}
				});
				entries.remove(theirs);
			}
		}
	}

	private static Map<String, String> keys(HasMetadata object) {
		Map<String, String> keys = new TreeMap<>();
		if (object.getMetadata().getLabels() != null) {
			keys.putAll(object.getMetadata().getLabels());
		}
		if (object.getMetadata().getAnnotations() != null) {
			keys.putAll(object.getMetadata().getAnnotations());
		}
		return keys;
	}

	private static @Nullable String tool(String key) {
		if (key.startsWith("meta.helm.sh/")) {
			return "Helm";
		}
		if (key.startsWith("argocd.argoproj.io/")) {
			return "Argo CD";
		}
		return key.matches("[^/]+\\.toolkit\\.fluxcd\\.io/.*") ? "Flux" : null;
	}

}
