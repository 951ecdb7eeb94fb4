package dev.slipway.rollout.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Traits;
import dev.slipway.strategy.Circumstances.Autoscaler;
import dev.slipway.strategy.Circumstances.Ending;
import dev.slipway.strategy.SecretPolicy;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** Finds the traits of a service in its manifests. */
final class ManifestTraits {

	private static final Pattern SLEEP = Pattern.compile("\\bsleep\\s+([0-9]{1,5})\\b");

	/** Spring Boot's time for requests under way, as a variable. */
	private static final String SHUTDOWN = "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE";

	private static final Pattern SECONDS = Pattern.compile("(?:PT)?([0-9]{1,5})[sS]");

	/** Variables by which clients of message brokers are usually configured. */
	private static final Pattern CONSUMER = Pattern
		.compile("(^|.*_)(KAFKA|RABBITMQ|RABBIT|AMQP|JMS|ACTIVEMQ|PULSAR|NATS|SQS|PUBSUB)(_.*|$)");

	private static final int USUAL_GRACE = 30;

	private final Collection<ObjectNode> objects;

	private ManifestTraits(Collection<ObjectNode> objects) {
		this.objects = objects;
	}

	static Traits of(String service, ObjectNode deployment, Collection<ObjectNode> objects,
			Map<String, SecretPolicy> secrets) {
		ManifestTraits traits = new ManifestTraits(objects);
		Set<String> kinds = new TreeSet<>();
		objects.forEach((object) -> kinds.add(object.path("kind").asText()));
		JsonNode pod = deployment.at("/spec/template/spec");
		ObjectNode app = ReleaseObjects.container(deployment, service);
		Map<String, String> variables = (app != null) ? traits.variables(app) : Map.of();
		List<Map<String, Long>> containers = new ArrayList<>();
		pod.path("containers").forEach((container) -> containers.add(resources(container)));
		return new Traits(kinds, ending(pod, app, variables), traits.autoscaler(),
				variables.keySet().stream().filter((name) -> CONSUMER.matcher(name).matches()).toList(), containers,
				SecretReferences.uses(objects, secrets), traits.sticky(service));
	}

	private boolean sticky(String service) {
		return this.objects.stream()
			.anyMatch((object) -> object.path("kind").asText().equals("Service")
					&& object.at("/metadata/name").asText().equals(service)
					&& object.at("/spec/sessionAffinity").asText().equals("ClientIP"));
	}

	/** Those that are written here; what Secrets hold is not known. */
	private Map<String, String> variables(ObjectNode container) {
		Map<String, String> variables = new TreeMap<>();
		for (JsonNode from : container.path("envFrom")) {
			String name = from.at("/configMapRef/name").asText();
			this.objects.stream()
				.filter((object) -> object.path("kind").asText().equals("ConfigMap")
						&& object.at("/metadata/name").asText().equals(name))
				.forEach((object) -> object.path("data")
					.properties()
					.forEach((entry) -> variables.put(entry.getKey(), entry.getValue().asText())));
		}
		container.path("env")
			.forEach((variable) -> variables.put(variable.path("name").asText(), variable.path("value").asText()));
		return variables;
	}

	private static Ending ending(JsonNode pod, @Nullable ObjectNode app, Map<String, String> variables) {
		Matcher shutdown = SECONDS.matcher(variables.getOrDefault(SHUTDOWN, ""));
		return new Ending((app != null) ? preStop(app.at("/lifecycle/preStop")) : null,
				Duration.ofSeconds(pod.path("terminationGracePeriodSeconds").asInt(USUAL_GRACE)),
				shutdown.matches() ? Duration.ofSeconds(Long.parseLong(shutdown.group(1))) : null);
	}

	private static @Nullable Duration preStop(JsonNode hook) {
		if (hook.path("sleep").has("seconds")) {
			return Duration.ofSeconds(hook.at("/sleep/seconds").asLong());
		}
		StringBuilder command = new StringBuilder();
		hook.at("/exec/command").forEach((word) -> command.append(word.asText()).append(' '));
		Matcher sleep = SLEEP.matcher(command);
		if (sleep.find()) {
			return Duration.ofSeconds(Long.parseLong(sleep.group(1)));
		}
		// What another hook does cannot be seen; whoever wrote one will have thought of
		// it.
		return (hook.isObject() && !hook.isEmpty()) ? Ending.SOUND.preStop() : null;
	}

	private @Nullable Autoscaler autoscaler() {
		return this.objects.stream()
			.filter((object) -> object.path("kind").asText().equals("HorizontalPodAutoscaler"))
			.findFirst()
			.map((object) -> new Autoscaler(object.at("/metadata/name").asText(),
					object.at("/spec/minReplicas").asInt(1), object.at("/spec/maxReplicas").asInt(1)))
			.orElse(null);
	}

	private static Map<String, Long> resources(JsonNode container) {
		Map<String, Long> resources = new HashMap<>();
		for (String side : List.of("requests", "limits")) {
			for (String resource : List.of("cpu", "memory")) {
				JsonNode amount = container.path("resources").path(side).path(resource);
				if (amount.isValueNode() && !amount.isNull()) {
					resources.put(side + "." + resource,
							KubernetesSurroundings.amount(resource, Quantity.parse(amount.asText())));
				}
			}
		}
		return resources;
	}

}
