package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Release.Draft;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one release, made from the team's manifests. The Deployment, ConfigMaps,
 * Secrets and a backend Service belong to the release and carry its number in their
 * names; the rest belongs to the service and keeps its name.
 *
 * @param deployment at zero replicas
 * @param children owned by the Deployment, so that they go with it
 * @param service of the service, made with its first release
 * @param onPromotion of the service, changed only at promotion: they would act twice or
 * on the wrong release before
 * @param pins the Secrets that the release has copies of: its pods refer to these
 */
record ReleaseObjects(ObjectNode deployment, List<ObjectNode> children, List<ObjectNode> service,
		List<ObjectNode> onPromotion, List<Pin> pins) {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	/**
	 * Compiles a release.
	 * @param serviceAccount of pods that name none
	 * @param variables for the container, besides the release's own
	 */
	static ReleaseObjects of(Release release, String namespace, String serviceAccount, Map<String, String> variables) {
		return new Compiler(release, namespace, serviceAccount, variables).compile();
	}

	/** The container that runs the released image. */
	static @Nullable ObjectNode container(ObjectNode deployment, String service) {
		JsonNode containers = deployment.at("/spec/template/spec/containers");
		for (JsonNode container : containers) {
			String name = container.path("name").asText();
			if (name.equals("app") || (containers.size() == 1 && !name.isEmpty()) || name.equals(service)) {
				return (ObjectNode) container;
			}
		}
		return null;
	}

	/**
	 * A Secret that is no part of {@code deploy/}, and whose value a release keeps.
	 *
	 * @param name of the Secret
	 * @param optional whether its pods start without it
	 */
	record Pin(String name, boolean optional) {
	}

	private static final class Compiler {

		private final Release release;

		private final Draft draft;

		private final String namespace;

		private final String serviceAccount;

		private final Map<String, String> variables;

		private final Set<String> renamed = new HashSet<>();

		private final Set<String> pinned = new HashSet<>();

		/** Labels that the team's Services select by. */
		private final Set<String> selecting = new HashSet<>();

		Compiler(Release release, String namespace, String serviceAccount, Map<String, String> variables) {
			this.release = release;
			this.draft = release.draft();
			this.namespace = namespace;
			this.serviceAccount = serviceAccount;
			this.variables = variables;
		}

		ReleaseObjects compile() {
			List<ObjectNode> all = parse();
			all.stream()
				.filter((object) -> Set.of("ConfigMap", "Secret").contains(kind(object)))
				.forEach((object) -> this.renamed.add(kind(object) + "/" + name(object)));
			List<Pin> pins = pins(all);
			pins.forEach((pin) -> this.pinned.add(pin.name()));
			all.stream()
				.filter((object) -> kind(object).equals("Service"))
				.forEach((object) -> object.at("/spec/selector").fieldNames().forEachRemaining(this.selecting::add));
			ObjectNode deployment = MAPPER.createObjectNode();
			List<ObjectNode> children = new ArrayList<>();
			List<ObjectNode> service = new ArrayList<>();
			List<ObjectNode> onPromotion = new ArrayList<>();
			for (ObjectNode object : all) {
				String kind = kind(object);
				if (kind.equals("Deployment")) {
					deployment = deployment(object);
				}
				else if (this.renamed.contains(kind + "/" + name(object))) {
					object.put("immutable", true);
					children.add(ofRelease(object));
				}
				else if (kind.equals("Service") && name(object).equals(this.draft.service())) {
					children.add(backend(object.deepCopy()));
					service.add(entry(object));
				}
				else if (kind.equals("Job")) {
					if (HookObjects.runs(object, this.release)) {
						children.add(hook(object));
					}
				}
				else if (kind.equals("HorizontalPodAutoscaler") || kind.equals("CronJob")) {
					onPromotion.add(aimed(object));
				}
				else if (kind.equals("PodDisruptionBudget")) {
					service.add(budget(object));
				}
				else if (kind.equals("PodMonitor")) {
					service.add(monitor(object));
				}
				else {
					service.add(labelled(object, Labels.ofService(this.draft)));
				}
			}
			return new ReleaseObjects(deployment, children, service, onPromotion, pins);
		}

		private static List<Pin> pins(List<ObjectNode> all) {
			Map<String, Boolean> referred = SecretReferences.of(all);
			Set<String> own = SecretReferences.own(all);
			return all.stream()
				.filter((object) -> kind(object).equals("Deployment"))
				.flatMap((object) -> SecretReferences.pinned(object).stream())
				.filter((name) -> referred.containsKey(name) && !own.contains(name))
				.map((name) -> new Pin(name, Boolean.TRUE.equals(referred.get(name))))
				.toList();
		}

		private List<ObjectNode> parse() {
			try {
				List<ObjectNode> objects = new ArrayList<>();
				MAPPER.readTree(this.draft.manifests()).forEach((object) -> objects.add((ObjectNode) object));
				return objects;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private ObjectNode deployment(ObjectNode object) {
			ofRelease(object);
			ObjectNode spec = object.withObjectProperty("spec");
			spec.put("replicas", 0);
			spec.put("progressDeadlineSeconds", this.release.plan().progressDeadline().toSeconds() + 1);
			spec.put("revisionHistoryLimit", 1);
			ObjectNode selector = MAPPER.createObjectNode();
			Labels.selector(this.draft.service(), this.release.number())
				.forEach(selector.putObject("matchLabels")::put);
			spec.set("selector", selector);
			ObjectNode template = spec.withObjectProperty("template");
			Labels.ofRelease(this.release).forEach(template.withObject("/metadata/labels")::put);
			template.withObject("/metadata/labels").put(Labels.ROLE, "candidate");
			ObjectNode pod = template.withObjectProperty("spec");
			pod.put("enableServiceLinks", false);
			if (!pod.has("serviceAccountName")) {
				pod.put("serviceAccountName", this.serviceAccount);
			}
			rewrite(pod);
			ObjectNode container = container(object, this.draft.service());
			if (container != null) {
				container.put("image", this.draft.image());
				environment(container);
			}
			ObjectNode annotations = object.withObject("/metadata/annotations");
			annotations.put(Labels.IMAGE, this.draft.image());
			annotations.put(Labels.COMMIT, this.draft.commit());
			return object;
		}

		private ObjectNode hook(ObjectNode object) {
			ofRelease(object);
			HookObjects.complete(object, this.release, this.serviceAccount, this.selecting);
			released(object.at("/spec/template/spec"));
			return object;
		}

		/**
		 * The containers called {@code app} of other objects run the released image, too.
		 */
		private void released(JsonNode pod) {
			rewrite(pod);
			for (JsonNode container : pod.path("containers")) {
				if (container.path("name").asText().equals("app")) {
					((ObjectNode) container).put("image", this.draft.image());
					environment((ObjectNode) container);
				}
			}
		}

		private void environment(ObjectNode container) {
			Map<String, String> added = new TreeMap<>(this.variables);
			added.put("SLIPWAY_SERVICE", this.draft.service());
			added.put("SLIPWAY_TEAM", this.draft.team());
			added.put("SLIPWAY_ENVIRONMENT", this.draft.environment());
			added.put("SLIPWAY_RELEASE", Integer.toString(this.release.number()));
			ArrayNode env = MAPPER.createArrayNode();
			container.path("env").forEach((variable) -> {
				if (!added.containsKey(variable.path("name").asText())) {
					env.add(variable);
				}
			});
			added.forEach((name, value) -> env.addObject().put("name", name).put("value", value));
			container.set("env", env);
		}

		/** References to what was renamed follow it. */
		private void rewrite(JsonNode node) {
			node.fields().forEachRemaining((field) -> {
				JsonNode value = field.getValue();
				switch (field.getKey()) {
					case "configMapRef", "configMapKeyRef", "configMap" -> follow(value, "name", "ConfigMap");
					case "secretRef", "secretKeyRef" -> follow(value, "name", "Secret");
					case "secret" -> {
						follow(value, "secretName", "Secret");
						follow(value, "name", "Secret");
					}
					case "imagePullSecrets" -> value.forEach((one) -> follow(one, "name", "Secret"));
					default -> rewrite(value);
				}
			});
			if (node.isArray()) {
				node.forEach(this::rewrite);
			}
		}

		private void follow(JsonNode reference, String field, String kind) {
			String name = reference.path(field).asText();
			if (this.renamed.contains(kind + "/" + name)) {
				((ObjectNode) reference).put(field, numbered(name));
			}
			else if (kind.equals("Secret") && this.pinned.contains(name)) {
				((ObjectNode) reference).put(field, PinnedSecrets.copyName(this.release, name));
			}
		}

		/** Takes requests for this release only: previews, judges and chaos use it. */
		private ObjectNode backend(ObjectNode object) {
			ofRelease(object);
			ObjectNode spec = object.withObjectProperty("spec");
			spec.remove(List.of("clusterIP", "clusterIPs", "externalIPs", "loadBalancerIP", "externalTrafficPolicy",
					"healthCheckNodePort", "allocateLoadBalancerNodePorts", "loadBalancerClass",
					"loadBalancerSourceRanges"));
			spec.put("type", "ClusterIP");
			spec.withArrayProperty("ports").forEach((port) -> ((ObjectNode) port).remove("nodePort"));
			ObjectNode selector = MAPPER.createObjectNode();
			Labels.selector(this.draft.service(), this.release.number()).forEach(selector::put);
			spec.set("selector", selector);
			return object;
		}

		/** Takes requests for both releases, by the ratio of their ready pods. */
		private ObjectNode entry(ObjectNode object) {
			ObjectNode selector = MAPPER.createObjectNode();
			selector.put(Labels.SERVICE, this.draft.service());
			object.withObjectProperty("spec").set("selector", selector);
			object.withObject("/metadata/annotations").put(Labels.POINTS_TO, Labels.ALL);
			return labelled(object, Labels.ofService(this.draft));
		}

		/**
		 * Counts the pods of both releases: two budgets on one pod block every drain, and
		 * one by release would have to change with each.
		 */
		private ObjectNode budget(ObjectNode object) {
			ObjectNode selector = MAPPER.createObjectNode();
			selector.putObject("matchLabels").put(Labels.SERVICE, this.draft.service());
			object.withObjectProperty("spec").set("selector", selector);
			return labelled(object, Labels.ofService(this.draft));
		}

		/**
		 * Scrapes the pods of both releases once: the job is the service, and the label
		 * {@code release} tells them apart.
		 */
		private ObjectNode monitor(ObjectNode object) {
			ObjectNode spec = object.withObjectProperty("spec");
			ObjectNode selector = MAPPER.createObjectNode();
			selector.putObject("matchLabels").put(Labels.SERVICE, this.draft.service());
			spec.set("selector", selector);
			spec.remove("namespaceSelector");
			spec.put("jobLabel", Labels.SERVICE);
			for (JsonNode endpoint : spec.path("podMetricsEndpoints")) {
				ArrayNode relabelings = MAPPER.createArrayNode();
				endpoint.path("relabelings").forEach((one) -> {
					if (!Set.of("job", "release").contains(one.path("targetLabel").asText())) {
						relabelings.add(one);
					}
				});
				ObjectNode release = relabelings.addObject();
				release.putArray("sourceLabels")
					.add("__meta_kubernetes_pod_label_" + Labels.RELEASE.replaceAll("[^a-zA-Z0-9_]", "_"));
				release.put("targetLabel", "release");
				((ObjectNode) endpoint).set("relabelings", relabelings);
			}
			return labelled(object, Labels.ofService(this.draft));
		}

		private ObjectNode aimed(ObjectNode object) {
			JsonNode target = object.at("/spec/scaleTargetRef");
			if (target instanceof ObjectNode reference && "Deployment".equals(target.path("kind").asText())) {
				reference.put("name", this.release.objectName());
			}
			released(object.at("/spec/jobTemplate/spec/template/spec"));
			return labelled(object, Labels.ofService(this.draft));
		}

		private ObjectNode ofRelease(ObjectNode object) {
			object.withObjectProperty("metadata").put("name", numbered(name(object)));
			return labelled(object, Labels.ofRelease(this.release));
		}

		private ObjectNode labelled(ObjectNode object, Map<String, String> labels) {
			ObjectNode metadata = object.withObjectProperty("metadata");
			metadata.put("namespace", this.namespace);
			labels.forEach(metadata.withObjectProperty("labels")::put);
			return object;
		}

		private String numbered(String name) {
			return Release.objectName(name, this.release.number());
		}

		private static String kind(JsonNode object) {
			return object.path("kind").asText();
		}

		private static String name(JsonNode object) {
			return object.path("metadata").path("name").asText();
		}

	}

}
