package dev.slipway.observability;

import java.net.URI;

/**
 * Something that offers metrics in the Prometheus text format.
 *
 * @param uri where
 * @param origin whose; becomes the labels service, team, environment, release and pod
 */
public record ScrapeTarget(URI uri, Origin origin) {

	/** Host and port, the label {@code instance}. */
	public String instance() {
		return this.uri.getAuthority();
	}

}
