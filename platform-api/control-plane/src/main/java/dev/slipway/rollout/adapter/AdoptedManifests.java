package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** The objects of a running service as a team would have written them. */
final class AdoptedManifests {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private static final List<String> OF_CLUSTER = List.of("uid", "resourceVersion", "generation", "creationTimestamp",
			"managedFields", "ownerReferences", "selfLink", "namespace");

	/** What an adoption that was not finished has left. */
	private static final List<String> OWN_LABELS = List.of(Labels.SERVICE, Labels.TEAM, Labels.ENVIRONMENT,
			Labels.RELEASE, Labels.ROLE);

	private final KubernetesClient client;

	private final String namespace;

	private final String service;

	AdoptedManifests(KubernetesClient client, String namespace, String service) {
		this.client = client;
		this.namespace = namespace;
		this.service = service;
	}

	/** As a list. */
	ArrayNode of(Deployment deployment, @Nullable Service entry, List<HasMetadata> others) {
		ArrayNode all = MAPPER.createArrayNode();
		Stream.concat(Stream.of(deployment, entry).filter(Objects::nonNull), others.stream())
			.forEach((object) -> all.add(cleaned(object)));
		return all;
	}

	/**
	 * A JSON list of them as files, such as {@code deploy/dev/service.yaml}: what they
	 * say is of one environment, and may differ in the next.
	 */
	static Map<String, byte[]> files(String manifests, String environment) {
		YAMLMapper yaml = YAMLMapper.builder()
			.disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
			.enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
			.enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
			.build();
		Map<String, StringBuilder> texts = new LinkedHashMap<>();
		try {
			for (JsonNode object : MAPPER.readTree(manifests)) {
				String path = "deploy/" + environment + "/" + object.path("kind").asText().toLowerCase(Locale.ROOT)
						+ ".yaml";
				StringBuilder text = texts.computeIfAbsent(path, (added) -> new StringBuilder());
				text.append(text.isEmpty() ? "" : "---\n").append(yaml.writeValueAsString(object));
			}
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException("What runs cannot be written down: " + ex.getOriginalMessage(), ex);
		}
		Map<String, byte[]> files = new LinkedHashMap<>();
		texts.forEach((path, text) -> files.put(path, text.toString().getBytes(StandardCharsets.UTF_8)));
		return files;
	}

	/** Its autoscaler, and the disruption budget of its pods alone. */
	List<HasMetadata> others(Deployment deployment) {
		List<HasMetadata> others = new ArrayList<>();
		this.client.autoscaling()
			.v2()
			.horizontalPodAutoscalers()
			.inNamespace(this.namespace)
			.list()
			.getItems()
			.stream()
			.filter((one) -> "Deployment".equals(one.getSpec().getScaleTargetRef().getKind())
					&& this.service.equals(one.getSpec().getScaleTargetRef().getName()))
			.forEach(others::add);
		List<String> shared = sharedBudgets(deployment);
		budgets(deployment).filter((one) -> !shared.contains(one.getMetadata().getName())).forEach(others::add);
		return others;
	}

	/** The budgets that hold for its pods, but not by their labels and for them alone. */
	List<String> sharedBudgets(Deployment deployment) {
		List<Map<String, String>> elsewhere = this.client.apps()
			.deployments()
			.inNamespace(this.namespace)
			.list()
			.getItems()
			.stream()
			.filter((one) -> !deployment.getMetadata().getName().equals(one.getMetadata().getName()))
			.map(AdoptedManifests::labels)
			.toList();
		return budgets(deployment).filter((one) -> {
			LabelSelector selector = one.getSpec().getSelector();
			return !selector.getMatchExpressions().isEmpty() || selector.getMatchLabels().isEmpty()
					|| elsewhere.stream().anyMatch((labels) -> matches(selector, labels));
		}).map((one) -> one.getMetadata().getName()).toList();
	}

	/** Those that may hold for its pods. */
	private Stream<PodDisruptionBudget> budgets(Deployment deployment) {
		return this.client.policy()
			.v1()
			.podDisruptionBudget()
			.inNamespace(this.namespace)
			.list()
			.getItems()
			.stream()
			.filter((one) -> one.getSpec().getSelector() != null
					&& matches(one.getSpec().getSelector(), labels(deployment)));
	}

	private static boolean matches(LabelSelector selector, Map<String, String> labels) {
		return labels.entrySet().containsAll(selector.getMatchLabels().entrySet());
	}

	private static Map<String, String> labels(Deployment deployment) {
		return deployment.getSpec().getTemplate().getMetadata().getLabels();
	}

	private static ObjectNode cleaned(HasMetadata object) {
		ObjectNode tree = MAPPER.valueToTree(object);
		tree.remove("status");
		ObjectNode metadata = tree.withObjectProperty("metadata");
		metadata.remove(OF_CLUSTER);
		OtherTools.strip(metadata);
		if (metadata.path("labels") instanceof ObjectNode labels) {
			labels.remove(OWN_LABELS);
		}
		if (metadata.path("annotations") instanceof ObjectNode annotations) {
			annotations
				.remove(List.of("kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision",
						EntryService.ADOPTED, Labels.EPOCH, Labels.POINTS_TO, Labels.COMPLETE, Labels.IMAGE));
		}
		if (object instanceof Service) {
			ObjectNode spec = tree.withObjectProperty("spec");
			spec.remove(List.of("clusterIP", "clusterIPs", "healthCheckNodePort"));
			for (JsonNode port : spec.path("ports")) {
				((ObjectNode) port).remove("nodePort");
			}
		}
		return tree;
	}

}
