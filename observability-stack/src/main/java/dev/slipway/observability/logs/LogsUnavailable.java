package dev.slipway.observability.logs;

import dev.slipway.observability.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/** There are no logs because the store gives no answer, or only part of one. */
public final class LogsUnavailable extends StoreUnavailable {

	private static final long serialVersionUID = 1;

	public LogsUnavailable(String message) {
		this(message, null);
	}

	public LogsUnavailable(String message, @Nullable Throwable cause) {
		super("logs", message, cause);
	}

}
