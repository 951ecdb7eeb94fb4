package dev.slipway.observability.logs;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Exact filters beside the query text. Null or empty means any.
 *
 * @param service the service
 * @param environment the environment
 * @param release the release's number
 * @param pod the pod
 * @param levels any of these levels, in any case
 */
public record LogFilter(@Nullable String service, @Nullable String environment, @Nullable String release,
		@Nullable String pod, Set<String> levels) {

	/** Filters nothing. */
	public static final LogFilter ANY = new LogFilter(null, null, null, null, Set.of());

	public LogFilter {
		levels = Set.copyOf(levels);
	}

	/** Everything of one service. */
	public static LogFilter service(String service) {
		return new LogFilter(service, null, null, null, Set.of());
	}

}
