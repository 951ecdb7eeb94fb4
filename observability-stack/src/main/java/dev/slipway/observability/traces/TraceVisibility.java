package dev.slipway.observability.traces;

import java.util.List;

import dev.slipway.observability.QueryScope;
import org.jspecify.annotations.Nullable;
import zipkin2.Span;

/** What a scope sees of a trace; every trace store applies it to what it gives out. */
public final class TraceVisibility {

	private TraceVisibility() {
	}

	/** Whether a service seen takes part. */
	public static boolean visible(List<Span> trace, QueryScope scope) {
		return scope.unlimited() || trace.stream().anyMatch((span) -> sees(scope, span.localServiceName()));
	}

	/** The trace with the spans of other teams reduced to their frame. */
	public static List<Span> reduce(List<Span> trace, QueryScope scope) {
		if (scope.unlimited()) {
			return trace;
		}
		return trace.stream().map((span) -> sees(scope, span.localServiceName()) ? span : frame(span)).toList();
	}

	private static boolean sees(QueryScope scope, @Nullable String service) {
		return service != null && scope.seesService(service);
	}

	private static Span frame(Span span) {
		return span.toBuilder().clearTags().clearAnnotations().build();
	}

}
