package dev.slipway.cluster.images;

import org.jspecify.annotations.Nullable;

/**
 * An answer of the registry that is not a success.
 */
final class RegistryError extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final String code;

	RegistryError(int status, String code, String message) {
		this(status, code, message, null);
	}

	private RegistryError(int status, String code, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.status = status;
		this.code = code;
	}

	static RegistryError of(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		if (failure instanceof RegistryError error) {
			return error;
		}
		if (failure instanceof Blobs.DigestMismatch) {
			return new RegistryError(400, "DIGEST_INVALID", message, failure);
		}
		if (failure instanceof IllegalArgumentException) {
			return new RegistryError(400, "NAME_INVALID", message, failure);
		}
		return new RegistryError(500, "UNKNOWN", message, failure);
	}

	int status() {
		return this.status;
	}

	String code() {
		return this.code;
	}

}
