package dev.slipway.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets that the database has to keep, so that who reads the database or a copy
 * of it does not know them: AES-256 in Galois/Counter Mode (NIST SP 800-38D) with a
 * random nonce of 96 bits each. The keys are outside the database. The first key seals,
 * all of them open: so keys can be changed without a moment in which something cannot be
 * read.
 */
public final class Vault {

	/** The bytes of a key. */
	public static final int KEY_BYTES = 32;

	private static final String PREFIX = "{aes-gcm:";

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BITS = 128;

	private final SecureRandom random = new SecureRandom();

	private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();

	private final String current;

	private final SecretKeySpec sealing;

	/**
	 * Creates one.
	 * @param keys of 32 bytes each, at least one; the first seals
	 * @throws IllegalArgumentException when there is none, or one of another length
	 */
	public Vault(List<byte[]> keys) {
		for (byte[] key : keys) {
			if (key.length != KEY_BYTES) {
				throw new IllegalArgumentException("A key has " + KEY_BYTES + " bytes, not " + key.length);
			}
			this.keys.put(name(key), new SecretKeySpec(key, "AES"));
		}
		if (keys.isEmpty()) {
			throw new IllegalArgumentException("There has to be a key");
		}
		this.current = name(keys.get(0));
		this.sealing = new SecretKeySpec(keys.get(0), "AES");
	}

	/** A key by chance. */
	public static byte[] randomKey() {
		byte[] key = new byte[KEY_BYTES];
		new SecureRandom().nextBytes(key);
		return key;
	}

	/**
	 * Seals a text.
	 * @param place where it is kept, such as a column; elsewhere it cannot be opened. It
	 * guards against a text that was moved to another column. One that was copied to
	 * another row of the same column is opened there: who may write to the database can
	 * do so, and this is no defence against them, but against who reads it
	 */
	public String seal(String place, String text) {
		byte[] nonce = new byte[NONCE_BYTES];
		this.random.nextBytes(nonce);
		try {
			byte[] sealed = cipher(Cipher.ENCRYPT_MODE, this.sealing, nonce, place)
				.doFinal(text.getBytes(StandardCharsets.UTF_8));
			byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
			System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
			return PREFIX + this.current + "}" + Base64.getEncoder().encodeToString(both);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has AES in Galois/Counter Mode", ex);
		}
	}

	/**
	 * Opens what was sealed. What was kept before there was a vault is read as it is.
	 * @param place where it was kept
	 * @return empty when its key is not there, or it was changed or moved from elsewhere
	 */
	public Optional<String> open(String place, String sealed) {
		if (!sealed.startsWith(PREFIX)) {
			return Optional.of(sealed);
		}
		int end = sealed.indexOf('}');
		SecretKeySpec key = (end < 0) ? null : this.keys.get(sealed.substring(PREFIX.length(), end));
		if (key == null) {
			return Optional.empty();
		}
		try {
			byte[] both = Base64.getDecoder().decode(sealed.substring(end + 1));
			if (both.length < NONCE_BYTES + TAG_BITS / 8) {
				return Optional.empty();
			}
			byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
			byte[] text = cipher(Cipher.DECRYPT_MODE, key, nonce, place).doFinal(both, NONCE_BYTES,
					both.length - NONCE_BYTES);
			return Optional.of(new String(text, StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/** Whether it is sealed with the key that seals now. */
	public boolean isCurrent(String sealed) {
		return sealed.startsWith(PREFIX + this.current + "}");
	}

	private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String place)
			throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
		cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
		return cipher;
	}

	/** Tells keys apart without telling of them. */
	private static String name(byte[] key) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
			return HexFormat.of().formatHex(Arrays.copyOf(hash, 4));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
