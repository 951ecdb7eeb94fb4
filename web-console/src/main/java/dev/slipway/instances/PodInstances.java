package dev.slipway.instances;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

import de.codecentric.boot.admin.server.domain.values.InstanceId;
import de.codecentric.boot.admin.server.domain.values.Registration;
import de.codecentric.boot.admin.server.services.InstanceRegistry;
import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.ScrapeTargets;

/**
 * Makes Spring Boot Admin know the running pods, and only those: registers what has come
 * or changed, deregisters what has gone. Instances that others registered are left alone.
 */
class PodInstances {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final ScrapeTargets targets;

	private final InstanceRegistry registry;

	private final Map<String, Registered> registered = new HashMap<>();

	PodInstances(ScrapeTargets targets, InstanceRegistry registry) {
		this.targets = targets;
		this.registry = registry;
	}

	/** Does one round. Costs nothing but a comparison when nothing has changed. */
	synchronized void reconcile() {
		Map<String, Registration> wanted = wanted();
		for (String gone : new HashSet<>(this.registered.keySet())) {
			Registered known = this.registered.get(gone);
			Registration still = wanted.get(gone);
			if (known != null && (still == null || !still.equals(known.registration()))) {
				this.registry.deregister(known.id()).block(PATIENCE);
				this.registered.remove(gone);
			}
		}
		wanted.forEach((address, registration) -> {
			if (!this.registered.containsKey(address)) {
				InstanceId id = this.registry.register(registration).blockOptional(PATIENCE).orElseThrow();
				this.registered.put(address, new Registered(id, registration));
			}
		});
	}

	/** By address: a pod's may be given to another pod when it is gone. */
	private Map<String, Registration> wanted() {
		Map<String, Registration> wanted = new HashMap<>();
		for (ScrapeTarget target : this.targets.current()) {
			ActuatorService.of(target).ifPresent((found) -> wanted.put(found.getHealthUrl(), found));
		}
		return wanted;
	}

	/**
	 * An instance that this class has registered.
	 *
	 * @param id given by the registry
	 * @param registration what was registered
	 */
	private record Registered(InstanceId id, Registration registration) {
	}

}
