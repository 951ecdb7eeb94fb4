package dev.slipway.observability.traces;

import dev.slipway.observability.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/** There is no data because the trace store gives no answer, or only part of one. */
public final class TracesUnavailable extends StoreUnavailable {

	private static final long serialVersionUID = 1;

	public TracesUnavailable(String message, @Nullable Throwable cause) {
		super("traces", message, cause);
	}

}
