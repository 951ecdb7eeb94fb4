package dev.slipway.cluster.routes;

/**
 * A path that is wanted.
 *
 * @param exact the whole path; else a prefix of whole elements: {@code /abc} is a prefix
 * of {@code /abc} and {@code /abc/d}, not of {@code /abcd}, and a slash at its end does
 * not count
 * @param value begins with a slash
 */
public record PathMatch(boolean exact, String value) {

	/** Every path. */
	public static final PathMatch ANY = new PathMatch(false, "/");

	boolean matches(String path) {
		if (this.exact) {
			return path.equals(this.value);
		}
		String prefix = this.value.endsWith("/") ? this.value.substring(0, this.value.length() - 1) : this.value;
		return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
	}

}
