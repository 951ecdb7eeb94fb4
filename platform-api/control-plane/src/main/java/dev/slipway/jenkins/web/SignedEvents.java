package dev.slipway.jenkins.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.slipway.api.Signature;
import org.jspecify.annotations.Nullable;

/** Tells events that a pipeline of ours signed just now from others and from repeats. */
final class SignedEvents {

	private static final Duration FRESH = Duration.ofMinutes(5);

	private static final int MOST = 10_000;

	/** Signatures that were taken, oldest first, each with the end of its time. */
	private final Map<String, Instant> taken = new LinkedHashMap<>();

	/**
	 * Judges one event.
	 * @return why it is not taken; null when it is
	 */
	synchronized @Nullable String refusal(String key, @Nullable String timestamp, @Nullable String signature,
			String body, Instant now) {
		if (timestamp == null || signature == null || !timestamp.matches("[0-9]{1,12}")) {
			return "The headers " + Signature.TIMESTAMP + " and " + Signature.HEADER + " are needed";
		}
		long second = Long.parseLong(timestamp);
		byte[] right = Signature.of(key, second, body).getBytes(StandardCharsets.UTF_8);
		if (!MessageDigest.isEqual(right, signature.getBytes(StandardCharsets.UTF_8))) {
			return "The signature is not that of the platform's key";
		}
		if (Duration.between(Instant.ofEpochSecond(second), now).abs().compareTo(FRESH) > 0) {
			return "It was signed more than five minutes ago, or the clocks differ by as much";
		}
		forget(now);
		if (this.taken.putIfAbsent(signature, now.plus(FRESH.multipliedBy(2))) != null) {
			return "It was taken before";
		}
		return null;
	}

	private void forget(Instant now) {
		Iterator<Instant> ends = this.taken.values().iterator();
		while (ends.hasNext()) {
			Instant end = ends.next();
			if (end.isAfter(now) && this.taken.size() < MOST) {
				return;
			}
			ends.remove();
		}
	}

}
