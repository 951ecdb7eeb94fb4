package dev.slipway.observability;

/**
 * Whose a log line or a sample is. Given by the platform from the pod's labels, never
 * believed from what the process says about itself.
 *
 * @param service the service's name
 * @param team the owning team; empty for the platform itself, which no team owns
 * @param environment such as {@code dev}
 * @param release the release's number, such as {@code 3}
 * @param pod the pod's name
 */
public record Origin(String service, String team, String environment, String release, String pod) {

	/** The platform's own process. Only an unlimited scope sees it. */
	public static final Origin PLATFORM = new Origin("slipway", "", "platform", "", "slipway");

}
