package dev.slipway.chaos.adapter;

import java.util.function.Supplier;

import dev.slipway.chaos.Definition.Candidate;
import dev.slipway.chaos.Plan;
import dev.slipway.chaos.Trials;
import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Releases;
import org.jspecify.annotations.Nullable;

/** Asks the release itself, so that no event can be missed. */
final class ReleaseTrials implements Trials {

	private final Supplier<Releases> releases;

	/**
	 * Creates one.
	 * @param releases asked for late: releases need gates, and gates experiments
	 */
	ReleaseTrials(Supplier<Releases> releases) {
		this.releases = releases;
	}

	@Override
	public @Nullable String over(Plan plan, Candidate candidate) {
		Releases known = this.releases.get();
		boolean waits = known.find(plan.definition().service(), plan.definition().environment(), candidate.release())
			.flatMap(known::flow)
			.filter((flow) -> !flow.ended() && flow.state() instanceof Forward.Holding
					&& flow.state().stage() == candidate.stage())
			.isPresent();
		return waits ? null : "Release " + candidate.release() + " no longer waits at stage " + candidate.stage();
	}

}
