package dev.slipway.pipeline;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How the build server is.
 *
 * @param server {@code local runner} or {@code jenkins}
 * @param up whether builds can be run and followed now
 * @param message a sentence on how it is; when down, what exactly is wrong
 * @param remedy what to do about it; null when all is well
 * @param facts more to know, such as version and address; for operators
 */
public record ServerHealth(String server, boolean up, String message, @Nullable String remedy,
		Map<String, String> facts) {

	public ServerHealth {
		facts = Map.copyOf(facts);
	}

}
