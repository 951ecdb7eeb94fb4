package dev.slipway.api;

import dev.slipway.access.Actor;

/** Decides who may follow a topic. Every one must allow it. */
@FunctionalInterface
public interface TopicPolicy {

	/** Whether the actor may see what is published on and below the topic. */
	boolean allows(Actor actor, String topic);

}
