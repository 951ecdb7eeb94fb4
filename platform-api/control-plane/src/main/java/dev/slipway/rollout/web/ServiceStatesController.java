package dev.slipway.rollout.web;

import java.util.List;
import java.util.Optional;

import dev.slipway.access.Actor;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.rollout.Placement;
import dev.slipway.rollout.Placement.PlacedPod;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Releases;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How several services do in every environment: for lists. */
@RestController
@Tag(name = "Releases")
class ServiceStatesController {

	private static final int MOST = 200;

	private final Catalog catalog;

	private final Environments environments;

	private final Releases releases;

	private final Placement placement;

	ServiceStatesController(Catalog catalog, Environments environments, Releases releases, Placement placement) {
		this.catalog = catalog;
		this.environments = environments;
		this.releases = releases;
		this.placement = placement;
	}

	@GetMapping("/api/v1/service-states")
	@Operation(summary = "How the services named, as far as they are seen, do in every environment")
	Page<ServiceState> list(Actor actor, @RequestParam(defaultValue = "") List<String> service) {
		if (service.size() > MOST) {
			throw Problem.invalid("service", "At most " + MOST + " services at once");
		}
		return new Page<>(service.stream()
			.flatMap((name) -> this.catalog.find(name).stream())
			.filter((found) -> actor.sees(found.team()))
			.flatMap((found) -> this.environments.all().stream().map((where) -> state(found, where)))
			.toList(), null);
	}

	private ServiceState state(Service service, Environment environment) {
		String where = environment.name();
		Integer stable = this.releases.stable(service.name(), where).map(Release::number).orElse(null);
		Optional<Release> live = this.releases.live(service.name(), where);
		if (stable == null && live.isEmpty()) {
			return new ServiceState(service.name(), where, State.NOT_RELEASED, null, null, 0, 0);
		}
		Integer number = live.map(Release::number).orElse(null);
		try {
			List<PlacedPod> pods = this.placement.look(environment, service.team(), service.name()).pods();
			int ready = (int) pods.stream().filter((placed) -> placed.pod().ready()).count();
			return new ServiceState(service.name(), where, State.of(live.isPresent(), ready, pods.size()), stable,
					number, ready, pods.size());
		}
		catch (KubernetesClientException | IllegalStateException ex) {
			return new ServiceState(service.name(), where, State.UNKNOWN, stable, number, 0, 0);
		}
	}

	/** One word on how a service does. */
	enum State {

		/** It was never released there. */
		NOT_RELEASED,
		/** A release is under way. */
		PROGRESSING,
		/** All its pods are ready. */
		UP,
		/** Some are not. */
		DEGRADED,
		/** None is ready. */
		DOWN,
		/** Its cluster does not answer. */
		UNKNOWN;

		static State of(boolean live, int ready, int pods) {
			if (live) {
				return PROGRESSING;
			}
			return (ready == 0) ? DOWN : (ready < pods) ? DEGRADED : UP;
		}

	}

	/**
	 * A service in an environment.
	 *
	 * @param stable the number of the release promoted last
	 * @param live the number of the release that is under way
	 */
	record ServiceState(String service, String environment, State state, @Nullable Integer stable,
			@Nullable Integer live, int readyPods, int pods) {
	}

}
