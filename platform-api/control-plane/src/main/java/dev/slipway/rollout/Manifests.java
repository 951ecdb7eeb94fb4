package dev.slipway.rollout;

import java.util.Map;

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
	 * @throws UnusableManifests naming the file and the remedy
	 */
	Checked check(String service, String environment, Map<String, byte[]> files, byte @Nullable [] settings);

	/**
	 * What was read.
	 *
	 * @param objects as a JSON list
	 * @param replicas of the Deployment
	 * @param strategy of {@code slipway.yaml}, or the defaults
	 */
	record Checked(String objects, int replicas, Strategy strategy) {
	}

}
