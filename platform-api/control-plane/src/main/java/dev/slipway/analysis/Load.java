package dev.slipway.analysis;

import java.time.Instant;

import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/**
 * Requests that the platform itself sends to both releases in equal shares, where a
 * service gets too few to judge by.
 */
public interface Load {

	/** Where nobody allows it. */
	Load NONE = new Load() {

		@Override
		public @Nullable String refusal(@Nullable String environment, double perSecond) {
			return "no load may be generated here; an operator allows it by slipway.gates.load.environments";
		}

		@Override
		public @Nullable String keep(String key, Release candidate, Release stable, Wish wish, Instant now) {
			throw new IllegalStateException("No load may be generated");
		}

		@Override
		public long sent(String key) {
			return 0;
		}

	};

	/**
	 * Why it may not be.
	 * @param environment null to ask whether it is allowed anywhere
	 * @param perSecond requests of both together
	 * @return null when it may
	 */
	@Nullable String refusal(@Nullable String environment, double perSecond);

	/**
	 * Begins to send, or goes on for a few seconds more: load that nobody asks for any
	 * longer ends by itself.
	 * @param key the same for each look of a gate
	 * @return why nothing is sent; null when it is
	 */
	@Nullable String keep(String key, Release candidate, Release stable, Wish wish, Instant now);

	/** How many requests were sent to both for this key at least; 0 when nobody knows. */
	long sent(String key);

	/**
	 * What is sent.
	 *
	 * @param path of the GET requests
	 * @param perSecond of both releases together
	 */
	record Wish(String path, double perSecond) {
	}

}
