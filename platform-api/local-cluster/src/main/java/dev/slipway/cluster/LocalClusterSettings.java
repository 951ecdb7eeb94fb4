package dev.slipway.cluster;

import java.nio.file.Path;
import java.time.Duration;

import dev.slipway.cluster.kubelet.Backoff;

/**
 * How a local cluster is run.
 *
 * @param state directory of the platform's state; objects and pods go to {@code cluster},
 * images to {@code images}, and the kubeconfig beside them
 * @param backoff delays between restarts of a container
 * @param endpointDelay longest delay until the service proxy heeds a change of endpoints
 * @param sweep how often processes are looked at for memory and listeners
 * @param apiPort port of the API server; 0 for the one of the last start, or any
 */
public record LocalClusterSettings(Path state, Backoff backoff, Duration endpointDelay, Duration sweep, int apiPort) {

	/** What Kubernetes does, with its state in a directory. */
	public static LocalClusterSettings in(Path state) {
		return new LocalClusterSettings(state, Backoff.KUBERNETES, Duration.ofMillis(100), Duration.ofSeconds(2), 0);
	}

	/** With another back-off. */
	public LocalClusterSettings withBackoff(Duration base, Duration max) {
		return new LocalClusterSettings(this.state, new Backoff(base, max), this.endpointDelay, this.sweep,
				this.apiPort);
	}

	/** With another delay of endpoint changes. */
	public LocalClusterSettings withEndpointDelay(Duration delay) {
		return new LocalClusterSettings(this.state, this.backoff, delay, this.sweep, this.apiPort);
	}

	/** With another interval between looks at the processes. */
	public LocalClusterSettings withSweep(Duration interval) {
		return new LocalClusterSettings(this.state, this.backoff, this.endpointDelay, interval, this.apiPort);
	}

	/** With a fixed port of the API server. */
	public LocalClusterSettings withApiPort(int port) {
		return new LocalClusterSettings(this.state, this.backoff, this.endpointDelay, this.sweep, port);
	}

}
