package dev.slipway.cluster.routes;

import java.time.Duration;
import java.util.List;

/**
 * What happens with the requests of one rule of a route.
 *
 * @param route the route's name, for what is measured; empty for a Service without one
 * @param matches any of them is enough
 * @param backends whose turn it is
 * @param timeout until the answer's end; zero for no limit
 */
public record RouteRule(String route, List<RouteMatch> matches, WeightedChoice<Target> backends, List<Mirror> mirrors,
		Edits edits, Duration timeout) {

	/** All requests to one target, without a route. */
	public static RouteRule all(Target target) {
		return new RouteRule("", List.of(RouteMatch.ANY),
				new WeightedChoice<>(List.of(new WeightedChoice.Weighted<>(target, 1))), List.of(), Edits.NONE,
				Duration.ZERO);
	}

}
