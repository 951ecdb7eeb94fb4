package dev.slipway.cluster.controllers;

import java.math.RoundingMode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.objects.Quantity;

/**
 * The arithmetic of a rolling update. Surge rounds up, unavailable rounds down; if both
 * come to nothing, one pod may be unavailable, or nothing would ever move. Example: 4
 * replicas with 25 % and 25 % may be 3 to 5; 3 replicas may be 3 to 4.
 *
 * @param replicas replicas the Deployment wants
 * @param maxSurge pods there may be more
 * @param maxUnavailable pods there may be less that are available
 */
record RollingUpdate(int replicas, int maxSurge, int maxUnavailable) {

	static RollingUpdate of(JsonNode deployment) {
		JsonNode spec = deployment.path("spec");
		int replicas = spec.path("replicas").asInt(1);
		if (!rolling(deployment)) {
			return new RollingUpdate(replicas, 0, 0);
		}
		JsonNode rolling = spec.path("strategy").path("rollingUpdate");
		int surge = share(rolling.path("maxSurge"), replicas, RoundingMode.CEILING);
		int unavailable = share(rolling.path("maxUnavailable"), replicas, RoundingMode.FLOOR);
		if (surge == 0 && unavailable == 0) {
			unavailable = 1;
		}
		return new RollingUpdate(replicas, surge, Math.min(unavailable, replicas));
	}

	static boolean rolling(JsonNode deployment) {
		return !deployment.path("spec").path("strategy").path("type").asText().equals("Recreate");
	}

	private static int share(JsonNode value, int replicas, RoundingMode rounding) {
		String text = value.asText("25%");
		if (text.endsWith("%")) {
			return Quantity.parse(text.substring(0, text.length() - 1))
				.multiply(java.math.BigDecimal.valueOf(replicas))
				.movePointLeft(2)
				.setScale(0, rounding)
				.intValueExact();
		}
		return Integer.parseInt(text);
	}

	/** Pods there must be that are available. */
	int minAvailable() {
		return this.replicas - this.maxUnavailable;
	}

	/** Pods there may be in all. */
	int maxTotal() {
		return this.replicas + this.maxSurge;
	}

	/**
	 * What the new ReplicaSet may grow to.
	 * @param newReplicas what it has now
	 * @param total what all ReplicaSets have together
	 */
	int growNew(int newReplicas, int total) {
		if (newReplicas >= this.replicas) {
			return this.replicas;
		}
		int room = Math.max(0, maxTotal() - total);
		return newReplicas + Math.min(room, this.replicas - newReplicas);
	}

	/**
	 * How many old pods may go at most, healthy or not.
	 * @param total what all ReplicaSets have together
	 * @param newUnavailable pods of the new ReplicaSet that are not available
	 */
	int oldToRemove(int total, int newUnavailable) {
		return Math.max(0, total - minAvailable() - newUnavailable);
	}

	/**
	 * How many healthy old pods may go.
	 * @param available pods available in all ReplicaSets
	 */
	int healthyToRemove(int available) {
		return Math.max(0, available - minAvailable());
	}

	/**
	 * The share of one ReplicaSet when a Deployment is scaled in the middle of a
	 * roll-out.
	 * @param own what it has now
	 * @param annotatedTotal the total it was sized for
	 * @param left what is left to give (or, below zero, to take)
	 */
	int proportion(int own, int annotatedTotal, int left) {
		if (left == 0 || annotatedTotal == 0) {
			return 0;
		}
		int size = (this.replicas == 0) ? 0 : (int) Math.round((double) own * maxTotal() / annotatedTotal);
		int change = size - own;
		return (left > 0) ? Math.min(Math.max(change, 0), left) : Math.max(Math.min(change, 0), left);
	}

}
