package dev.slipway.catalog;

import java.time.Instant;

/**
 * A service of the catalog.
 *
 * @param name DNS-1035, at most 40 characters, unique
 * @param team the owning team, DNS-1035
 * @param description one sentence
 * @param template the golden template it came from
 * @param cloneUrl where its repository is cloned from
 * @param createdBy who created it
 * @param createdAt when
 */
public record Service(String name, String team, String description, String template, String cloneUrl, String createdBy,
		Instant createdAt) {
}
