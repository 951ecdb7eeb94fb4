package dev.slipway.strategy;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What those who look after gates know of one as it is written. */
public interface GateAdvice {

	/** Knows only what is written. */
	GateAdvice PLAIN = new GateAdvice() {

		@Override
		public List<String> problems(GateSpec gate) {
			return List.of();
		}

		@Override
		public String describe(GateSpec gate) {
			return GateWords.sentence(gate);
		}

	};

	/** What is wrong with the settings, each with the remedy; empty when nothing is. */
	List<String> problems(GateSpec gate);

	/** What it will ask, as a sentence; its settings may be wrong. */
	String describe(GateSpec gate);

	/**
	 * How many requests of the candidate it takes to decide.
	 * @param share of the requests that the candidate gets, from 0 to 1
	 * @return null when that is not known
	 */
	default @Nullable Long requests(GateSpec gate, double share) {
		return null;
	}

	/** What is wrong with the settings of one that is watched all the time. */
	default List<String> guardRailProblems(GateSpec gate) {
		return problems(gate);
	}

	/** What one that is watched all the time limits; its settings may be wrong. */
	default String describeGuardRail(GateSpec gate) {
		return describe(gate);
	}

}
