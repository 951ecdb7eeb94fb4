package dev.slipway.promotion;

import java.time.Instant;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * A freeze that an operator made.
 *
 * @param id given by the store
 * @param environment where
 * @param from when it begins
 * @param to when it ends or ended; null when nobody knows yet
 * @param reason why
 * @param refuses whether a release that is asked for meanwhile is refused
 * @param madeBy who made it
 * @param madeAt when it was made
 * @param endedBy who ended it before its time; null when nobody did
 */
public record AdHocFreeze(long id, String environment, Instant from, @Nullable Instant to, String reason,
		boolean refuses, String madeBy, Instant madeAt, @Nullable String endedBy) {

	/** What it does. */
	public Freeze freeze() {
		return new Freeze(new FreezeWindow.Once(this.from, this.to, ZoneOffset.UTC), this.reason, this.refuses);
	}

}
