package dev.slipway.cluster.quota;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.objects.Quantity;
import dev.slipway.cluster.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * ResourceQuotas: what they count of a pod is charged when it is made, as on a real
 * server, and counted anew when pods end. Lines about anything but pods, processors and
 * memory, and quotas with scopes, are neither counted nor enforced.
 */
public final class Quotas {

	/** As the store calls them. */
	public static final String RESOURCE = "resourcequotas";

	private Quotas() {
	}

	/**
	 * Charges the quotas of the pod's namespace.
	 * @param charge whether to charge, or only to look whether one could
	 * @return why the pod may not be made, as a real server says it; null if it may
	 */
	public static @Nullable String admit(ObjectStore store, ObjectNode pod, boolean charge) {
		List<ObjectNode> quotas = store.list(RESOURCE, Meta.namespace(pod))
			.items()
			.stream()
			.filter(Quotas::enforced)
			.toList();
		for (ObjectNode quota : quotas) {
			String refused = refusal(quota, pod);
			if (refused != null) {
				return refused;
			}
		}
		List<String> refused = new ArrayList<>();
		if (charge) {
			quotas.forEach((quota) -> store.update(Meta.key(RESOURCE, quota), (now) -> {
				refused.clear();
				String why = refusal(now, pod);
				if (why != null) {
					refused.add(why);
					return now;
				}
				ObjectNode status = now.withObject("/status");
				ObjectNode most = status.withObject("/hard");
				ObjectNode used = status.withObject("/used");
				hard(now).forEach((line, amount) -> {
					most.put(line, now.path("spec").path("hard").path(line).asText());
					used.put(line, text(line, used(now, line).add(PodUsage.of(pod, line))));
				});
				return now;
			}));
		}
		return refused.isEmpty() ? null : refused.get(0);
	}

	/** What the status has to say, given all pods of the namespace. */
	public static ObjectNode status(ObjectNode quota, List<ObjectNode> pods) {
		ObjectNode status = quota.objectNode();
		ObjectNode most = status.putObject("hard");
		ObjectNode used = status.putObject("used");
		if (enforced(quota)) {
			hard(quota).forEach((line, amount) -> {
				most.put(line, quota.path("spec").path("hard").path(line).asText());
				BigDecimal sum = pods.stream()
					.filter(PodUsage::uses)
					.map((pod) -> PodUsage.of(pod, line))
					.reduce(BigDecimal.ZERO, BigDecimal::add);
				used.put(line, text(line, sum));
			});
		}
		return status;
	}

	/** Whether a pod counts. */
	public static boolean counts(JsonNode pod) {
		return PodUsage.uses(pod);
	}

	private static boolean enforced(JsonNode quota) {
		return quota.path("spec").path("scopes").isEmpty() && !quota.path("spec").has("scopeSelector");
	}

	private static @Nullable String refusal(ObjectNode quota, ObjectNode pod) {
		Map<String, BigDecimal> hard = hard(quota);
		Map<String, String> unsaid = PodUsage.unsaid(pod, hard.keySet());
		String start = " quota: " + Meta.name(quota) + ", ";
		if (!unsaid.isEmpty()) {
			List<String> lines = new ArrayList<>();
			unsaid.forEach((line, containers) -> lines.add(line + " for: " + containers));
			return "failed" + start.replace(", ", ": ") + "must specify " + String.join("; ", lines);
		}
		List<String> requested = new ArrayList<>();
		List<String> used = new ArrayList<>();
		List<String> limited = new ArrayList<>();
		hard.forEach((line, most) -> {
			BigDecimal more = PodUsage.of(pod, line);
			if (used(quota, line).add(more).compareTo(most) > 0) {
				requested.add(line + "=" + text(line, more));
				used.add(line + "=" + text(line, used(quota, line)));
				limited.add(line + "=" + quota.path("spec").path("hard").path(line).asText());
			}
		});
		return requested.isEmpty() ? null : "exceeded" + start + "requested: " + String.join(",", requested)
				+ ", used: " + String.join(",", used) + ", limited: " + String.join(",", limited);
	}

	private static Map<String, BigDecimal> hard(JsonNode quota) {
		Map<String, BigDecimal> hard = new TreeMap<>();
		for (Map.Entry<String, JsonNode> line : quota.path("spec").path("hard").properties()) {
			if (PodUsage.counted(line.getKey())) {
				hard.put(line.getKey(), Quantity.parse(line.getValue().asText()));
			}
		}
		return hard;
	}

	private static BigDecimal used(JsonNode quota, String line) {
		JsonNode used = quota.path("status").path("used").path(line);
		return used.isMissingNode() ? BigDecimal.ZERO : Quantity.parse(used.asText());
	}

	/** In the largest unit that has no fraction, as Kubernetes writes it. */
	static String text(String line, BigDecimal amount) {
		if (line.endsWith("cpu")) {
			BigDecimal whole = amount.stripTrailingZeros();
			return (whole.scale() <= 0) ? whole.toPlainString()
					: amount.movePointRight(3).stripTrailingZeros().toPlainString() + "m";
		}
		BigDecimal unit = BigDecimal.valueOf(1024);
		BigDecimal rest = amount;
		int power = 0;
		while (line.endsWith("memory") && power < 4 && rest.signum() > 0 && rest.remainder(unit).signum() == 0) {
			rest = rest.divide(unit);
			power++;
		}
		return rest.stripTrailingZeros().toPlainString() + new String[] { "", "Ki", "Mi", "Gi", "Ti" }[power];
	}

}
