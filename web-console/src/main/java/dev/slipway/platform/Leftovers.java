package dev.slipway.platform;

import java.io.IOException;
import java.nio.file.Path;

import dev.slipway.cluster.LocalCluster;
import dev.slipway.environments.adapter.PostgresServer;

/**
 * Stops what a platform that was killed has left running: its pods and the database
 * server of its services. {@code ./slipway down} calls it when no platform is there to be
 * asked.
 */
public final class Leftovers {

	private Leftovers() {
	}

	/**
	 * Stops them.
	 * @param arguments the state directory
	 * @throws IOException if the directory cannot be read
	 */
	public static void main(String[] arguments) throws IOException {
		Path state = Path.of(arguments[0]).toAbsolutePath();
		int containers = LocalCluster.stopRecordedPods(state);
		new PostgresServer(state.resolve("postgres")).stopServer();
		System.err.println("No platform runs in " + state + ". " + ((containers == 0) ? "None of its pods ran either."
				: "Stopped " + containers + " container(s) that it had left running."));
	}

}
