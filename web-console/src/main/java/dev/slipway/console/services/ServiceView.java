package dev.slipway.console.services;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** What the pages show of a service. */
record ServiceView(String name, String team, @Nullable String description, @Nullable String template,
		@Nullable String cloneUrl, @Nullable String createdBy, @Nullable Instant createdAt) {
}
