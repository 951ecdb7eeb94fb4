package dev.slipway.rollout.adapter;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Routes of releases at rest. As they say where requests go, what somebody added is a
 * difference there, and not only what somebody changed; at rest there is one rule.
 */
final class RestingRoutes {

	private static final Set<String> KINDS = Set.of("HTTPRoute", "VirtualService");

	/** Lists beside the rules that no cluster fills in. */
	private static final List<String> BESIDE = List.of("hostnames", "gateways", "tcp", "tls");

	/** What else may be done with the requests of a VirtualService's rule. */
	private static final List<String> DIVERTING = List.of("mirror", "fault", "redirect", "rewrite", "directResponse",
			"delegate");

	private RestingRoutes() {
	}

	static boolean is(String kind) {
		return KINDS.contains(kind);
	}

	/** Names what must not be there, for a comparison. */
	static void nothingMore(ObjectNode owned, JsonNode found) {
		if (!is(found.path("kind").asText())) {
			return;
		}
		emptied(owned.withObject("/spec"), found.path("spec"), BESIDE);
		JsonNode rule = owned.at("/spec/rules/0");
		JsonNode foundRule = found.at("/spec/rules/0");
		if (rule instanceof ObjectNode fields) {
			emptied(fields, foundRule, List.of("filters"));
			if (foundRule.path("matches").size() > 0) {
				// What matches all stands there by default.
				ObjectNode all = fields.putArray("matches").addObject();
				all.putObject("path").put("type", "PathPrefix").put("value", "/");
				all.putArray("headers");
				all.putArray("queryParams");
			}
		}
		if (owned.at("/spec/http/0") instanceof ObjectNode fields) {
			JsonNode http = found.at("/spec/http/0");
			emptied(fields, http, List.of("match", "mirrors"));
			DIVERTING.stream().filter(http::has).forEach((name) -> fields.put(name, ""));
		}
	}

	private static void emptied(ObjectNode wanted, JsonNode found, List<String> lists) {
		lists.stream().filter((list) -> found.path(list).isArray() && !wanted.has(list)).forEach(wanted::putArray);
	}

}
