package dev.slipway.cluster.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.store.Key;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scheduler of a platform that has just come back is called by hand: pods of before
 * run, and nobody has told of them yet.
 */
class SchedulerTests extends HandDriven {

	@SuppressWarnings("NullAway.Init")
	private Scheduler scheduler;

	@Override
	void begin(Context context) {
		ObjectNode node = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Node");
		node.putObject("status").putObject("allocatable").put("pods", "10").put("memory", "250Mi");
		this.store.create(Key.of("nodes", "local"), node);
		pod("old-a", "local");
		pod("old-b", "local");
		this.scheduler = new Scheduler(context);
	}

	@Override
	void reconcile() {
		this.scheduler.schedule(key());
	}

	@Override
	Key key() {
		return Key.of(Context.PODS, "shop", "new");
	}

	@Test
	void podsThatRanBeforeCountFromTheStart() {
		pod("new", "");
		this.scheduler.count();
		settle();
		assertThat(object().path("spec").path("nodeName").asText()).isEmpty();
		assertThat(status().toString()).contains("Insufficient memory");
	}

	@Test
	void podsThatAreScheduledWithoutBeingToldOfCount() {
		this.store.remove(Key.of(Context.PODS, "shop", "old-b"), null);
		pod("other", "");
		pod("new", "");
		this.scheduler.count();
		this.scheduler.schedule(Key.of(Context.PODS, "shop", "other"));
		settle();
		assertThat(object().path("spec").path("nodeName").asText()).isEmpty();
	}

	private void pod(String name, String node) {
		ObjectNode pod = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
		ObjectNode spec = pod.putObject("spec").put("nodeName", node);
		spec.putArray("containers").addObject().putObject("resources").putObject("requests").put("memory", "100Mi");
		pod.putObject("status").put("phase", node.isEmpty() ? "Pending" : "Running");
		this.store.create(Key.of(Context.PODS, "shop", name), pod);
	}

}
