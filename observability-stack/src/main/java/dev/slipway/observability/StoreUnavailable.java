package dev.slipway.observability;

import org.jspecify.annotations.Nullable;

/**
 * A store gives no answer, or only part of one: it is down, slow, overloaded, or what
 * answers is something else. There is no data then, which is never zero. The message is a
 * sentence with the remedy.
 */
public class StoreUnavailable extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final String store;

	/**
	 * Creates one.
	 * @param store {@code logs}, {@code metrics} or {@code traces}
	 * @param message what is wrong and what to do
	 */
	public StoreUnavailable(String store, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.store = store;
	}

	/** {@code logs}, {@code metrics} or {@code traces}. */
	public final String store() {
		return this.store;
	}

	/** Makes the failure of one kind of store. */
	@FunctionalInterface
	public interface Kind {

		StoreUnavailable because(String message, @Nullable Throwable cause);

	}

}
