package dev.slipway.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Who is hit, or why nobody may be.
 *
 * @param victims the chosen pods
 * @param refusal why none was chosen; null when some were
 */
record VictimChoice(List<Victim> victims, @Nullable String refusal) {

	/** The same run always chooses the same of the same pods. */
	static VictimChoice of(Plan plan, Seen seen) {
		Definition definition = plan.definition();
		List<PodSeen> ready = new ArrayList<>(
				seen.pods().stream().filter((pod) -> pod.ready() && !pod.terminating()).toList());
		int count = definition.blast().of(ready.size());
		if (count < 1) {
			return refuse(definition.service() + " has " + ready.size()
					+ " ready pod(s), so this would hit all of them; scale it up, or ask for ALL");
		}
		ready.sort(Comparator.comparing(PodSeen::name));
		Collections.shuffle(ready, new Random(plan.seed()));
		List<Victim> chosen = ready.subList(0, count).stream().map(PodSeen::victim).toList();
		for (Victim victim : chosen) {
			String obstacle = obstacle(victim, seen.tampering(victim));
			if (obstacle != null) {
				return refuse(obstacle);
			}
		}
		return new VictimChoice(chosen, null);
	}

	String names() {
		return this.victims.stream().map(Victim::name).collect(Collectors.joining(", "));
	}

	private static @Nullable String obstacle(Victim victim, Tampering tampering) {
		return switch (tampering) {
			case NONE -> null;
			case ACTIVE -> "The chaos-monkey of pod " + victim.name() + " is on already, and not by this run";
			case UNKNOWN -> "The chaos-monkey of pod " + victim.name() + " does not answer";
			case UNABLE -> "Pod " + victim.name()
					+ " has no chaos-monkey; add de.codecentric:chaos-monkey-spring-boot, the profile chaos-monkey "
					+ "and management.endpoint.chaosmonkey.access=unrestricted";
		};
	}

	private static VictimChoice refuse(String why) {
		return new VictimChoice(List.of(), why);
	}

}
