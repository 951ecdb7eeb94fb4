package dev.slipway.cluster.kubelet;

import java.time.Clock;
import java.time.Instant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;

/**
 * The node as an object: this machine, with what it really has.
 */
final class NodeObject {

	private static final int PODS = 110;

	private final ObjectStore store;

	private final Clock clock;

	private final NodeInfo info;

	NodeObject(ObjectStore store, Clock clock, NodeInfo info) {
		this.store = store;
		this.clock = clock;
		this.info = info;
	}

	void register() {
		Key key = Key.of("nodes", NodeInfo.NAME);
		if (this.store.get(key).isEmpty()) {
			this.store.create(key, fresh());
		}
		this.store.update(key, (node) -> {
			node.set("status", status(node.withObject("/status")));
			return node;
		});
	}

	private static ObjectNode fresh() {
		ObjectNode node = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Node");
		ObjectNode metadata = node.putObject("metadata").put("name", NodeInfo.NAME);
		metadata.putObject("labels")
			.put("kubernetes.io/hostname", NodeInfo.NAME)
			.put("kubernetes.io/os", "linux")
			.put("kubernetes.io/arch", architecture())
			.put("node.kubernetes.io/instance-type", "local-processes");
		node.putObject("spec");
		return node;
	}

	private ObjectNode status(ObjectNode status) {
		for (String list : new String[] { "capacity", "allocatable" }) {
			status.putObject(list)
				.put("cpu", Integer.toString(this.info.cpus()))
				.put("memory", this.info.memory() / 1024 + "Ki")
				.put("pods", Integer.toString(PODS));
		}
		Instant now = this.clock.instant();
		String[][] pressures = { { "MemoryPressure", "KubeletHasSufficientMemory" },
				{ "DiskPressure", "KubeletHasNoDiskPressure" }, { "PIDPressure", "KubeletHasSufficientPID" } };
		for (String[] pressure : pressures) {
			Conditions.set(status, pressure[0], false, pressure[1], "", now).put("lastHeartbeatTime", Meta.time(now));
		}
		Conditions
			.set(status, "Ready", true, "KubeletReady", "pods run as processes of this machine, without isolation", now)
			.put("lastHeartbeatTime", Meta.time(now));
		status.putArray("addresses").addObject().put("type", "InternalIP").put("address", "127.0.0.1");
		status.withArray("/addresses").addObject().put("type", "Hostname").put("address", NodeInfo.NAME);
		status.putObject("nodeInfo")
			.put("architecture", architecture())
			.put("containerRuntimeVersion", "process://" + Runtime.version().feature())
			.put("kernelVersion", System.getProperty("os.version"))
			.put("kubeletVersion", "v1.32.0+slipway")
			.put("kubeProxyVersion", "v1.32.0+slipway")
			.put("operatingSystem", "linux")
			.put("osImage", System.getProperty("os.name"))
			.put("machineID", "")
			.put("systemUUID", "")
			.put("bootID", ProcFs.bootId());
		return status;
	}

	private static String architecture() {
		return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
	}

}
