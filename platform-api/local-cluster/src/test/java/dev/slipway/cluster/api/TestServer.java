package dev.slipway.cluster.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

import dev.slipway.cluster.store.DurableStore;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** A real server on a free port with a store of its own. */
final class TestServer implements AutoCloseable {

	private final DurableStore store;

	private final ApiServer server;

	TestServer(Path directory) throws IOException {
		this(directory, TestServer::someLog);
	}

	TestServer(Path directory, PodLogs logs) throws IOException {
		this.store = DurableStore.open(directory.resolve("objects"), Clock.systemUTC());
		this.server = new ApiServer(this.store, ApiSettings.in(directory.resolve("api")).withServiceRange("10.96"),
				logs, Clock.systemUTC());
		this.server.start();
	}

	private static PodLogs.Reading someLog(com.fasterxml.jackson.databind.node.ObjectNode pod, PodLogs.Query query,
			java.util.function.Consumer<byte[]> lines, Runnable end) {
		lines.accept(("log of " + query.container() + "\n").getBytes(StandardCharsets.UTF_8));
		end.run();
		return () -> {
		};
	}

	ApiServer server() {
		return this.server;
	}

	DurableStore store() {
		return this.store;
	}

	KubernetesClient client() throws IOException {
		return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(this.server.kubeconfig())).build();
	}

	@Override
	public void close() {
		this.server.close();
		this.store.close();
	}

}
