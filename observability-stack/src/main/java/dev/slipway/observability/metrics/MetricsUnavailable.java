package dev.slipway.observability.metrics;

import dev.slipway.observability.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/** There is no data because the metric store gives no answer, or only part of one. */
public final class MetricsUnavailable extends StoreUnavailable {

	private static final long serialVersionUID = 1;

	public MetricsUnavailable(String message) {
		this(message, null);
	}

	public MetricsUnavailable(String message, @Nullable Throwable cause) {
		super("metrics", message, cause);
	}

}
