package dev.slipway.telemetry.adapter;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/** The header by which a store is told who asks. */
final class Authorization {

	private Authorization() {
	}

	/** A token before a password; null when there is neither. */
	static @Nullable String header(@Nullable String token, @Nullable String username, @Nullable String password) {
		if (token != null && !token.isEmpty()) {
			return "Bearer " + token;
		}
		if (username == null || username.isEmpty()) {
			return null;
		}
		String pair = username + ":" + ((password != null) ? password : "");
		return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
	}

}
