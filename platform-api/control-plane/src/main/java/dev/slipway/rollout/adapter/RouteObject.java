package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.Traffic;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import org.jspecify.annotations.Nullable;

/**
 * One object of one router, such as an HTTPRoute: written as a whole, fenced, and
 * compared by what is wanted of it, since the cluster adds defaults of its own.
 */
final class RouteObject {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private final Reach reach;

	private final ObjectType<GenericKubernetesResource> type;

	RouteObject(Reach reach, ResourceDefinitionContext type) {
		this.reach = reach;
		this.type = ObjectType.of(type);
	}

	static ResourceDefinitionContext type(String group, String version, String kind, String plural) {
		return new ResourceDefinitionContext.Builder().withGroup(group)
			.withVersion(version)
			.withKind(kind)
			.withPlural(plural)
			.withNamespaced(true)
			.build();
	}

	/** The object as JSON; null when it is not there. */
	@Nullable ObjectNode read(Release release, String name) {
		GenericKubernetesResource found = find(release, name);
		return (found != null) ? MAPPER.valueToTree(found) : null;
	}

	boolean written(@Nullable ObjectNode found, HasMetadata wanted) {
		JsonNode tree = MAPPER.valueToTree(wanted);
		return found != null && covers(tree.path("spec"), found.path("spec"))
				&& annotations(tree).equals(annotations(found))
				&& digest(tree).equals(found.at("/metadata/annotations").path(Labels.WRITTEN).asText());
	}

	/**
	 * What was wanted before, such as a mirror, must not outlast it: that all that is
	 * wanted is there does not tell.
	 */
	private static String digest(JsonNode wanted) {
		return UUID.nameUUIDFromBytes(wanted.path("spec").toString().getBytes(StandardCharsets.UTF_8)).toString();
	}

	/** Those by which a router is told something; the others are nobody's business. */
	private static Map<String, String> annotations(JsonNode object) {
		Map<String, String> telling = new HashMap<>();
		object.at("/metadata/annotations").fields().forEachRemaining((annotation) -> {
			if (annotation.getKey().startsWith(NginxRoute.ANNOTATION)) {
				telling.put(annotation.getKey(), annotation.getValue().asText());
			}
		});
		return telling;
	}

	void write(Release release, HasMetadata wanted, Fence fence) {
		ObjectNode tree = MAPPER.valueToTree(wanted);
		tree.withObject("/metadata").put("namespace", this.reach.namespace(release));
		Reach.labels(release).forEach(tree.withObject("/metadata/labels")::put);
		tree.withObject("/metadata/annotations").put(Labels.WRITTEN, digest(tree));
		GenericKubernetesResource found = find(release, wanted.getMetadata().getName());
		if (found == null) {
			tree.withObject("/metadata/annotations").put(Labels.EPOCH, fence.toString());
			Objects.create(this.reach.view(release), tree);
			return;
		}
		Fenced fenced = new Fenced(this.reach.view(release), fence);
		if (fenced.wrote(found) && written(MAPPER.valueToTree(found), wanted)) {
			return;
		}
		try {
			fenced.change(found, (changed) -> {
				changed.setAdditionalProperty("spec", tree.get("spec"));
				Map<String, String> annotations = new HashMap<>(changed.getMetadata().getAnnotations());
				annotations.keySet().removeIf((name) -> name.startsWith(NginxRoute.ANNOTATION));
				annotations.putAll(wanted.getMetadata().getAnnotations());
				annotations.put(Labels.WRITTEN, digest(tree));
				changed.getMetadata().setAnnotations(annotations);
			});
		}
		catch (KubernetesClientException ex) {
			throw Objects.refused(tree, ex);
		}
	}

	/** Whether the object sends requests to a Service of that name. */
	boolean names(Release release, String name, String service) {
		ObjectNode found = read(release, name);
		return found != null && names(found.path("spec"), service);
	}

	/** A host may be the Service's name, or that with what the cluster adds to it. */
	private static boolean names(JsonNode node, String service) {
		if (node.isTextual()) {
			return node.asText().equals(service) || node.asText().startsWith(service + ".");
		}
		for (JsonNode part : node) {
			if (names(part, service)) {
				return true;
			}
		}
		return false;
	}

	void remove(Release release, String name, Fence fence) {
		GenericKubernetesResource found = find(release, name);
		if (found != null && Labels.SLIPWAY.equals(found.getMetadata().getLabels().get(Labels.MANAGED_BY))) {
			new Fenced(this.reach.view(release), fence).delete(found);
		}
	}

	private @Nullable GenericKubernetesResource find(Release release, String name) {
		return this.reach.view(release).get(this.type, this.reach.namespace(release), name);
	}

	/**
	 * What the controllers of a Gateway API route say of its newest generation.
	 * @param written whether the route says what is wanted
	 */
	static Traffic parents(@Nullable ObjectNode found, boolean written, int weight) {
		if (found == null || !written) {
			return new Traffic(false, false, null, null);
		}
		long generation = found.at("/metadata/generation").asLong();
		JsonNode parents = found.at("/status/parents");
		boolean served = !parents.isEmpty();
		String trouble = parents.isEmpty() ? "no controller has taken the route up" : null;
		for (JsonNode parent : parents) {
			for (JsonNode condition : parent.path("conditions")) {
				if (condition.path("observedGeneration").asLong() < generation) {
					served = false;
				}
				else if (!"True".equals(condition.path("status").asText())
						&& condition.path("type").asText().matches("Accepted|ResolvedRefs")) {
					served = false;
					trouble = condition.path("type").asText() + ": " + condition.path("message").asText();
				}
			}
		}
		return new Traffic(true, served, served ? weight : null, trouble);
	}

	/** Whether each wanted value is there; the cluster may have added others. */
	static boolean covers(JsonNode wanted, JsonNode found) {
		if (wanted.isObject()) {
			for (Iterator<Map.Entry<String, JsonNode>> fields = wanted.fields(); fields.hasNext();) {
				Map.Entry<String, JsonNode> field = fields.next();
				if (!field.getValue().isNull() && !covers(field.getValue(), found.path(field.getKey()))) {
					return false;
				}
			}
			return true;
		}
		if (wanted.isArray()) {
			boolean same = wanted.size() == found.size();
			for (int i = 0; same && i < wanted.size(); i++) {
				same = covers(wanted.get(i), found.get(i));
			}
			return same;
		}
		return wanted.isMissingNode() || wanted.asText().equals(found.asText());
	}

}
