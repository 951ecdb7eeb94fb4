package dev.slipway.rollout.web;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.rollout.Approval;
import dev.slipway.rollout.Progress;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Wishes.Wish;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Stage;

/**
 * The gates of a live release that ask people, seen from where it is.
 *
 * @param release which
 * @param stage where it is; 0 before the first stage and after the last
 * @param stages all of them; before the first, those of a release that replaces another
 * @param open names of the gates that have opened at the stage where it is
 */
record Asking(Release release, int stage, List<Stage> stages, Set<String> open) {

	/** A gate names the role that may approve it by this setting. */
	private static final String ROLE = "role";

	static Asking of(Release release, Progress progress) {
		int replicas = release.draft().replicas();
		List<Stage> stages = (progress.stage() > 0) ? progress.schedule().stages()
				: release.draft().strategy().schedule(replicas, replicas).stages();
		Set<String> open = progress.gates()
			.entrySet()
			.stream()
			.filter((gate) -> gate.getValue().lets())
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
		return new Asking(release, progress.stage(), stages, open);
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

	/** Who may leave out what is left: who could open each gate that is left out. */
	Role leavingOut(Wish wish) {
		int last = (wish == Wish.PROMOTE) ? Integer.MAX_VALUE : this.stage;
		return this.stages.stream()
			.map(Stage::number)
			.filter((number) -> number >= this.stage && number <= last)
			.flatMap((number) -> gates(number)
				.filter((gate) -> number != this.stage || !this.open.contains(gate.name())))
			.map(Asking::role)
			.max(Comparator.naturalOrder())
			.orElse(Role.DEVELOPER);
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
