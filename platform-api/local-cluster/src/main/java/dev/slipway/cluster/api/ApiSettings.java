package dev.slipway.cluster.api;

import java.nio.file.Path;

/**
 * Where the API server keeps its certificates and listens.
 *
 * @param directory certificates, token and port are kept here, readable by the owner only
 * @param port the port on 127.0.0.1; 0 for the one of the last start, or any free one
 * @param serviceRange the first two bytes of cluster IPs: {@code 127.96} makes them
 * addresses of this machine (Linux), on which a proxy can listen
 */
public record ApiSettings(Path directory, int port, String serviceRange) {

	/** The settings of a cluster on this machine. */
	public static ApiSettings in(Path directory) {
		return new ApiSettings(directory, 0, "127.96");
	}

	/** With another port. */
	public ApiSettings withPort(int other) {
		return new ApiSettings(this.directory, other, this.serviceRange);
	}

	/** With another range of cluster IPs, its first two bytes. */
	public ApiSettings withServiceRange(String other) {
		return new ApiSettings(this.directory, this.port, other);
	}

}
