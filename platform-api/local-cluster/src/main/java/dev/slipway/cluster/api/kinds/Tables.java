package dev.slipway.cluster.api.kinds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static dev.slipway.cluster.api.kinds.Cells.age;
import static dev.slipway.cluster.api.kinds.Cells.containers;
import static dev.slipway.cluster.api.kinds.Cells.number;
import static dev.slipway.cluster.api.kinds.Cells.orNone;
import static dev.slipway.cluster.api.kinds.Cells.row;
import static dev.slipway.cluster.api.kinds.Cells.selector;

/** The columns that {@code kubectl get} shows, kind by kind. */
public final class Tables {

	private static final JsonNode COLUMNS = read();

	private static final Map<String, Function<View, ArrayNode>> ROWS = Map.ofEntries(Map.entry("pods", PodCells::row),
			Map.entry("deployments.apps", Tables::deployment), Map.entry("replicasets.apps", Tables::replicaSet),
			Map.entry("statefulsets.apps", Tables::statefulSet), Map.entry("services", Tables::service),
			Map.entry("events", Tables::event), Map.entry("secrets", Tables::secret),
			Map.entry("configmaps", Tables::configMap), Map.entry("namespaces", Tables::namespace),
			Map.entry("serviceaccounts", (v) -> row(v.name(), v.object().path("secrets").size(), v.age())),
			Map.entry("nodes", Tables::node), Map.entry("endpoints", Tables::endpoints),
			Map.entry("jobs.batch", Tables::job), Map.entry("cronjobs.batch", Tables::cronJob),
			Map.entry("leases.coordination.k8s.io",
					(v) -> row(v.name(), v.spec().path("holderIdentity").asText(), v.age())),
			Map.entry("endpointslices.discovery.k8s.io", Tables::endpointSlice),
			Map.entry("poddisruptionbudgets.policy", Tables::budget),
			Map.entry("networkpolicies.networking.k8s.io",
					(v) -> row(v.name(), selector(v.spec().path("podSelector")), v.age())),
			Map.entry("ingresses.networking.k8s.io", Tables::ingress),
			Map.entry("horizontalpodautoscalers.autoscaling", Tables::autoscaler),
			Map.entry("persistentvolumeclaims", Tables::claim),
			Map.entry("httproutes.gateway.networking.k8s.io", GatewayTables::route),
			Map.entry("gateways.gateway.networking.k8s.io", GatewayTables::gateway),
			Map.entry("gatewayclasses.gateway.networking.k8s.io", GatewayTables::gatewayClass),
			Map.entry("virtualservices.networking.istio.io", GatewayTables::virtualService),
			Map.entry("destinationrules.networking.istio.io", GatewayTables::destinationRule),
			Map.entry("ingressclasses.networking.k8s.io", GatewayTables::ingressClass));

	private Tables() {
	}

	/** An object on its way into a row. */
	record View(JsonNode object, Instant now) {

		String name() {
			return this.object.path("metadata").path("name").asText();
		}

		JsonNode spec() {
			return this.object.path("spec");
		}

		JsonNode status() {
			return this.object.path("status");
		}

		String age() {
			return Cells.age(this.object.path("metadata").path("creationTimestamp"), this.now);
		}

	}

	private static JsonNode read() {
		try (InputStream stream = Tables.class.getResourceAsStream("/dev/slipway/cluster/schema/columns.json")) {
			return new ObjectMapper().readTree(stream);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The column definitions of a kind; name and age where it has none of its own. */
	public static ArrayNode columns(Kind kind) {
		JsonNode columns = COLUMNS.get(known(kind) ? kind.resource() : "leases.coordination.k8s.io");
		ArrayNode all = ((ArrayNode) columns).deepCopy();
		if (!known(kind)) {
			all.remove(1);
		}
		return all;
	}

	private static boolean known(Kind kind) {
		return ROWS.containsKey(kind.resource()) && COLUMNS.has(kind.resource());
	}

	/** The cells of an object's row. */
	public static ArrayNode cells(Kind kind, ObjectNode object, Instant now) {
		View view = new View(object, now);
		return known(kind) ? ROWS.getOrDefault(kind.resource(), (v) -> row()).apply(view)
				: row(view.name(), view.age());
	}

	private static ArrayNode deployment(View v) {
		return row(v.name(), number(v.status(), "readyReplicas") + "/" + v.spec().path("replicas").asInt(1),
				number(v.status(), "updatedReplicas"), number(v.status(), "availableReplicas"), v.age(),
				containers(v.spec().path("template").path("spec"), "name"),
				containers(v.spec().path("template").path("spec"), "image"), selector(v.spec().path("selector")));
	}

	private static ArrayNode replicaSet(View v) {
		return row(v.name(), v.spec().path("replicas").asInt(1), number(v.status(), "replicas"),
				number(v.status(), "readyReplicas"), v.age(),
				containers(v.spec().path("template").path("spec"), "name"),
				containers(v.spec().path("template").path("spec"), "image"), selector(v.spec().path("selector")));
	}

	private static ArrayNode statefulSet(View v) {
		return row(v.name(), number(v.status(), "readyReplicas") + "/" + v.spec().path("replicas").asInt(1), v.age(),
				containers(v.spec().path("template").path("spec"), "name"),
				containers(v.spec().path("template").path("spec"), "image"));
	}

	private static ArrayNode service(View v) {
		StringBuilder ports = new StringBuilder();
		for (JsonNode port : v.spec().path("ports")) {
			ports.append((ports.length() > 0) ? "," : "").append(port.path("port").asText());
			if (port.has("nodePort")) {
				ports.append(':').append(port.path("nodePort").asText());
			}
			ports.append('/').append(port.path("protocol").asText());
		}
		String external = v.spec().path("externalName").asText(Cells.join(v.spec().path("externalIPs")));
		return row(v.name(), v.spec().path("type").asText(), orNone(v.spec().path("clusterIP").asText("")),
				orNone(external), orNone(ports.toString()), v.age(), selector(v.spec().path("selector")));
	}

	private static ArrayNode event(View v) {
		JsonNode event = v.object();
		JsonNode about = event.has("regarding") ? event.path("regarding") : event.path("involvedObject");
		JsonNode source = event.has("deprecatedSource") ? event.path("deprecatedSource") : event.path("source");
		JsonNode first = Cells.first(event, "firstTimestamp", "deprecatedFirstTimestamp", "eventTime");
		JsonNode last = Cells.first(event.path("series"), "lastObservedTime");
		last = last.isMissingNode() ? Cells.first(event, "lastTimestamp", "deprecatedLastTimestamp", "eventTime")
				: last;
		int count = event.path("series")
			.path("count")
			.asInt(event.path("count").asInt(event.path("deprecatedCount").asInt(1)));
		String component = source.path("component").asText(event.path("reportingComponent").asText(""));
		String host = source.path("host").asText("");
		return row(age(last, v.now()), event.path("type").asText(), event.path("reason").asText(),
				about.path("kind").asText().toLowerCase(java.util.Locale.ROOT) + "/" + about.path("name").asText(),
				about.path("fieldPath").asText(""), host.isEmpty() ? component : component + ", " + host,
				event.path("message").asText(event.path("note").asText("")).trim(), age(first, v.now()), count,
				v.name());
	}

	private static ArrayNode secret(View v) {
		return row(v.name(), v.object().path("type").asText(), v.object().path("data").size(), v.age());
	}

	private static ArrayNode configMap(View v) {
		return row(v.name(), v.object().path("data").size() + v.object().path("binaryData").size(), v.age());
	}

	private static ArrayNode namespace(View v) {
		return row(v.name(), v.status().path("phase").asText(), v.age());
	}

	private static ArrayNode node(View v) {
		String ready = "Unknown";
		for (JsonNode condition : v.status().path("conditions")) {
			if (condition.path("type").asText().equals("Ready")) {
				ready = condition.path("status").asText().equals("True") ? "Ready" : "NotReady";
			}
		}
		StringBuilder roles = new StringBuilder();
		for (Map.Entry<String, JsonNode> label : v.object().path("metadata").path("labels").properties()) {
			if (label.getKey().startsWith("node-role.kubernetes.io/")) {
				roles.append((roles.length() > 0) ? "," : "").append(label.getKey().substring(24));
			}
		}
		String internal = "";
		for (JsonNode address : v.status().path("addresses")) {
			if (address.path("type").asText().equals("InternalIP")) {
				internal = address.path("address").asText();
			}
		}
		JsonNode info = v.status().path("nodeInfo");
		return row(v.name(), v.spec().path("unschedulable").asBoolean() ? ready + ",SchedulingDisabled" : ready,
				orNone(roles.toString()), v.age(), info.path("kubeletVersion").asText(""), orNone(internal), "<none>",
				info.path("osImage").asText("<unknown>"), info.path("kernelVersion").asText("<unknown>"),
				info.path("containerRuntimeVersion").asText("<unknown>"));
	}

	private static ArrayNode endpoints(View v) {
		StringBuilder text = new StringBuilder();
		for (JsonNode subset : v.object().path("subsets")) {
			for (JsonNode address : subset.path("addresses")) {
				for (JsonNode port : subset.path("ports")) {
					text.append((text.length() > 0) ? "," : "")
						.append(address.path("ip").asText())
						.append(':')
						.append(port.path("port").asText());
				}
			}
		}
		return row(v.name(), orNone(text.toString()), v.age());
	}

	private static ArrayNode job(View v) {
		String state = "Running";
		for (JsonNode condition : v.status().path("conditions")) {
			if (condition.path("status").asText().equals("True")
					&& java.util.List.of("Complete", "Failed", "Suspended").contains(condition.path("type").asText())) {
				state = condition.path("type").asText();
			}
		}
		String wanted = v.spec().has("completions") ? v.spec().path("completions").asText()
				: "1 of " + v.spec().path("parallelism").asText("1");
		JsonNode end = v.status().path("completionTime");
		Instant until = end.isTextual() ? Instant.parse(end.asText()) : v.now();
		String duration = v.status().has("startTime") ? age(v.status().path("startTime"), until) : "";
		return row(v.name(), state, number(v.status(), "succeeded") + "/" + wanted, duration, v.age(),
				containers(v.spec().path("template").path("spec"), "name"),
				containers(v.spec().path("template").path("spec"), "image"), selector(v.spec().path("selector")));
	}

	private static ArrayNode cronJob(View v) {
		JsonNode pod = v.spec().path("jobTemplate").path("spec").path("template").path("spec");
		JsonNode last = v.status().path("lastScheduleTime");
		return row(v.name(), v.spec().path("schedule").asText(), orNone(v.spec().path("timeZone").asText("")),
				v.spec().path("suspend").asBoolean() ? "True" : "False", v.status().path("active").size(),
				last.isTextual() ? age(last, v.now()) : "<none>", v.age(), containers(pod, "name"),
				containers(pod, "image"), selector(v.spec().path("jobTemplate").path("spec").path("selector")));
	}

	private static ArrayNode endpointSlice(View v) {
		StringBuilder ports = new StringBuilder();
		v.object()
			.path("ports")
			.forEach((port) -> ports.append((ports.length() > 0) ? "," : "").append(port.path("port").asText("*")));
		StringBuilder addresses = new StringBuilder();
		for (JsonNode endpoint : v.object().path("endpoints")) {
			endpoint.path("addresses")
				.forEach((address) -> addresses.append((addresses.length() > 0) ? "," : "").append(address.asText()));
		}
		return row(v.name(), v.object().path("addressType").asText(), ports.isEmpty() ? "<unset>" : ports.toString(),
				addresses.isEmpty() ? "<unset>" : addresses.toString(), v.age());
	}

	private static ArrayNode budget(View v) {
		return row(v.name(), v.spec().path("minAvailable").asText("N/A"), v.spec().path("maxUnavailable").asText("N/A"),
				number(v.status(), "disruptionsAllowed"), v.age());
	}

	private static ArrayNode ingress(View v) {
		ArrayNode hosts = JsonNodeFactory.instance.arrayNode();
		v.spec().path("rules").forEach((rule) -> hosts.add(rule.path("host").asText("*")));
		return row(v.name(), orNone(v.spec().path("ingressClassName").asText("")), Cells.join(hosts), "",
				v.spec().has("tls") ? "80, 443" : "80", v.age());
	}

	private static ArrayNode autoscaler(View v) {
		JsonNode target = v.spec().path("scaleTargetRef");
		return row(v.name(), target.path("kind").asText() + "/" + target.path("name").asText(), "<unknown>",
				v.spec().path("minReplicas").asText("<unset>"), v.spec().path("maxReplicas").asText(),
				number(v.status(), "currentReplicas"), v.age());
	}

	private static ArrayNode claim(View v) {
		return row(v.name(), v.status().path("phase").asText(), v.spec().path("volumeName").asText(""),
				v.status().path("capacity").path("storage").asText(""), "",
				v.spec().path("storageClassName").asText(""), "<unset>", v.age(),
				v.spec().path("volumeMode").asText("<unset>"));
	}

}
