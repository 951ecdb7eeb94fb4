package dev.slipway.cluster.controllers;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Suffixes of generated names, in the alphabet of Kubernetes (no vowels, no words).
 */
final class Names {

	private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

	private static final int LENGTH = 5;

	private Names() {
	}

	static String generate(String prefix) {
		StringBuilder name = new StringBuilder(prefix);
		for (int i = 0; i < LENGTH; i++) {
			name.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
		}
		return name.toString();
	}

	/**
	 * A short name for a pod template that is the same for the same template (FNV-1a).
	 */
	static String hash(JsonNode template, int collisions) {
		int hash = 0x811c9dc5;
		for (byte b : (template + "#" + collisions).getBytes(StandardCharsets.UTF_8)) {
			hash = (hash ^ b) * 0x01000193;
		}
		StringBuilder name = new StringBuilder();
		for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
			name.append(ALPHABET.charAt((digit - '0') % ALPHABET.length()));
		}
		return name.toString();
	}

}
