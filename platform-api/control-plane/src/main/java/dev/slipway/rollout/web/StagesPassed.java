package dev.slipway.rollout.web;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.flow.Transition;

/** At which stage a release was, by the states that it has been in. */
final class StagesPassed {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private StagesPassed() {
	}

	/** The stage of a state; 0 before the first and after the last. */
	static int stage(Transition transition) {
		try {
			return MAPPER.readTree(transition.detail()).path("stage").asInt(0);
		}
		catch (JsonProcessingException ex) {
			return 0;
		}
	}

	/** The last stage that it was at; 0 for none. */
	static int last(List<Transition> history) {
		return history.stream()
			.mapToInt(StagesPassed::stage)
			.filter((stage) -> stage > 0)
			.reduce(0, (one, next) -> next);
	}

}
