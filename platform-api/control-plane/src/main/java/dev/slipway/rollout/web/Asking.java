package dev.slipway.rollout.web;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.rollout.Approval;
import dev.slipway.rollout.Progress;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Stage;

/**
 * The gates of a live release that ask people, seen from where it is.
 *
 * @param release which
 * @param stage where it is; 0 before the first stage and after the last
 * @param stages all of them
 */
record Asking(Release release, int stage, List<Stage> stages) {

	/** A gate names the role that may approve it by this setting. */
	private static final String ROLE = "role";

	static Asking of(Release release, Progress progress) {
		return new Asking(release, progress.stage(), progress.schedule().stages());
	}

	/**
	 * The gate of that name at the stage where it is: others are not asked yet, or were.
	 */
	GateSpec gate(String name) {
		return gates(this.stage).filter((gate) -> gate.name().equals(name)).findFirst().orElseThrow(() -> {
			List<Integer> others = this.stages.stream()
				.map(Stage::number)
				.filter((number) -> gates(number).anyMatch((gate) -> gate.name().equals(name)))
				.toList();
			return others.isEmpty() ? Problem.notFound("A gate " + name + " that asks people")
					: Problem
						.conflict("Release " + this.release.number() + " is "
								+ ((this.stage > 0) ? "at stage " + this.stage : "at none of its stages")
								+ "; its gate " + name + " asks at stage " + others.get(0))
						.remedy("Answer when it is there");
		});
	}

	private Stream<GateSpec> gates(int number) {
		return this.stages.stream()
			.filter((one) -> one.number() == number)
			.flatMap((one) -> one.gates().stream())
			.filter((gate) -> gate.kind().equals(Approval.KIND));
	}

	/** Who may answer. */
	static Role role(GateSpec gate) {
		try {
			return Role.valueOf(gate.settings().getOrDefault(ROLE, "developer").toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			// A role that nobody has is not one that everybody has.
			return Role.ADMIN;
		}
	}

}
