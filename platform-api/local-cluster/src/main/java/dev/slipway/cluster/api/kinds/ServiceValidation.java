package dev.slipway.cluster.api.kinds;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What is wrong with a Service. */
final class ServiceValidation {

	private ServiceValidation() {
	}

	static void check(@Nullable ObjectNode before, JsonNode spec, List<Cause> causes) {
		String type = spec.path("type").asText();
		boolean external = type.equals("ExternalName");
		JsonNode ports = spec.path("ports");
		if (external && spec.path("externalName").asText("").isEmpty()) {
			causes.add(Cause.required("spec.externalName", ""));
		}
		if (!external && ports.isEmpty() && !spec.path("clusterIP").asText("").equals("None")) {
			causes.add(Cause.required("spec.ports", ""));
		}
		for (int i = 0; i < ports.size(); i++) {
			port(ports.get(i), "spec.ports[" + i + "]", ports.size() > 1, causes);
		}
		unique(ports, causes);
		if (before != null) {
			address(before.path("spec"), spec, causes);
		}
		String affinity = spec.path("sessionAffinity").asText();
		if (!List.of("ClientIP", "None").contains(affinity)) {
			causes.add(Cause.unsupported("spec.sessionAffinity", Cause.quote(affinity), List.of("ClientIP", "None")));
		}
		List<String> types = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
		if (!types.contains(type)) {
			causes.add(Cause.unsupported("spec.type", Cause.quote(type), types));
		}
	}

	private static void port(JsonNode port, String path, boolean named, List<Cause> causes) {
		String name = port.path("name").asText("");
		if (named && name.isEmpty()) {
			causes.add(Cause.required(path + ".name", ""));
		}
		else if (!name.isEmpty() && !Names.label(name)) {
			causes.add(Cause.invalidText(path + ".name", name, Names.LABEL_WHY));
		}
		range(port.path("port"), path + ".port", causes);
		String protocol = port.path("protocol").asText();
		if (!List.of("SCTP", "TCP", "UDP").contains(protocol)) {
			causes.add(Cause.unsupported(path + ".protocol", Cause.quote(protocol), List.of("SCTP", "TCP", "UDP")));
		}
		JsonNode target = port.path("targetPort");
		if (target.isNumber()) {
			range(target, path + ".targetPort", causes);
		}
	}

	static void range(JsonNode port, String path, List<Cause> causes) {
		long number = port.asLong();
		if (number < 1 || number > 65535) {
			causes.add(Cause.invalid(path, Long.toString(number), "must be between 1 and 65535, inclusive"));
		}
	}

	private static void unique(JsonNode ports, List<Cause> causes) {
		java.util.Set<String> names = new java.util.HashSet<>();
		for (int i = 0; i < ports.size(); i++) {
			String name = ports.get(i).path("name").asText("");
			if (!name.isEmpty() && !names.add(name)) {
				causes.add(Cause.duplicate("spec.ports[" + i + "].name", name));
			}
		}
	}

	private static void address(JsonNode before, JsonNode spec, List<Cause> causes) {
		String old = before.path("clusterIP").asText("");
		String now = spec.path("clusterIP").asText("");
		if (!old.isEmpty() && !old.equals(now) && !spec.path("type").asText().equals("ExternalName")) {
			causes.add(Cause.invalid("spec.clusterIPs[0]", "[]string{" + Cause.quote(now) + "}",
					"may not change once set"));
		}
	}

}
