package dev.slipway.platform;

import java.io.IOException;
import java.nio.file.Path;

import dev.slipway.cluster.LocalCluster;

/**
 * Stops the pods that a killed platform has left running, for {@code ./slipway down} when
 * no platform is there to be asked.
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
		System.err.println("No platform runs in " + state + ". " + ((containers == 0) ? "None of its pods ran either."
				: "Stopped " + containers + " container(s) that it had left running."));
	}

}
