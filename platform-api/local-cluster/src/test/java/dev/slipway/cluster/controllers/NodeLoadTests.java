package dev.slipway.cluster.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.store.WatchEvent.Type;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NodeLoadTests {

	private static final long MI = 1L << 20;

	private final NodeLoad load = new NodeLoad("local");

	@Test
	void leavesWhatBoundPodsDoNotAskFor() {
		this.load.told(Type.ADDED, pod("a", "local", "Running"));
		this.load.bound(pod("b", "local", "Pending"));
		this.load.told(Type.ADDED, pod("c", "", "Pending"));
		assertThat(this.load.leaves(room(3, 300), 100 * MI)).isTrue();
		assertThat(this.load.leaves(room(3, 299), 100 * MI)).isFalse();
		assertThat(this.load.leaves(room(3, 100), 0)).as("asks for no memory").isTrue();
		assertThat(this.load.leaves(room(2, 300), 0)).as("too many pods").isFalse();
	}

	@Test
	void countsAPodOnceUntilItEndsOrIsGone() {
		this.load.bound(pod("a", "local", "Pending"));
		this.load.told(Type.ADDED, pod("a", "", "Pending"));
		this.load.told(Type.MODIFIED, pod("a", "local", "Running"));
		assertThat(this.load.leaves(room(2, 200), 100 * MI)).isTrue();
		assertThat(this.load.leaves(room(1, 200), 100 * MI)).isFalse();
		this.load.told(Type.MODIFIED, pod("a", "local", "Succeeded"));
		this.load.told(Type.DELETED, pod("a", "local", "Succeeded"));
		assertThat(this.load.leaves(room(1, 100), 100 * MI)).isTrue();
	}

	private static ObjectNode pod(String uid, String node, String phase) {
		ObjectNode pod = JsonNodeFactory.instance.objectNode();
		pod.putObject("metadata").put("uid", uid);
		ObjectNode spec = pod.putObject("spec").put("nodeName", node);
		spec.putArray("containers").addObject().putObject("resources").putObject("requests").put("memory", "100Mi");
		pod.putObject("status").put("phase", phase);
		return pod;
	}

	private static ObjectNode room(int pods, int memory) {
		return JsonNodeFactory.instance.objectNode().put("pods", Integer.toString(pods)).put("memory", memory + "Mi");
	}

}
