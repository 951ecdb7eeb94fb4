package dev.slipway.cluster.api.kinds;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static dev.slipway.cluster.api.kinds.PodDefaults.object;
import static dev.slipway.cluster.api.kinds.PodDefaults.text;

/** The defaults of a Service but its addresses. */
final class ServiceDefaults {

	private ServiceDefaults() {
	}

	static void apply(ObjectNode service) {
		ObjectNode spec = object(service, "spec");
		text(spec, "type", "ClusterIP");
		text(spec, "sessionAffinity", "None");
		if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
			ObjectNode clientIp = object(object(spec, "sessionAffinityConfig"), "clientIP");
			PodDefaults.number(clientIp, "timeoutSeconds", 10800);
		}
		for (JsonNode node : spec.path("ports")) {
			ObjectNode port = (ObjectNode) node;
			text(port, "protocol", "TCP");
			JsonNode target = port.path("targetPort");
			if (target.isMissingNode() || target.asText().isEmpty() || target.asText().equals("0")) {
				port.set("targetPort", port.path("port"));
			}
		}
		String type = spec.path("type").asText();
		if (type.equals("NodePort") || type.equals("LoadBalancer")) {
			text(spec, "externalTrafficPolicy", "Cluster");
		}
		if (type.equals("LoadBalancer") && !spec.has("allocateLoadBalancerNodePorts")) {
			spec.put("allocateLoadBalancerNodePorts", true);
		}
		if (!type.equals("ExternalName")) {
			text(spec, "internalTrafficPolicy", "Cluster");
			if (!spec.has("ipFamilies")) {
				spec.putArray("ipFamilies").add("IPv4");
			}
			text(spec, "ipFamilyPolicy", "SingleStack");
		}
		else {
			spec.remove(List.of("clusterIP", "clusterIPs"));
		}
		object(object(service, "status"), "loadBalancer");
	}

}
