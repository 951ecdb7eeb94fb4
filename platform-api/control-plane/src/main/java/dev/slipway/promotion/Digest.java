package dev.slipway.promotion;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The digest in an image's name, by which the same image is known everywhere. */
final class Digest {

	private static final Pattern DIGEST = Pattern.compile("@(sha(?:256|512):[0-9a-fA-F]+)$");

	private Digest() {
	}

	/** Such as {@code sha256:5f70…}; empty when the name has none. */
	static Optional<String> of(String image) {
		Matcher matcher = DIGEST.matcher(image);
		return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
	}

}
