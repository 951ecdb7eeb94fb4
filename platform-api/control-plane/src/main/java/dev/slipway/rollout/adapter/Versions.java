package dev.slipway.rollout.adapter;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Compares resource versions. Within one cluster they are whole numbers that grow with
 * each write of any object (Kubernetes enhancement 5504).
 */
final class Versions {

	private Versions() {
	}

	static String of(HasMetadata object) {
		String version = object.getMetadata().getResourceVersion();
		return (version != null) ? version : "";
	}

	/**
	 * Whether one is older than another: 99 is older than 100. What is no number is older
	 * than all but itself, so that it is not believed.
	 */
	static boolean older(String one, String other) {
		if (one.equals(other)) {
			return false;
		}
		if (!number(one) || !number(other)) {
			return true;
		}
		return (one.length() != other.length()) ? one.length() < other.length() : one.compareTo(other) < 0;
	}

	private static boolean number(String version) {
		return !version.isEmpty() && version.chars().allMatch(Character::isDigit);
	}

}
