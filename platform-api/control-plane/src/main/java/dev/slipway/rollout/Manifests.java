package dev.slipway.rollout;

import java.util.Map;

import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.strategy.BadStrategy;
import dev.slipway.strategy.Strategy;
import org.jspecify.annotations.Nullable;

/** Reads what a repository says about how its service is run. */
public interface Manifests {

	/**
	 * Reads and checks the manifests and the strategy.
	 * @param service the service's name
	 * @param environment the environment; {@code deploy/<environment>/} replaces objects
	 * of the same kind and name
	 * @param files the files of {@code deploy/} by path
	 * @param settings {@code slipway.yaml}; null when there is none
	 * @param changes to its strategy
	 * @throws UnusableManifests naming the file and the remedy
	 * @throws BadStrategy saying all that is wrong with the strategy
	 */
	Checked check(String service, String environment, Map<String, byte[]> files, byte @Nullable [] settings,
			StrategyChanges changes);

	/**
	 * The same for a preview, whose base that environment is: it has one pod, and nothing
	 * that scales, is scheduled, alerts, or brings in requests for hosts of others.
	 */
	Checked checkPreview(String service, String environment, Map<String, byte[]> files, byte @Nullable [] settings,
			StrategyChanges changes);

	/** The same by the strategy of the repository. */
	default Checked check(String service, String environment, Map<String, byte[]> files, byte @Nullable [] settings) {
		return check(service, environment, files, settings, StrategyChanges.none());
	}

	/**
	 * What was read.
	 *
	 * @param objects as a JSON list
	 * @param replicas of the Deployment
	 * @param strategy of {@code slipway.yaml} and the request, or the defaults
	 * @param traits of the service that a strategy has to reckon with
	 */
	record Checked(String objects, int replicas, Strategy strategy, Traits traits) {
	}

}
