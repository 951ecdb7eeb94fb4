package dev.slipway.cluster.quota;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.objects.Quantity;

/**
 * What a pod counts for: the sum of its containers, or what the greediest of its init
 * containers needs, if that is more.
 */
final class PodUsage {

	/** The lines of a quota that are counted here, by what they are called in a pod. */
	private static final Map<String, String> LINES = Map.of("cpu", "requests/cpu", "requests.cpu", "requests/cpu",
			"memory", "requests/memory", "requests.memory", "requests/memory", "limits.cpu", "limits/cpu",
			"limits.memory", "limits/memory");

	private static final List<String> COUNTS = List.of("pods", "count/pods");

	private PodUsage() {
	}

	/** Whether a line of a quota is counted here. */
	static boolean counted(String line) {
		return LINES.containsKey(line) || COUNTS.contains(line);
	}

	/** Whether a pod still uses something. */
	static boolean uses(JsonNode pod) {
		String phase = pod.path("status").path("phase").asText();
		return !phase.equals("Succeeded") && !phase.equals("Failed");
	}

	/** What the pod uses of a line. */
	static BigDecimal of(JsonNode pod, String line) {
		if (COUNTS.contains(line)) {
			return BigDecimal.ONE;
		}
		String path = LINES.getOrDefault(line, "");
		BigDecimal together = BigDecimal.ZERO;
		for (JsonNode container : pod.path("spec").path("containers")) {
			together = together.add(amount(container, path));
		}
		for (JsonNode container : pod.path("spec").path("initContainers")) {
			together = together.max(amount(container, path));
		}
		return together;
	}

	/** Lines that each container has to say something about, and the first does not. */
	static Map<String, String> unsaid(JsonNode pod, Iterable<String> lines) {
		Map<String, String> unsaid = new LinkedHashMap<>();
		for (String line : lines) {
			TreeSet<String> containers = new TreeSet<>();
			for (String list : List.of("initContainers", "containers")) {
				for (JsonNode container : pod.path("spec").path(list)) {
					if (LINES.containsKey(line) && said(container, LINES.get(line)).isMissingNode()) {
						containers.add(container.path("name").asText());
					}
				}
			}
			if (!containers.isEmpty()) {
				unsaid.put(line, String.join(",", containers));
			}
		}
		return unsaid;
	}

	private static BigDecimal amount(JsonNode container, String path) {
		JsonNode said = said(container, path);
		return said.isMissingNode() ? BigDecimal.ZERO : Quantity.parse(said.asText());
	}

	private static JsonNode said(JsonNode container, String path) {
		return container.path("resources").at("/" + path);
	}

}
