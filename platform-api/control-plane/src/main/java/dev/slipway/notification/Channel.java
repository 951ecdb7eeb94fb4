package dev.slipway.notification;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Where notifications go.
 *
 * @param id given by the store
 * @param settings what it is
 * @param madeBy who made it
 * @param madeAt when
 */
public record Channel(long id, Settings settings, String madeBy, Instant madeAt) {

	/** How it is spoken to. */
	public enum Kind {

		/** An incoming webhook as Slack, Mattermost and others have it. */
		SLACK,
		/** Signed JSON. */
		WEBHOOK

	}

	/**
	 * What a channel is. Its texts never show the address or the key, which are secrets.
	 *
	 * @param name unique
	 * @param kind how it is spoken to
	 * @param url where it is; empty when it is sealed with a key that is not there
	 * @param secret the key that signs; empty for Slack, and as the address is
	 * @param teams whose events; empty for everybody's
	 * @param environments of which environments; empty for all
	 * @param events which kinds; empty for all
	 * @param enabled whether it is told anything
	 */
	public record Settings(String name, Kind kind, String url, String secret, Set<String> teams,
			Set<String> environments, Set<EventKind> events, boolean enabled) {

		public Settings {
			teams = Set.copyOf(teams);
			environments = Set.copyOf(environments);
			events = Set.copyOf(events);
		}

		/** Whether it wants an event. What concerns all concerns each team. */
		public boolean wants(Event event) {
			return this.enabled && (this.events.isEmpty() || this.events.contains(event.kind()))
					&& matches(this.teams, event.scope().team())
					&& matches(this.environments, event.scope().environment());
		}

		private static boolean matches(Set<String> wanted, @Nullable String found) {
			return wanted.isEmpty() || found == null || wanted.contains(found);
		}

		@Override
		public String toString() {
			return "Channel " + this.name + " (" + this.kind + ")";
		}

	}

}
