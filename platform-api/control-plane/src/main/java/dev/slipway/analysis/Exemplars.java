package dev.slipway.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Traces that show what was found: two that failed and the slowest. */
final class Exemplars {

	private static final int FAILED = 2;

	private static final int MOST = 3;

	private Exemplars() {
	}

	static List<Object> of(List<SpanSeen> spans) {
		List<Object> chosen = new ArrayList<>();
		Set<String> traces = new HashSet<>();
		spans.stream()
			.filter(SpanSeen::failed)
			.sorted(Comparator.comparing(SpanSeen::start).reversed())
			.filter((span) -> traces.size() < FAILED && traces.add(span.trace()))
			.forEach((span) -> chosen.add(asMap(span, "failed")));
		spans.stream()
			.filter((span) -> span.serves() && !traces.contains(span.trace()))
			.sorted(Comparator.comparing(SpanSeen::duration).reversed())
			.filter((span) -> traces.size() < MOST && traces.add(span.trace()))
			.limit(MOST)
			.forEach((span) -> chosen.add(asMap(span, "slow")));
		return chosen;
	}

	private static Map<String, Object> asMap(SpanSeen span, String why) {
		return Map.of("trace", span.trace(), "why", why, "span", span.name(), "millis", span.millis(), "start",
				span.start().toString());
	}

}
