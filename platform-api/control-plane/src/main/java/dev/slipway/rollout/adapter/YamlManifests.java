package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.slipway.rollout.HookMoment;
import dev.slipway.rollout.Manifests;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Traits;
import dev.slipway.rollout.UnusableManifests;
import dev.slipway.strategy.SecretPolicies;
import dev.slipway.strategy.SecretPolicy;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.StrategyReader;
import org.jspecify.annotations.Nullable;

/** Reads {@code deploy/*.yaml} and {@code slipway.yaml}. */
final class YamlManifests implements Manifests {

	private static final String FOLDER = "deploy/";

	private static final int MOST_REPLICAS = 1000;

	/** With its release's number, and what its pods get, at most 63 characters. */
	private static final int LONGEST_JOB = 50;

	/**
	 * What a team may bring. Anything else is refused, because it is applied with the
	 * platform's own rights: a ClusterRoleBinding would give them away.
	 */
	private static final Set<String> KINDS = new TreeSet<>(Set.of("Deployment", "ConfigMap", "Secret", "Service",
			"ServiceAccount", "HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy", "PodMonitor",
			"PrometheusRule", "Ingress", "HTTPRoute", "CronJob", "Job"));

	/** They want more than one pod, work unasked, or take what belongs to others. */
	private static final Set<String> NOT_IN_PREVIEWS = Set.of("HorizontalPodAutoscaler", "PodDisruptionBudget",
			"CronJob", "PrometheusRule", "Ingress", "HTTPRoute");

	private static final Map<String, String> REMEDIES = Map.of("StatefulSet",
			"A release is a Deployment; keep data in the service's database and use kind Deployment.", "DaemonSet",
			"A release is a Deployment; a program for each node is not a service of a team.", "Pod",
			"Use kind Deployment.", "ReplicaSet", "Use kind Deployment.", "ServiceMonitor",
			"A pod stands behind the Services of the service and of its release: each request would count twice. Use "
					+ "kind PodMonitor.");

	private static final String AUTOSCALING = "autoscaling/v2";

	private static final String SETTINGS = "slipway.yaml";

	private final YAMLMapper mapper = new YAMLMapper();

	private final Supplier<StrategyReader> reader;

	/** Knows the gates that Slipway brings. */
	YamlManifests() {
		this(StrategyReader::standard);
	}

	YamlManifests(Supplier<StrategyReader> reader) {
		this.reader = reader;
	}

	@Override
	public Checked check(String service, String environment, Map<String, byte[]> files, byte @Nullable [] settings,
			StrategyChanges changes) {
		return check(service, read(environment, files), settings, changes);
	}

	@Override
	public Checked checkPreview(String service, String environment, Map<String, byte[]> files,
			byte @Nullable [] settings, StrategyChanges changes) {
		Map<String, Found> objects = read(environment, files);
		objects.values().removeIf((found) -> NOT_IN_PREVIEWS.contains(found.kind()));
		Checked checked = check(service, objects, settings, changes);
		return new Checked(checked.objects(), 1, checked.strategy(), checked.traits());
	}

	private Checked check(String service, Map<String, Found> objects, byte @Nullable [] settings,
			StrategyChanges changes) {
		Found deployment = deployment(service, objects);
		container(service, deployment);
		atMostOne(objects, "HorizontalPodAutoscaler", "They would write the same number against each other");
		atMostOne(objects, "PodDisruptionBudget", "Two on one pod block every drain");
		int replicas = replicas(deployment);
		Object spec = settings(settings);
		Strategy strategy = this.reader.get().read(StrategyReader.over(spec, changes.tree()));
		Map<String, SecretPolicy> secrets = SecretPolicies.read(spec);
		Traits traits = traits(service, deployment, objects, secrets);
		SecretReferences.write(deployment.object(), traits.secrets());
		ArrayNode list = this.mapper.createArrayNode();
		objects.values().forEach((found) -> list.add(found.object()));
		return new Checked(list.toString(), replicas, strategy, traits);
	}

	/** Objects by kind and name; those of the environment's folder come last and win. */
	private Map<String, Found> read(String environment, Map<String, byte[]> files) {
		List<String> general = new ArrayList<>();
		List<String> special = new ArrayList<>();
		new TreeMap<>(files).keySet().stream().filter((path) -> path.matches(".*\\.ya?ml")).forEach((path) -> {
			String below = path.startsWith(FOLDER) ? path.substring(FOLDER.length()) : path;
			if (below.startsWith(environment + "/")) {
				special.add(path);
			}
			else if (!below.contains("/")) {
				general.add(path);
			}
		});
		general.addAll(special);
		Map<String, Found> objects = new LinkedHashMap<>();
		for (String path : general) {
			for (ObjectNode object : parse(path, files.getOrDefault(path, new byte[0]))) {
				Found found = checked(path, object);
				objects.put(found.kind() + "/" + found.name(), found);
			}
		}
		return objects;
	}

	private List<ObjectNode> parse(String path, byte[] content) {
		List<ObjectNode> objects = new ArrayList<>();
		try (MappingIterator<JsonNode> documents = this.mapper.readerFor(JsonNode.class).readValues(content)) {
			while (documents.hasNextValue()) {
				JsonNode document = documents.nextValue();
				if (document instanceof ObjectNode object) {
					objects.add(object);
				}
				else if (document != null && !document.isNull() && !document.isMissingNode()) {
					throw new UnusableManifests(path, "a document is not an object", "Begin it with apiVersion.");
				}
			}
		}
		catch (IOException ex) {
			throw new UnusableManifests(path, "is not YAML: " + firstLine(ex), "Mend the syntax.", ex);
		}
		return objects;
	}

	private static Found checked(String path, ObjectNode object) {
		String kind = object.path("kind").asText("");
		String name = object.path("metadata").path("name").asText("");
		if (kind.isEmpty() || name.isEmpty() || object.path("apiVersion").asText("").isEmpty()) {
			throw new UnusableManifests(path, "an object lacks apiVersion, kind or metadata.name", "Add it.");
		}
		if (!KINDS.contains(kind)) {
			throw new UnusableManifests(path, "kind " + kind + " cannot be released",
					REMEDIES.getOrDefault(kind, "Possible are " + String.join(", ", KINDS) + "."));
		}
		String version = object.path("apiVersion").asText();
		if (kind.equals("HorizontalPodAutoscaler") && !version.equals(AUTOSCALING)) {
			// In the older ones the cluster keeps in annotations what a release suspends.
			throw new UnusableManifests(path,
					"HorizontalPodAutoscaler " + name + " is of " + version + ", which cannot be suspended",
					"Write apiVersion: " + AUTOSCALING + ".");
		}
		if (kind.equals("Job") && HookObjects.moment(object).isEmpty()) {
			throw new UnusableManifests(path, "Job " + name + " does not say when a release runs it",
					"Annotate it with " + HookMoment.ANNOTATION + ": before, after or contract.");
		}
		if (kind.equals("Job") && name.length() > LONGEST_JOB) {
			throw new UnusableManifests(path, "the name of Job " + name + " is too long for a number after it",
					"Take one of at most " + LONGEST_JOB + " characters.");
		}
		return new Found(path, kind, name, object);
	}

	private static Found deployment(String service, Map<String, Found> objects) {
		List<Found> all = objects.values().stream().filter((found) -> found.kind().equals("Deployment")).toList();
		if (all.size() != 1) {
			throw new UnusableManifests(FOLDER, "there are " + all.size() + " Deployments",
					"A release is exactly one Deployment, called " + service + ".");
		}
		Found found = all.get(0);
		if (!found.name().equals(service)) {
			throw new UnusableManifests(found.path(), "the Deployment is called " + found.name(),
					"Call it " + service + ".");
		}
		return found;
	}

	private static void atMostOne(Map<String, Found> objects, String kind, String because) {
		List<Found> all = objects.values().stream().filter((found) -> found.kind().equals(kind)).toList();
		if (all.size() > 1) {
			throw new UnusableManifests(all.get(1).path(), "there are " + all.size() + " of kind " + kind,
					because + ": keep one.");
		}
	}

	private static void container(String service, Found deployment) {
		JsonNode containers = deployment.object().at("/spec/template/spec/containers");
		if (containers.isEmpty()) {
			throw new UnusableManifests(deployment.path(), "the Deployment has no container",
					"Add spec.template.spec.containers with a container called app.");
		}
		if (ReleaseObjects.container(deployment.object(), service) == null) {
			throw new UnusableManifests(deployment.path(), "none of its containers is called app",
					"Call the container that runs the released image app.");
		}
	}

	private static int replicas(Found deployment) {
		JsonNode replicas = deployment.object().at("/spec/replicas");
		int count = replicas.isMissingNode() ? 1 : replicas.asInt(-1);
		if (count < 1 || count > MOST_REPLICAS) {
			throw new UnusableManifests(deployment.path(), "spec.replicas is " + replicas,
					"Set it to a number from 1 to " + MOST_REPLICAS + ".");
		}
		return count;
	}

	private static Traits traits(String service, Found deployment, Map<String, Found> objects,
			Map<String, SecretPolicy> secrets) {
		try {
			return ManifestTraits.of(service, deployment.object(),
					objects.values().stream().map(Found::object).toList(), secrets);
		}
		catch (IllegalArgumentException ex) {
			throw new UnusableManifests(deployment.path(), "resources cannot be read: " + ex.getMessage(),
					"Write them as 250m or 384Mi.", ex);
		}
	}

	/** The {@code spec}, which may also stand alone. */
	private @Nullable Object settings(byte @Nullable [] settings) {
		if (settings == null) {
			return null;
		}
		try {
			JsonNode root = this.mapper.readTree(settings);
			if (root.isValueNode() || root.isArray()) {
				throw new UnusableManifests(SETTINGS, "is no object", "Begin it with apiVersion: slipway.dev/v1.");
			}
			return this.mapper.convertValue(root.has("spec") ? root.path("spec") : root, Object.class);
		}
		catch (IOException ex) {
			throw new UnusableManifests(SETTINGS, "is not YAML: " + firstLine(ex), "Mend the syntax.", ex);
		}
	}

	private static String firstLine(IOException ex) {
		return String.valueOf(ex.getMessage()).lines().findFirst().orElse("unreadable");
	}

	private record Found(String path, String kind, String name, ObjectNode object) {
	}

}
