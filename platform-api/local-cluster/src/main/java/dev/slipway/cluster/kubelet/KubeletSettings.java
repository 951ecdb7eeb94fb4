package dev.slipway.cluster.kubelet;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the kubelet works.
 *
 * @param directory where pods live on disk
 * @param addressPrefix first two parts of the pods' addresses with a dot, such as
 * {@code 127.64.}
 * @param backoff delays between restarts
 * @param sweep how often processes are looked at for memory, listeners and, after a
 * restart of the platform, for life
 */
public record KubeletSettings(Path directory, String addressPrefix, Backoff backoff, Duration sweep) {

	/** What Kubernetes does. */
	public static KubeletSettings in(Path directory, String addressPrefix) {
		return new KubeletSettings(directory, addressPrefix, Backoff.KUBERNETES, Duration.ofSeconds(2));
	}

}
