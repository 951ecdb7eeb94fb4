package dev.slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.api.ApiServer;
import dev.slipway.cluster.api.ApiSettings;
import dev.slipway.cluster.api.PodLogs;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.controllers.Controllers;
import dev.slipway.cluster.kubelet.SimulatedKubelet;
import dev.slipway.cluster.store.DurableStore;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.work.Workers;

/**
 * The API server and the controllers of the local cluster with pods that never run: ready
 * at once, gone at once. For benchmarks and for tests that need thousands of them.
 */
public final class SimulatedCluster implements AutoCloseable {

	private final Deque<AutoCloseable> parts = new ArrayDeque<>();

	private final Path state;

	private SimulatedCluster(Path state, Predicate<JsonNode> ready) throws IOException {
		this.state = state;
		Clock clock = Clock.systemUTC();
		try {
			Path directory = Files.createDirectories(state.resolve("cluster")).toRealPath();
			ObjectStore store = opened(DurableStore.open(directory.resolve("objects"), clock));
			Workers workers = opened(new Workers());
			opened(SimulatedKubelet.start(store, workers, clock, ready));
			ApiServer api = opened(
					new ApiServer(store, ApiSettings.in(directory.resolve("api")), PodLogs.none(), clock));
			api.start();
			api.writeKubeconfig(kubeconfig());
			opened(Controllers.start(store, workers, clock, LocalCluster.resources((kind) -> true),
					LocalCluster.resources(Kind::namespaced), api.caCertificate()));
		}
		catch (IOException | RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Starts it.
	 * @param state an empty directory
	 * @param ready whether a pod, as the API shows it, becomes ready
	 * @throws IOException if the directory cannot be used
	 */
	public static SimulatedCluster start(Path state, Predicate<JsonNode> ready) throws IOException {
		return new SimulatedCluster(state, ready);
	}

	/** The file with address, authority and token of the API server. */
	public Path kubeconfig() {
		return this.state.resolve("kubeconfig");
	}

	private <T extends AutoCloseable> T opened(T part) {
		this.parts.push(part);
		return part;
	}

	@Override
	public void close() {
		while (!this.parts.isEmpty()) {
			try {
				this.parts.pop().close();
			}
			catch (Exception ex) {
				System.getLogger(SimulatedCluster.class.getName())
					.log(System.Logger.Level.WARNING, "A part of the simulated cluster does not close", ex);
			}
		}
	}

}
