package dev.slipway.observability.traces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.slipway.observability.QueryScope;
import org.jspecify.annotations.Nullable;
import zipkin2.Span;

/** What a scope sees of a trace; every trace store applies it to what it gives out. */
public final class TraceVisibility {

	/** The most spans of a trace that are told; a loop gone wild makes more. */
	public static final int MOST_SPANS = 10_000;

	/**
	 * Doubles come to lie side by side. A set would not do to find them: the hash codes
	 * of the spans of a trace are much alike, and ten thousand of them take minutes.
	 */
	private static final Comparator<Span> ORDER = Comparator.comparingLong(Span::timestampAsLong)
		.thenComparing(Span::id)
		.thenComparing((span) -> String.valueOf(span.kind()))
		.thenComparing((span) -> String.valueOf(span.localServiceName()))
		.thenComparingLong(Span::durationAsLong);

	private TraceVisibility() {
	}

	/** Whether a service seen takes part. */
	public static boolean visible(List<Span> trace, QueryScope scope) {
		return scope.unlimited() || trace.stream().anyMatch((span) -> sees(scope, span.localServiceName()));
	}

	/**
	 * The trace in order of its spans' starts, without doubles and what is beyond
	 * {@link #MOST_SPANS}, the spans of other teams reduced to their frame.
	 */
	public static List<Span> reduce(List<Span> trace, QueryScope scope) {
		List<Span> told = new ArrayList<>();
		Span last = null;
		for (Span span : trace.stream().sorted(ORDER).toList()) {
			if (told.size() == MOST_SPANS) {
				break;
			}
			if (!span.equals(last)) {
				told.add(sees(scope, span.localServiceName()) ? span : frame(span));
			}
			last = span;
		}
		return told;
	}

	private static boolean sees(QueryScope scope, @Nullable String service) {
		return scope.unlimited() || service != null && scope.seesService(service);
	}

	private static Span frame(Span span) {
		return span.toBuilder().clearTags().clearAnnotations().build();
	}

}
