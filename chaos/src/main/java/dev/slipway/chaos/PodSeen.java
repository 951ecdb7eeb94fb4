package dev.slipway.chaos;

/**
 * A pod of the target as it is now.
 *
 * @param name its name
 * @param uid its uid
 * @param ready whether it serves
 * @param terminating whether it is being deleted
 */
public record PodSeen(String name, String uid, boolean ready, boolean terminating) {

	Victim victim() {
		return new Victim(this.name, this.uid);
	}

}
