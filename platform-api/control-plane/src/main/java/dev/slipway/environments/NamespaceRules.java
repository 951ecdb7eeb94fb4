package dev.slipway.environments;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the namespaces of an environment are made with.
 *
 * @param adopt whether a namespace that Slipway did not make gets the same; otherwise it
 * is used as it is
 * @param podSecurity the level that Pod Security Admission enforces: {@code privileged},
 * {@code baseline} or {@code restricted}
 * @param quota the hard lines of the ResourceQuota, such as {@code pods: 100}; without
 * any there is none
 * @param limits what a container gets that says nothing itself, as the LimitRange has it;
 * without any there is none
 * @param network who may talk to pods, and to whom they may talk
 */
public record NamespaceRules(boolean adopt, String podSecurity, Map<String, String> quota, Limits limits,
		Network network) {

	/** The levels of Pod Security Admission. */
	public static final List<String> LEVELS = List.of("privileged", "baseline", "restricted");

	/** Room for some twenty small services. */
	private static final Map<String, String> QUOTA = Map.of("pods", "200", "requests.cpu", "40", "requests.memory",
			"80Gi", "limits.memory", "160Gi");

	/** No limit on processors: it slows programs down and protects nobody. */
	private static final Limits LIMITS = new Limits(Map.of("cpu", "50m", "memory", "64Mi"), Map.of("memory", "512Mi"));

	private static final Network NETWORK = new Network(true, List.of("slipway", "ingress-nginx", "istio-system",
			"istio-ingress", "envoy-gateway-system", "nginx-gateway", "monitoring"), List.of());

	public NamespaceRules {
		if (!LEVELS.contains(podSecurity)) {
			throw new IllegalArgumentException(
					"There is no level of pod security " + podSecurity + "; there are " + LEVELS);
		}
		quota = Map.copyOf(quota);
	}

	/** What holds where nothing is configured. */
	public static NamespaceRules standard() {
		return new NamespaceRules(false, "baseline", QUOTA, LIMITS, NETWORK);
	}

	/** Lines over lines: an empty value takes a line out. */
	public static Map<String, String> over(Map<String, String> lines, Map<String, String> changes) {
		Map<String, String> result = new TreeMap<>(lines);
		changes.forEach((name, amount) -> {
			if (amount.isBlank()) {
				result.remove(name);
			}
			else {
				result.put(name, amount.strip());
			}
		});
		return result;
	}

	/**
	 * Defaults of a container, by {@code cpu} and {@code memory}.
	 *
	 * @param requests what it is promised
	 * @param limits what it may use at most
	 */
	public record Limits(Map<String, String> requests, Map<String, String> limits) {

		public Limits {
			requests = Map.copyOf(requests);
			limits = Map.copyOf(limits);
		}

		/** Whether nothing is said. */
		public boolean isEmpty() {
			return this.requests.isEmpty() && this.limits.isEmpty();
		}

	}

	/**
	 * Everything else is denied; pods of one namespace may talk to each other, and all
	 * may ask for names (port 53).
	 *
	 * @param enabled whether there are policies at all
	 * @param ingressFrom namespaces whose pods may talk to those of the team: gateways,
	 * and who scrapes metrics
	 * @param egressTo what pods may talk to: addresses in CIDR form, with a port or all,
	 * such as {@code 10.0.0.0/8:5432} or {@code 0.0.0.0/0}
	 */
	public record Network(boolean enabled, List<String> ingressFrom, List<String> egressTo) {

		public Network {
			ingressFrom = List.copyOf(ingressFrom);
			egressTo = List.copyOf(egressTo);
		}

	}

}
