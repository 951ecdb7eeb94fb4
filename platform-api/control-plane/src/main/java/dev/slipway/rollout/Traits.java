package dev.slipway.rollout;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.strategy.Circumstances.Autoscaler;
import dev.slipway.strategy.Circumstances.Ending;
import dev.slipway.strategy.SecretUse;
import org.jspecify.annotations.Nullable;

/**
 * What its manifests tell of a service that a strategy has to reckon with.
 *
 * @param kinds the kinds of its objects
 * @param ending how its pods end
 * @param autoscaler its HorizontalPodAutoscaler; null when it has none
 * @param consumers names of variables that suggest that it takes messages from a queue
 * @param containers what each container of a pod asks for, such as {@code requests.cpu}
 * in thousandths of a processor and {@code limits.memory} in bytes
 * @param secrets that its pods refer to, or that {@code slipway.yaml} names
 * @param sticky whether its Service keeps each client with one pod (sessionAffinity)
 */
public record Traits(Set<String> kinds, Ending ending, @Nullable Autoscaler autoscaler, List<String> consumers,
		List<Map<String, Long>> containers, List<SecretUse> secrets, boolean sticky) {

	public Traits {
		secrets = List.copyOf(secrets);
		kinds = Set.copyOf(kinds);
		consumers = List.copyOf(consumers);
		containers = List.copyOf(containers);
	}

	/**
	 * What one pod takes of a resource of a quota, as Kubernetes counts it.
	 * @param resource such as {@code pods}, {@code cpu} or {@code limits.memory}
	 * @param defaults what a container gets that does not say, by the same names
	 * @return null when a container neither says nor gets it: such pods are refused
	 */
	public @Nullable Long perPod(String resource, Map<String, Long> defaults) {
		if (resource.equals("pods") || resource.equals("count/pods")) {
			return 1L;
		}
		String name = resource.contains(".") ? resource : "requests." + resource;
		String limit = name.replace("requests.", "limits.");
		long all = 0;
		for (Map<String, Long> container : this.containers) {
			// Without a request of its own a container requests its limit.
			Long one = container.getOrDefault(name, container.getOrDefault(limit, defaults.get(name)));
			if (one == null) {
				return null;
			}
			all += one;
		}
		return all;
	}

}
