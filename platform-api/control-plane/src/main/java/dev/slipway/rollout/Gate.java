package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;

import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A kind of gate: something that a release has to pass at a stage, or a guard rail that
 * it must not break. Other features bring their own kinds by implementing this.
 */
public interface Gate {

	/** The kind as strategies name it, such as {@code metric}. */
	String kind();

	/** What is wrong with the settings, each with the remedy; empty when nothing is. */
	List<String> problems(GateSpec spec);

	/** What it will ask, as one sentence for people. */
	String describe(GateSpec spec);

	/**
	 * Who watches when it is written as a guard rail: one that may look after every
	 * scrape. Its settings may be others.
	 */
	default Gate guardRail() {
		return this;
	}

	/**
	 * Whether it will see enough in a stage that begins, by what is measured before it,
	 * as sentences; empty when there is nothing to say. Has to be quick.
	 */
	default String foresee(Call call) {
		return "";
	}

	/**
	 * How many requests of the candidate it takes to decide.
	 * @param share of the requests that the candidate gets, from 0 to 1
	 * @return null when it does not count requests
	 */
	default @Nullable Long requests(GateSpec spec, double share) {
		return null;
	}

	/**
	 * Looks once. It may take seconds, may be called at any time and any number of times,
	 * and after a crash again: what it causes elsewhere carries the call's key.
	 * @throws Exception when it could not look; that is no data, never a pass
	 */
	Reading look(Call call) throws Exception;

	/**
	 * What is asked of a gate.
	 *
	 * @param release the candidate
	 * @param stable the release to compare with; null when there is none
	 * @param spec the gate as it is written
	 * @param stage where the release is
	 * @param since since when the candidate has the requests of this stage
	 * @param now the time of the call
	 */
	record Call(Release release, @Nullable Release stable, GateSpec spec, Stage stage, Instant since, Instant now) {

		/** The same for each look at this gate at this stage of this release. */
		public String key() {
			return this.release.plan().flowId() + "/" + this.stage.number() + "/" + this.spec.name();
		}

	}

}
