package dev.slipway.cluster.routes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All rules that are served at one port, the most precise first: by host, by match (see
 * {@link RouteMatch}), the older route, the route's name, the earlier rule.
 */
public final class RouteTable {

	/** Nothing is served. */
	public static final RouteTable EMPTY = new RouteTable(List.of());

	private static final Comparator<Entry> PRECEDENCE = Comparator.comparing(Entry::host, Hostname.PRECEDENCE)
		.thenComparing(Entry::match, RouteMatch.PRECEDENCE)
		.thenComparing(Entry::created)
		.thenComparing(Entry::route)
		.thenComparing(Entry::rank);

	private final List<Entry> entries;

	private RouteTable(List<Entry> entries) {
		this.entries = entries;
	}

	/** The table of those routes, each for the hosts it is attached for. */
	public static RouteTable of(List<Attached> routes) {
		List<Entry> entries = new ArrayList<>();
		for (Attached attached : routes) {
			CompiledRoute route = attached.route();
			int rank = 0;
			for (RouteRule rule : route.rules()) {
				for (RouteMatch match : rule.matches()) {
					for (Hostname host : attached.hosts()) {
						entries.add(new Entry(host, match, route.created(),
								route.key().namespace() + "/" + route.key().name(), rank++, rule));
					}
				}
			}
		}
		entries.sort(PRECEDENCE);
		return new RouteTable(List.copyOf(entries));
	}

	/** The rule for a request. */
	public Optional<RouteRule> find(RouteRequest request) {
		for (Entry entry : this.entries) {
			if (entry.host().matches(request.host()) && entry.match().matches(request)) {
				return Optional.of(entry.rule());
			}
		}
		return Optional.empty();
	}

	/**
	 * A route and the hosts for which it is served here.
	 */
	public record Attached(CompiledRoute route, List<Hostname> hosts) {
	}

	private record Entry(Hostname host, RouteMatch match, Instant created, String route, int rank, RouteRule rule) {
	}

}
