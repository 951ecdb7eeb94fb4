package dev.slipway.notification.adapter;

import java.time.Duration;
import java.util.List;

import dev.slipway.notification.Retries;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How notifications are sent.
 *
 * @param allowed addresses that may be called, and what is below them; without any, all
 * that are not of this machine or link-local
 * @param timeout of one attempt
 * @param firstRetry the longest wait after the first attempt, doubled with each
 * @param longestRetry the longest wait
 * @param giveUpAfter how long after the event it is tried
 * @param keepFor how long a delivery that is over is kept
 * @param keepNewest how many of a channel are kept at most, besides those still tried
 */
@ConfigurationProperties("slipway.notifications")
record NotificationSettings(@DefaultValue List<String> allowed, @DefaultValue("10s") Duration timeout,
		@DefaultValue("10s") Duration firstRetry, @DefaultValue("15m") Duration longestRetry,
		@DefaultValue("24h") Duration giveUpAfter, @DefaultValue("30d") Duration keepFor,
		@DefaultValue("1000") int keepNewest) {

	NotificationSettings {
		allowed = List.copyOf(allowed);
		if (keepFor.isNegative() || keepNewest < 1) {
			throw new IllegalArgumentException(
					"slipway.notifications.keep-for must not be negative, and keep-newest must be at least 1");
		}
	}

	Retries retries() {
		return new Retries(this.firstRetry, this.longestRetry, this.giveUpAfter);
	}

}
