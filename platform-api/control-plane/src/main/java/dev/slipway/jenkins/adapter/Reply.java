package dev.slipway.jenkins.adapter;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a Jenkins answered.
 *
 * @param status 2xx, 3xx, 400 or 409: others are thrown
 * @param headers by name, which may be in any case; the first value of each
 * @param body as text
 * @param location where it points to, as it said it
 */
record Reply(int status, Map<String, String> headers, String body, @Nullable URI location) {

	/** Whether it did what it was asked. */
	boolean done() {
		return this.status < 400;
	}

	/** Jenkins's own words for a refusal. */
	String reason() {
		return this.headers.getOrDefault("X-Error", "status " + this.status);
	}

}
