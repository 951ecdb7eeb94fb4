package dev.slipway.cluster.api.kinds;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.store.Same;
import org.jspecify.annotations.Nullable;

/** What is wrong with workloads and the pods they describe. */
final class WorkloadValidation {

	private WorkloadValidation() {
	}

	static void deployment(@Nullable ObjectNode before, JsonNode spec, List<Cause> causes) {
		workload(before, spec, causes);
		JsonNode strategy = spec.path("strategy");
		JsonNode rolling = strategy.path("rollingUpdate");
		String path = "spec.strategy.rollingUpdate";
		if (strategy.path("type").asText().equals("Recreate") && strategy.has("rollingUpdate")) {
			causes.add(Cause.forbidden(path, "may not be specified when strategy `type` is 'Recreate'"));
		}
		else if (!List.of("Recreate", "RollingUpdate").contains(strategy.path("type").asText())) {
			causes.add(Cause.unsupported("spec.strategy.type", Cause.quote(strategy.path("type").asText()),
					List.of("Recreate", "RollingUpdate")));
		}
		else if (zero(rolling.path("maxUnavailable")) && zero(rolling.path("maxSurge"))) {
			causes.add(Cause.invalid(path + ".maxUnavailable", Cause.goIntOrString(rolling.path("maxUnavailable")),
					"may not be 0 when `maxSurge` is 0"));
		}
		if (spec.path("progressDeadlineSeconds").asInt(600) <= spec.path("minReadySeconds").asInt(0)) {
			causes.add(Cause.invalid("spec.progressDeadlineSeconds", spec.path("progressDeadlineSeconds").asText(),
					"must be greater than minReadySeconds"));
		}
	}

	private static boolean zero(JsonNode value) {
		return !value.isMissingNode() && (value.asText().equals("0") || value.asText().equals("0%"));
	}

	static void workload(@Nullable ObjectNode before, JsonNode spec, List<Cause> causes) {
		replicas(spec, "spec.replicas", causes);
		JsonNode selector = spec.get("selector");
		JsonNode labels = spec.path("template").path("metadata").get("labels");
		if (selector == null) {
			causes.add(Cause.required("spec.selector", ""));
		}
		else if (selector.isEmpty()) {
			causes.add(Cause.invalid("spec.selector", Cause.goSelector(selector),
					"empty selector is invalid for deployment"));
		}
		if (selector == null || !selects(selector, labels)) {
			causes.add(Cause.invalid("spec.template.metadata.labels", Cause.goMap(labels),
					"`selector` does not match template `labels`"));
		}
		podSpec(spec.path("template").path("spec"), "spec.template.spec", causes);
		if (!spec.path("template").path("spec").path("restartPolicy").asText("Always").equals("Always")) {
			causes.add(Cause.unsupported("spec.template.spec.restartPolicy",
					Cause.quote(spec.path("template").path("spec").path("restartPolicy").asText()), List.of("Always")));
		}
		if (before != null && !Same.value(before.path("spec").get("selector"), selector)) {
			causes.add(Cause.invalid("spec.selector", Cause.goSelector(selector), "field is immutable"));
		}
	}

	private static boolean selects(JsonNode selector, @Nullable JsonNode labels) {
		for (Map.Entry<String, JsonNode> entry : selector.path("matchLabels").properties()) {
			if (labels == null || !entry.getValue().equals(labels.get(entry.getKey()))) {
				return false;
			}
		}
		for (JsonNode term : selector.path("matchExpressions")) {
			JsonNode value = (labels != null) ? labels.get(term.path("key").asText()) : null;
			Set<String> values = new HashSet<>();
			term.path("values").forEach((item) -> values.add(item.asText()));
			boolean matches = switch (term.path("operator").asText()) {
				case "In" -> value != null && values.contains(value.asText());
				case "NotIn" -> value == null || !values.contains(value.asText());
				case "Exists" -> value != null;
				default -> value == null;
			};
			if (!matches) {
				return false;
			}
		}
		return true;
	}

	static void replicas(JsonNode spec, String path, List<Cause> causes) {
		if (spec.path("replicas").asLong(0) < 0) {
			causes.add(Cause.invalid(path, spec.path("replicas").asText(), "must be greater than or equal to 0"));
		}
	}

	static void podSpec(JsonNode spec, String path, List<Cause> causes) {
		JsonNode containers = spec.path("containers");
		if (containers.isEmpty()) {
			causes.add(Cause.required(path + ".containers", ""));
		}
		Set<String> names = new HashSet<>();
		Set<String> volumes = new HashSet<>();
		spec.path("volumes").forEach((volume) -> volumes.add(volume.path("name").asText()));
		for (String list : List.of("containers", "initContainers")) {
			for (int i = 0; i < spec.path(list).size(); i++) {
				container(spec.path(list).get(i), path + "." + list + "[" + i + "]", names, volumes, causes);
			}
		}
		String restart = spec.path("restartPolicy").asText();
		if (!List.of("Always", "OnFailure", "Never").contains(restart)) {
			causes.add(Cause.unsupported(path + ".restartPolicy", Cause.quote(restart),
					List.of("Always", "OnFailure", "Never")));
		}
	}

	private static void container(JsonNode container, String path, Set<String> names, Set<String> volumes,
			List<Cause> causes) {
		String name = container.path("name").asText("");
		if (name.isEmpty()) {
			causes.add(Cause.required(path + ".name", ""));
		}
		else if (!Names.label(name)) {
			causes.add(Cause.invalidText(path + ".name", name, Names.LABEL_WHY));
		}
		else if (!names.add(name)) {
			causes.add(Cause.duplicate(path + ".name", name));
		}
		if (container.path("image").asText("").isEmpty()) {
			causes.add(Cause.required(path + ".image", ""));
		}
		for (int i = 0; i < container.path("ports").size(); i++) {
			ServiceValidation.range(container.path("ports").get(i).path("containerPort"),
					path + ".ports[" + i + "].containerPort", causes);
		}
		for (int i = 0; i < container.path("volumeMounts").size(); i++) {
			String volume = container.path("volumeMounts").get(i).path("name").asText();
			if (!volumes.contains(volume)) {
				causes.add(new Cause("FieldValueNotFound", "Not found: " + Cause.quote(volume),
						path + ".volumeMounts[" + i + "].name"));
			}
		}
	}

	static void job(@Nullable ObjectNode before, JsonNode spec, String path, List<Cause> causes) {
		JsonNode template = spec.path("template").path("spec");
		podSpec(template, path + ".template.spec", causes);
		String restart = template.path("restartPolicy").asText();
		if (restart.equals("Always")) {
			causes.add(Cause.unsupported(path + ".template.spec.restartPolicy", Cause.quote(restart),
					List.of("OnFailure", "Never")));
		}
		if (before != null && !Same.value(before.path("spec").get("template"), spec.get("template"))) {
			causes.add(Cause.invalid(path + ".template", "core.PodTemplateSpec", "field is immutable"));
		}
	}

	static void cronJob(JsonNode spec, List<Cause> causes) {
		String schedule = spec.path("schedule").asText("");
		if (schedule.isEmpty()) {
			causes.add(Cause.required("spec.schedule", ""));
		}
		else {
			try {
				CronSchedule.parse(schedule);
			}
			catch (IllegalArgumentException ex) {
				causes.add(Cause.invalidText("spec.schedule", schedule, String.valueOf(ex.getMessage())));
			}
		}
		zone(spec.path("timeZone"), causes);
		job(null, spec.path("jobTemplate").path("spec"), "spec.jobTemplate.spec", causes);
	}

	private static void zone(JsonNode zone, List<Cause> causes) {
		if (!zone.isTextual()) {
			return;
		}
		if (zone.asText().isEmpty()) {
			causes.add(Cause.invalidText("spec.timeZone", "", "must be nil or non-empty string"));
			return;
		}
		if (!java.time.ZoneId.getAvailableZoneIds().contains(zone.asText())) {
			causes.add(Cause.invalidText("spec.timeZone", zone.asText(), "unknown time zone " + zone.asText()));
		}
	}

	static void autoscaler(JsonNode spec, List<Cause> causes) {
		int most = spec.path("maxReplicas").asInt(0);
		if (most < 1) {
			causes.add(Cause.invalid("spec.maxReplicas", Integer.toString(most), "must be greater than 0"));
		}
		if (most < spec.path("minReplicas").asInt(1)) {
			causes.add(Cause.invalid("spec.maxReplicas", Integer.toString(most),
					"must be greater than or equal to `minReplicas`"));
		}
	}

}
