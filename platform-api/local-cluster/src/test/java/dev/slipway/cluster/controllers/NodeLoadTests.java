package dev.slipway.cluster.controllers;

import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.store.WatchEvent.Type;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NodeLoadTests {

	private final NodeLoad load = new NodeLoad("local");

	@Test
	void leavesWhatBoundPodsDoNotAskFor() {
		this.load.told(Type.ADDED, pod("a", "local", "Running"));
		this.load.bound(pod("b", "local", "Pending"));
		this.load.told(Type.ADDED, pod("c", "", "Pending"));
		assertThat(this.load.take(pod("d", "", "Pending"), room(3, 299))).isFalse();
		assertThat(this.load.take(pod("d", "", "Pending"), room(2, 300))).as("too many pods").isFalse();
		assertThat(this.load.take(pod("d", "", "Pending"), room(3, 300))).isTrue();
		assertThat(this.load.take(pod("e", "", "Pending"), room(4, 399))).as("d counts").isFalse();
		ObjectNode small = pod("f", "", "Pending");
		small.putObject("spec");
		assertThat(this.load.take(small, room(4, 100))).as("asks for no memory").isTrue();
	}

	@Test
	void onesThatAreJustBeingBoundCountBesideThoseThatAre() {
		ObjectNode taken = pod("b", "", "Pending");
		this.load.bound(taken);
		List<ObjectNode> all = List.of(pod("a", "local", "Running"), taken, pod("c", "", "Pending"));
		assertThat(this.load.takeAmong(() -> all, pod("c", "", "Pending"), room(3, 299))).contains("memory");
		assertThat(this.load.takeAmong(() -> all, pod("c", "", "Pending"), room(2, 300))).contains("Too many");
		assertThat(this.load.takeAmong(() -> all, pod("c", "", "Pending"), room(3, 300))).isEmpty();
	}

	@Test
	void countsAPodOnceUntilItEndsOrIsGone() {
		this.load.bound(pod("a", "local", "Pending"));
		this.load.told(Type.ADDED, pod("a", "", "Pending"));
		this.load.told(Type.MODIFIED, pod("a", "local", "Running"));
		assertThat(this.load.take(pod("b", "", "Pending"), room(1, 200))).isFalse();
		assertThat(this.load.take(pod("b", "", "Pending"), room(2, 200))).isTrue();
		this.load.gone(pod("b", "", "Pending"));
		this.load.told(Type.MODIFIED, pod("a", "local", "Succeeded"));
		this.load.told(Type.DELETED, pod("a", "local", "Succeeded"));
		assertThat(this.load.take(pod("b", "", "Pending"), room(1, 100))).isTrue();
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
