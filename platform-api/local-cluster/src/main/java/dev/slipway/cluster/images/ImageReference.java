package dev.slipway.cluster.images;

import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The name of an image without its host: {@code localhost:5000/shop/orders:7} and
 * {@code shop/orders:7} mean the same here, as there is one store.
 *
 * @param repository path of the repository, such as {@code shop/orders}
 * @param tag tag, or null if the reference names a digest only
 * @param digest {@code sha256:…}, or null if the reference names a tag only
 */
public record ImageReference(String repository, @Nullable String tag, @Nullable String digest) {

	private static final Pattern REPOSITORY = Pattern
		.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");

	private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

	static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

	public ImageReference {
		if (!REPOSITORY.matcher(repository).matches()) {
			throw new IllegalArgumentException("'" + repository + "' is not a repository name");
		}
		if (tag != null && !TAG.matcher(tag).matches()) {
			throw new IllegalArgumentException("'" + tag + "' is not a tag");
		}
		if (digest != null && !DIGEST.matcher(digest).matches()) {
			throw new IllegalArgumentException("'" + digest + "' is not a sha256 digest");
		}
	}

	/**
	 * Reads what stands in a container's {@code image} field.
	 * @param text reference, with or without host, tag and digest
	 * @return its parts; the tag is {@code latest} if neither tag nor digest is named
	 */
	public static ImageReference parse(String text) {
		String rest = text.strip();
		int at = rest.indexOf('@');
		String digest = (at < 0) ? null : rest.substring(at + 1);
		rest = (at < 0) ? rest : rest.substring(0, at);
		int colon = rest.lastIndexOf(':');
		String tag = null;
		if (colon > rest.lastIndexOf('/')) {
			tag = rest.substring(colon + 1);
			rest = rest.substring(0, colon);
		}
		if (tag == null && digest == null) {
			tag = "latest";
		}
		return new ImageReference(withoutHost(rest), tag, digest);
	}

	private static String withoutHost(String name) {
		int slash = name.indexOf('/');
		if (slash < 0) {
			return name;
		}
		String first = name.substring(0, slash);
		boolean host = first.matches("[A-Za-z0-9].*[.:].*") || first.equals("localhost");
		return host ? name.substring(slash + 1) : name;
	}

	/**
	 * What the store looks for: the digest if there is one, else the tag.
	 * @return digest or tag
	 */
	public String selector() {
		return (this.digest != null) ? this.digest : Objects.requireNonNull(this.tag);
	}

	@Override
	public String toString() {
		return this.repository + ((this.tag != null) ? ":" + this.tag : "")
				+ ((this.digest != null) ? "@" + this.digest : "");
	}

}
