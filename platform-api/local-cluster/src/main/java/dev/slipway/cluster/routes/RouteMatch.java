package dev.slipway.cluster.routes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;

/**
 * What a request must have, all of it.
 *
 * @param method empty for any
 * @param headers exact values by name
 * @param query exact values of parameters by name
 */
public record RouteMatch(PathMatch path, String method, Map<String, String> headers, Map<String, String> query) {

	/**
	 * Which of several matches wins: an exact path, the longer path, a method, more
	 * headers, more parameters (Gateway API, {@code HTTPRouteRule.matches}).
	 */
	static final Comparator<RouteMatch> PRECEDENCE = Comparator.comparing((RouteMatch match) -> !match.path().exact())
		.thenComparing((match) -> -match.path().value().length())
		.thenComparing((match) -> match.method().isEmpty())
		.thenComparing((match) -> -match.headers().size())
		.thenComparing((match) -> -match.query().size());

	/** Any request. */
	public static final RouteMatch ANY = new RouteMatch(PathMatch.ANY, "", Map.of(), Map.of());

	boolean matches(RouteRequest request) {
		return this.path.matches(request.path()) && (this.method.isEmpty() || this.method.equals(request.method()))
				&& this.headers.entrySet()
					.stream()
					.allMatch((wanted) -> wanted.getValue().equals(request.header().apply(wanted.getKey())))
				&& this.query.entrySet()
					.stream()
					.allMatch((wanted) -> hasParameter(request.query(), wanted.getKey(), wanted.getValue()));
	}

	/** The first parameter of that name counts. */
	private static boolean hasParameter(String query, String name, String value) {
		for (String pair : query.split("&")) {
			int equals = pair.indexOf('=');
			if (decoded((equals < 0) ? pair : pair.substring(0, equals)).equals(name)) {
				return decoded((equals < 0) ? "" : pair.substring(equals + 1)).equals(value);
			}
		}
		return false;
	}

	private static String decoded(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

}
