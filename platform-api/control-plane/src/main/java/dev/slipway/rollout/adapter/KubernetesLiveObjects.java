package dev.slipway.rollout.adapter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.LiveObjects;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.strategy.Router;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles the objects of a promoted release again and reads what the cluster has. Of
 * each only what Slipway writes counts: the number of an autoscaled Deployment's pods,
 * fields that the cluster fills in and annotations are nobody's drift.
 */
final class KubernetesLiveObjects implements LiveObjects {

	private static final Logger log = LoggerFactory.getLogger(KubernetesLiveObjects.class);

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {
	};

	/** Those who write for Slipway or for the cluster itself. */
	private static final Set<String> OWN = Set.of("fabric8-kubernetes-client", "fabric8", "slipway");

	private static final int TRIES = 5;

	private final Reach reach;

	private final ReleaseCluster cluster;

	private final Map<String, String> variables;

	private final KubernetesRouter router;

	KubernetesLiveObjects(Reach reach, ReleaseCluster cluster, Map<String, String> variables) {
		this.reach = reach;
		this.cluster = cluster;
		this.variables = variables;
		this.router = new KubernetesRouter(reach);
	}

	@Override
	public List<LiveObject> look(Release release) {
		View view = this.reach.view(release);
		KubernetesClient client = view.client();
		List<LiveObject> all = new ArrayList<>();
		for (ObjectNode object : objects(release)) {
			GenericKubernetesResource wanted = unmarshal(object);
			HasMetadata found = client.resource(wanted).get();
			ObjectNode owned = owned(object);
			if (found == null) {
				view.forget(wanted);
			}
			else {
				JsonNode tree = MAPPER.valueToTree(found);
				pointed(release, object, tree);
				keepVariables(object, tree, this.variables.keySet());
				owned = owned(object);
				asPromoted(release, object.path("kind").asText(), owned, tree);
				RestingRoutes.nothingMore(owned, tree);
			}
			all.add(new LiveObject(object.path("kind").asText(), object.at("/metadata/name").asText(),
					MAPPER.convertValue(owned, TREE), (found != null) ? tree(found) : null,
					(found != null) ? writers(found) : List.of()));
		}
		ObjectNode diverting = this.router.divertingAtRest(release);
		if (diverting != null) {
			GenericKubernetesResource found = unmarshal(diverting);
			// What a watch told may be gone.
			view.forget(found);
			all.add(new LiveObject(found.getKind(), found.getMetadata().getName(), null, tree(found), writers(found)));
		}
		return all;
	}

	@Override
	public void restore(Release release, LiveObject object, Fence fence) {
		View view = this.reach.view(release);
		Fenced fenced = new Fenced(view, fence);
		if (object.wanted() == null) {
			fenced.delete(unmarshal(MAPPER.valueToTree(object.found())));
			return;
		}
		ObjectNode wanted = objects(release).stream()
			.filter((one) -> one.path("kind").asText().equals(object.kind())
					&& one.at("/metadata/name").asText().equals(object.name()))
			.findFirst()
			.orElseThrow();
		if (object.found() != null) {
			put(release, wanted, unmarshal(MAPPER.valueToTree(object.found())), fenced);
			return;
		}
		// Controllers write to what was just made, too.
		for (int i = 0; i < TRIES && !put(release, wanted.deepCopy(), made(release, wanted, fence), fenced); i++) {
			log.debug("{} {} changed while it was made again", object.kind(), object.name());
		}
	}

	/** What is missing is made, as a release makes it where a release does. */
	private HasMetadata made(Release release, ObjectNode wanted, Fence fence) {
		KubernetesClient client = this.reach.view(release).client();
		this.cluster.create(release, fence);
		HasMetadata found = client.resource(unmarshal(wanted)).get();
		if (found == null) {
			ObjectNode marked = wanted.deepCopy();
			marked.withObject("/metadata/annotations").put(Labels.EPOCH, fence.toString());
			Objects.create(this.reach.view(release), marked);
			found = client.resource(unmarshal(wanted)).get();
		}
		return (found != null) ? found : unmarshal(wanted);
	}

	/** Answers false when it changed meanwhile: it is looked at again then. */
	private boolean put(Release release, ObjectNode wanted, HasMetadata found, Fenced fenced) {
		if (fenced.overtaken(found)) {
			log.info("Left {} {} to a later writer", found.getKind(), found.getMetadata().getName());
			return true;
		}
		View view = this.reach.view(release);
		JsonNode seen = MAPPER.valueToTree(found);
		keepVariables(wanted, seen, this.variables.keySet());
		ObjectNode patch = owned(wanted);
		asPromoted(release, found.getKind(), patch, seen);
		removeExtra(patch, seen);
		patch.withObject("/metadata").put("resourceVersion", found.getMetadata().getResourceVersion());
		try {
			if (RestingRoutes.is(found.getKind())) {
				view.client().resource(unmarshal(((ObjectNode) seen).set("spec", wanted.get("spec")))).update();
			}
			else {
				view.client()
					.resource(unmarshal(wanted))
					.patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
			}
			view.forget(unmarshal(wanted));
			return true;
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() != Objects.CONFLICT) {
				throw ex;
			}
			return false;
		}
	}

	/**
	 * A Deployment that is made again begins as a candidate without pods, and would stay
	 * one if the platform died then; an autoscaler leaves one at zero alone.
	 */
	private static void asPromoted(Release release, String kind, ObjectNode owned, JsonNode found) {
		if (kind.equals("Deployment")) {
			owned.withObject("/metadata/labels").put(Labels.ROLE, "stable");
			if (found.at("/spec/replicas").asInt(0) == 0) {
				owned.withObject("/spec").put("replicas", release.draft().replicas());
			}
		}
	}

	/** In a merge patch a field that is null goes; an array is replaced as a whole. */
	private static void removeExtra(ObjectNode patch, JsonNode found) {
		for (Map.Entry<String, JsonNode> field : List.copyOf(patch.properties())) {
			if (field.getValue() instanceof ObjectNode fields) {
				JsonNode there = found.path(field.getKey());
				removeExtra(fields, there);
				if (WHOLE.contains(field.getKey())) {
					there.fieldNames().forEachRemaining((name) -> {
						if (!fields.has(name)) {
							fields.putNull(name);
						}
					});
				}
			}
		}
	}

	private List<ObjectNode> objects(Release release) {
		ReleaseObjects compiled = ReleaseObjects.of(release, this.reach.namespace(release), release.draft().team(),
				this.variables);
		ObjectNode deployment = compiled.deployment();
		if (release.bringsAutoscaler()) {
			deployment.withObject("/spec").remove("replicas");
		}
		else {
			deployment.withObject("/spec").put("replicas", release.draft().replicas());
		}
		compiled.service()
			.stream()
			.filter((object) -> object.path("kind").asText().equals("Service")
					&& object.at("/metadata/name").asText().equals(release.draft().service()))
			.forEach((entry) -> entry.withObject("/spec").set("selector", MAPPER.valueToTree(selector(release))));
		ObjectNode route = this.router.atRest(release);
		return Stream
			.of(List.of(deployment), compiled.children(), compiled.service(), compiled.onPromotion(),
					(route != null) ? List.of(route) : List.<ObjectNode>of())
			.flatMap(List::stream)
			// Its Jobs are the engine's to start, once.
			.filter((object) -> !object.path("kind").asText().equals("Job"))
			.toList();
	}

	/** Pointed at this release alone, be it by hand, it selects the right pods too. */
	private static void pointed(Release release, ObjectNode wanted, JsonNode found) {
		JsonNode alone = MAPPER.valueToTree(Labels.selector(release.draft().service(), release.number()));
		if (wanted.path("kind").asText().equals("Service") && alone.equals(found.at("/spec/selector"))) {
			wanted.withObject("/spec").set("selector", alone);
		}
	}

	/**
	 * What the platform itself sets in the environment of containers stays as it is
	 * there: when that is configured anew, nobody has changed the service.
	 */
	private static void keepVariables(JsonNode wanted, JsonNode found, Set<String> names) {
		wanted.fields().forEachRemaining((field) -> {
			JsonNode there = found.path(field.getKey());
			if (field.getKey().equals("containers")) {
				field.getValue().forEach((container) -> keepOfContainer((ObjectNode) container, there, names));
			}
			else {
				keepVariables(field.getValue(), there, names);
			}
		});
	}

	private static void keepOfContainer(ObjectNode container, JsonNode found, Set<String> names) {
		Predicate<JsonNode> platforms = (one) -> names.contains(one.path("name").asText())
				|| one.path("name").asText().startsWith("SLIPWAY_");
		for (JsonNode there : found) {
			if (there.path("name").equals(container.path("name")) && container.has("env")) {
				ArrayNode env = MAPPER.createArrayNode();
				container.path("env").forEach((one) -> add(env, one, platforms.negate()));
				there.path("env").forEach((one) -> add(env, one, platforms));
				container.set("env", env);
			}
		}
	}

	private static void add(ArrayNode env, JsonNode variable, Predicate<JsonNode> wanted) {
		if (wanted.test(variable)) {
			env.add(variable);
		}
	}

	/** What the entry Service selects when all requests are the release's. */
	private static Map<String, String> selector(Release release) {
		Router router = release.draft().strategy().terms().routing().router();
		return (router == Router.REPLICAS) ? Map.of(Labels.SERVICE, release.draft().service())
				: Labels.selector(release.draft().service(), release.number());
	}

	/** Without what identifies it and what the cluster or the engine writes. */
	private static ObjectNode owned(ObjectNode object) {
		ObjectNode owned = object.deepCopy();
		owned.remove(List.of("apiVersion", "kind", "metadata", "status", "immutable"));
		if (object.path("kind").asText().equals("Deployment")) {
			owned.withObject("/spec").remove(List.of("progressDeadlineSeconds", "revisionHistoryLimit", "selector"));
			// Earlier versions wrote none there, and to add it restarts all pods.
			if (owned.at("/spec/template/metadata/labels") instanceof ObjectNode labels) {
				labels.remove(Labels.ROLE);
			}
		}
		if (owned.path("stringData") instanceof ObjectNode texts) {
			texts.fields()
				.forEachRemaining((text) -> owned.withObject("/data")
					.put(text.getKey(), java.util.Base64.getEncoder()
						.encodeToString(text.getValue().asText().getBytes(java.nio.charset.StandardCharsets.UTF_8))));
			owned.remove("stringData");
		}
		return owned;
	}

	private static List<Writer> writers(HasMetadata found) {
		return found.getMetadata()
			.getManagedFields()
			.stream()
			.filter((entry) -> !OWN.contains(entry.getManager()) && !entry.getManager().startsWith("kube-")
					&& (entry.getSubresource() == null || entry.getSubresource().equals("scale")))
			.map((entry) -> new Writer(entry.getManager(), time(entry.getTime()),
					(entry.getFieldsV1() != null) ? MAPPER.convertValue(entry.getFieldsV1(), TREE) : Map.of()))
			.toList();
	}

	private static Instant time(@Nullable String text) {
		return (text != null) ? Instant.parse(text) : Instant.EPOCH;
	}

	private static Map<String, Object> tree(HasMetadata object) {
		return MAPPER.convertValue(MAPPER.valueToTree(object), TREE);
	}

	private static GenericKubernetesResource unmarshal(JsonNode object) {
		return Serialization.unmarshal(object.toString(), GenericKubernetesResource.class);
	}

}
