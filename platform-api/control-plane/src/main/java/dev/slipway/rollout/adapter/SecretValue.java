package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.fabric8.kubernetes.api.model.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Chooses between the values of a Secret. Only digests leave this class, and they are
 * kept beside the values in the cluster, nowhere else.
 */
final class SecretValue {

	/** What somebody writes by hand on a copy to revoke the value that it has. */
	private static final String BY_HAND = "true";

	private SecretValue() {
	}

	/**
	 * SHA-256 of the keys and values, each with its length before it: {@code a=bc} and
	 * {@code ab=c} differ.
	 */
	static String digest(Secret secret) {
		try {
			MessageDigest sha = MessageDigest.getInstance("SHA-256");
			Map<String, String> data = (secret.getData() != null) ? secret.getData() : Map.of();
			new TreeMap<>(data).forEach((key, value) -> {
				add(sha, key);
				add(sha, value);
			});
			return "sha256:" + HexFormat.of().formatHex(sha.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

	private static void add(MessageDigest sha, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
		sha.update(bytes);
	}

	/** The digests of the values of a Secret that must not come back. */
	static Set<String> revoked(@Nullable Secret today) {
		String written = (today != null) ? Objects.annotation(today, Labels.REVOKED) : null;
		return (written != null) ? SecretReferences.names(written) : Set.of();
	}

	/** Whether the value that a copy has must not come back. */
	static boolean mayNotComeBack(Secret copy, @Nullable Secret today) {
		return BY_HAND.equals(Objects.annotation(copy, Labels.REVOKED)) || revoked(today).contains(digest(copy));
	}

	/**
	 * Where a release takes the value from that it pins.
	 * @param today the Secret as it is now; null when there is none
	 * @param earlier the copy of the release that it goes back to; null when it goes back
	 * to none, or to one that keeps no copy any more
	 * @param back the number of that release; null when it goes back to none
	 * @return null when there is no value that it may have
	 */
	static @Nullable Origin choose(@Nullable Secret today, @Nullable Secret earlier, @Nullable Integer back) {
		boolean replaced = earlier != null && replaced(earlier);
		if (earlier != null && !replaced && !mayNotComeBack(earlier, today)) {
			return new Origin(earlier, "the value of release " + back);
		}
		if (today == null || revoked(today).contains(digest(today))) {
			return null;
		}
		if (back == null) {
			return new Origin(today, "the value of the time of this release");
		}
		return new Origin(today, "the value of the time of this release: that of release " + back
				+ ((earlier != null) ? " was revoked" : " is not kept any more"));
	}

	/** Whether a copy lost the value that it had, and has got a later one. */
	static boolean replaced(Secret copy) {
		String revoked = Objects.annotation(copy, Labels.REVOKED);
		return revoked != null && !revoked.equals(BY_HAND);
	}

	/**
	 * A value and where it is from.
	 *
	 * @param secret that has it
	 * @param told in words
	 */
	record Origin(Secret secret, String told) {
	}

}
