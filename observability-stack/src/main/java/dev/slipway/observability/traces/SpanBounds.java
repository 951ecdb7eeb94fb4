package dev.slipway.observability.traces;

import zipkin2.Span;

/** How large a span may be that a store takes. */
public final class SpanBounds {

	private static final int MAX_TAG = 4096;

	private SpanBounds() {
	}

	/**
	 * The span with its long tags cut. A tag may be a whole stack trace; a hundred
	 * thousand of those would not fit.
	 */
	public static Span of(Span span) {
		if (span.tags().values().stream().noneMatch((value) -> value.length() > MAX_TAG)) {
			return span;
		}
		Span.Builder builder = span.toBuilder().clearTags();
		span.tags()
			.forEach((key, value) -> builder.putTag(key,
					(value.length() > MAX_TAG) ? value.substring(0, MAX_TAG) + "… [cut]" : value));
		return builder.build();
	}

}
