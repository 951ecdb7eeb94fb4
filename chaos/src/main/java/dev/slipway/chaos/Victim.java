package dev.slipway.chaos;

/**
 * A pod that is hit. The uid tells it from a successor of the same name.
 *
 * @param name the pod's name
 * @param uid the pod's uid
 */
public record Victim(String name, String uid) {
}
