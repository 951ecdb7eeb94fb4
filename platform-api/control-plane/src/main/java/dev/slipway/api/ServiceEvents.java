package dev.slipway.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of all services somebody who follows them wants: events of certain names, on
 * topics of a certain form, of services that this somebody sees. It is asked by whoever
 * publishes, so what is known of a service is kept for a while; a service that changes
 * hands or is removed is forgotten {@link #KEPT} later.
 */
public final class ServiceEvents implements BiPredicate<String, String> {

	static final Duration KEPT = Duration.ofSeconds(30);

	/** Above so many entries those that are old are cleared away. */
	static final int MANY = 1000;

	private final Pattern topic;

	private final Set<String> names;

	private final Predicate<String> sees;

	private final Clock clock;

	private final Map<String, Known> known = new ConcurrentHashMap<>();

	/**
	 * Wants events.
	 * @param topic its first group is the service
	 * @param names of events
	 * @param sees whether a service is seen, by its name
	 */
	public ServiceEvents(Pattern topic, Set<String> names, Predicate<String> sees, Clock clock) {
		this.topic = topic;
		this.names = Set.copyOf(names);
		this.sees = sees;
		this.clock = clock;
	}

	@Override
	public boolean test(String published, String event) {
		if (!this.names.contains(event)) {
			return false;
		}
		Matcher matcher = this.topic.matcher(published);
		return matcher.matches() && seen(matcher.group(1));
	}

	private boolean seen(String service) {
		Instant now = this.clock.instant();
		Known before = this.known.get(service);
		if (before != null && before.holds(now)) {
			return before.seen();
		}
		if (this.known.size() > MANY) {
			this.known.values().removeIf((one) -> !one.holds(now));
		}
		Known fresh = new Known(this.sees.test(service), now.plus(KEPT));
		this.known.put(service, fresh);
		return fresh.seen();
	}

	/** How many services are kept. */
	int size() {
		return this.known.size();
	}

	/** Whether a service is seen, and until when that is believed. */
	private record Known(boolean seen, Instant until) {

		boolean holds(Instant now) {
			return now.isBefore(this.until);
		}

	}

}
