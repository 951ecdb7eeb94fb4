package dev.slipway.rollout.adapter;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.flow.Flows;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Wakes live releases when an object of their service changes. What is not watched wakes
 * nobody: then the clock does.
 */
final class WakeUps {

	private final Flows flows;

	/** Flow ids that are ticked here, by service and environment. */
	private final Map<String, Set<String>> live = new ConcurrentHashMap<>();

	WakeUps(Flows flows) {
		this.flows = flows;
	}

	/** The release is ticked here: events of its service wake it. */
	void live(String service, String environment, String flowId) {
		this.live.computeIfAbsent(service + "/" + environment, (key) -> ConcurrentHashMap.newKeySet()).add(flowId);
	}

	/** The release has ended. */
	void ended(String service, String environment, String flowId) {
		this.live.getOrDefault(service + "/" + environment, new HashSet<>()).remove(flowId);
	}

	/** An object changed. */
	void changed(HasMetadata object) {
		String key = Objects.label(object, Labels.SERVICE) + "/" + Objects.label(object, Labels.ENVIRONMENT);
		this.live.getOrDefault(key, Set.of()).forEach((flowId) -> this.flows.hint("release", flowId));
	}

}
