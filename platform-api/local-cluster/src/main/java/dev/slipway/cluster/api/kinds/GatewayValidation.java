package dev.slipway.cluster.api.kinds;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the CustomResourceDefinitions of Gateways and their classes refuse. */
final class GatewayValidation {

	private static final int MOST_LISTENERS = 64;

	private GatewayValidation() {
	}

	static void gatewayClass(@Nullable ObjectNode before, JsonNode spec, List<Cause> causes) {
		String name = spec.path("controllerName").asText("");
		if (name.isEmpty()) {
			causes.add(Cause.required("spec.controllerName", ""));
		}
		else if (!name.matches(
				"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/[A-Za-z0-9/._~%!$&'()*+,;=:-]+")) {
			causes.add(Cause.invalidText("spec.controllerName", name,
					"spec.controllerName in body should be a domain, a slash and a path"));
		}
		if (before != null && !before.path("spec").path("controllerName").asText("").equals(name)) {
			causes.add(Cause.invalidText("spec.controllerName", name, "Value is immutable"));
		}
	}

	static void gateway(JsonNode spec, List<Cause> causes) {
		if (spec.path("gatewayClassName").asText("").isEmpty()) {
			causes.add(Cause.required("spec.gatewayClassName", ""));
		}
		JsonNode listeners = spec.path("listeners");
		if (listeners.isEmpty()) {
			causes.add(Cause.required("spec.listeners", ""));
		}
		Limits.atMost("spec.listeners", listeners, MOST_LISTENERS, causes);
		Set<String> names = new HashSet<>();
		Set<String> places = new HashSet<>();
		for (int i = 0; i < listeners.size(); i++) {
			JsonNode listener = listeners.get(i);
			listener(listener, "spec.listeners[" + i + "]", causes);
			if (!names.add(listener.path("name").asText())) {
				causes.add(Cause.invalid("spec.listeners", "\"array\"",
						"Listener name must be unique within the Gateway"));
			}
			if (!places.add(listener.path("port").asText() + " " + listener.path("protocol").asText() + " "
					+ listener.path("hostname").asText(""))) {
				causes.add(Cause.invalid("spec.listeners", "\"array\"",
						"Combination of port, protocol and hostname must be unique for each listener"));
			}
		}
	}

	private static void listener(JsonNode listener, String path, List<Cause> causes) {
		Limits.required(listener, "name", path, causes);
		Limits.required(listener, "protocol", path, causes);
		if (!listener.has("port")) {
			causes.add(Cause.required(path + ".port", ""));
		}
		Limits.range(listener, "port", path, 1, 65535, causes);
		RouteValidation.hostname(listener.path("hostname"), path + ".hostname", causes);
		String from = listener.path("allowedRoutes").path("namespaces").path("from").asText("Same");
		if (!List.of("All", "Selector", "Same").contains(from)) {
			causes.add(Cause.unsupported(path + ".allowedRoutes.namespaces.from", Cause.quote(from),
					List.of("All", "Selector", "Same")));
		}
	}

}
