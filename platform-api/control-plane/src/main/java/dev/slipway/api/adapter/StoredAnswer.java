package dev.slipway.api.adapter;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that carried an idempotency key.
 *
 * @param fingerprint hash of method, path and body
 * @param createdAt when the request came
 * @param status null while it is being served
 * @param location the answer's header of that name
 * @param contentType the answer's header of that name
 * @param body the answer's body
 */
record StoredAnswer(String fingerprint, Instant createdAt, @Nullable Integer status, @Nullable String location,
		@Nullable String contentType, @Nullable String body) {
}
