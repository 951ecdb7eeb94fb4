package dev.slipway.analysis.adapter;

import java.util.Map;
import java.util.stream.Collectors;

import dev.slipway.analysis.Restarts;
import dev.slipway.environments.Environments;
import dev.slipway.rollout.Placement;
import dev.slipway.rollout.Release;

/** Counts the restarts that the cluster shows. */
final class PodRestarts implements Restarts {

	private final Environments environments;

	private final Placement placement;

	PodRestarts(Environments environments, Placement placement) {
		this.environments = environments;
		this.placement = placement;
	}

	@Override
	public Map<String, Integer> of(Release release) {
		return this.placement
			.look(this.environments.get(release.draft().environment()), release.draft().team(),
					release.draft().service())
			.pods()
			.stream()
			.filter((pod) -> pod.release() == release.number())
			.collect(Collectors.toMap((pod) -> pod.pod().name(), (pod) -> pod.pod().restarts(), Math::max));
	}

}
