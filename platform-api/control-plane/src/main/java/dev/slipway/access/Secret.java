package dev.slipway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Secrets of tokens: 256 random bits. A plain SHA-256 is enough to store such a secret,
 * since there is nothing to guess as with a password.
 */
final class Secret {

	private static final SecureRandom RANDOM = new SecureRandom();

	private Secret() {
	}

	static String random() {
		return "slp_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
	}

	static String id() {
		return HexFormat.of().formatHex(bytes(8));
	}

	static String hash(String secret) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

	private static byte[] bytes(int count) {
		byte[] bytes = new byte[count];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

}
