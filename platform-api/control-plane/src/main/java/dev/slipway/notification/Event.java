package dev.slipway.notification;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param key names it once and for all, so that it is told once to a channel however
 * often it is reported
 * @param kind what it is
 * @param at when
 * @param scope whom it concerns
 * @param title in a few words
 * @param text why, or what about it; may be empty
 * @param path of the console's page about it
 * @param details more for programs
 */
public record Event(String key, EventKind kind, Instant at, Scope scope, String title, String text, String path,
		Map<String, String> details) {

	public Event {
		details = Map.copyOf(details);
	}

	/**
	 * Whom it concerns; what is null concerns all.
	 *
	 * @param team that owns the service
	 * @param service the service
	 * @param environment the environment
	 */
	public record Scope(@Nullable String team, @Nullable String service, @Nullable String environment) {
	}

}
