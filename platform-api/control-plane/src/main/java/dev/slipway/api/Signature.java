package dev.slipway.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what is sent, so that the receiver knows that it comes from here and is not a
 * repeat of something old: HMAC-SHA256 over the time in seconds, a dot and the body.
 */
public final class Signature {

	/** The header of the time, in seconds since 1970. */
	public static final String TIMESTAMP = "Slipway-Timestamp";

	/** The header of the signature. */
	public static final String HEADER = "Slipway-Signature";

	private Signature() {
	}

	/** The header's value, such as {@code sha256=4fd2…}. */
	public static String of(String secret, long epochSecond, String body) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			byte[] signed = mac.doFinal((epochSecond + "." + body).getBytes(StandardCharsets.UTF_8));
			return "sha256=" + HexFormat.of().formatHex(signed);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java has no HmacSHA256, which every Java has to have", ex);
		}
	}

}
