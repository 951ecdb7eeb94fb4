package dev.slipway.promotion;

/**
 * A time in which no release begins in an environment. Rollbacks and aborts always may,
 * and a release that is live when it begins goes on.
 *
 * @param window when
 * @param reason why, as people read it
 * @param refuses whether a release that is asked for meanwhile is refused; otherwise it
 * is accepted and waits
 */
public record Freeze(FreezeWindow window, String reason, boolean refuses) {
}
