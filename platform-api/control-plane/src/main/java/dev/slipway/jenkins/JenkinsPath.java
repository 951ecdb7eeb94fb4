package dev.slipway.jenkins;

import java.nio.charset.StandardCharsets;

/**
 * Where an item is on a Jenkins, below its root: {@code /job/shop/job/orders}, percent
 * encoded and ready to be sent.
 *
 * @param value empty for the root, else beginning with a slash and without one at the end
 */
public record JenkinsPath(String value) {

	/** Jenkins itself. */
	public static final JenkinsPath ROOT = new JenkinsPath("");

	/**
	 * What an item's name must not have, by {@code jenkins.model.Jenkins.checkGoodName};
	 * the names of branches have it percent encoded.
	 */
	private static final String UNSAFE = "?*/\\%!@#$^&|<>[]:;";

	/** Those of RFC 3986 that need no encoding in a segment, letters and digits aside. */
	private static final String PLAIN = "-._~+=,'()";

	/** An item in this one: {@code /job/name}, the name as Jenkins has it. */
	public JenkinsPath job(String name) {
		return new JenkinsPath(this.value + "/job/" + encode(name));
	}

	/**
	 * The job of a branch in a multibranch pipeline: the branch {@code feature/login} is
	 * the item {@code feature%2Flogin} at {@code /job/feature%252Flogin}.
	 */
	public JenkinsPath branch(String branch) {
		return job(itemName(branch));
	}

	/** Something of the item, such as {@code config.xml} or {@code 3/wfapi/describe}. */
	public String at(String rest) {
		return this.value + "/" + rest;
	}

	/** The name that Jenkins gives the item of a branch. */
	public static String itemName(String branch) {
		StringBuilder name = new StringBuilder();
		branch.codePoints().forEach((point) -> {
			if (point < ' ' || point == 127 || UNSAFE.indexOf(point) >= 0) {
				name.append(String.format("%%%02X", point));
			}
			else {
				name.appendCodePoint(point);
			}
		});
		return name.toString();
	}

	/** One segment of a path, or one value of a query, percent encoded in UTF-8. */
	public static String encode(String text) {
		StringBuilder encoded = new StringBuilder();
		for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
			int value = octet & 0xff;
			boolean plain = value >= 'a' && value <= 'z' || value >= 'A' && value <= 'Z' || value >= '0' && value <= '9'
					|| PLAIN.indexOf(value) >= 0;
			if (plain) {
				encoded.append((char) value);
			}
			else {
				encoded.append(String.format("%%%02X", value));
			}
		}
		return encoded.toString();
	}

	/**
	 * The way from our address to what Jenkins names by its own, which may differ: what
	 * comes from the first {@code /job/}, {@code /queue/} or {@code /view/} on, without a
	 * slash at the end.
	 * @param url absolute or from the root; its query is dropped
	 */
	public static String within(String url) {
		String path = url.replaceFirst("^[a-zA-Z]+://[^/]*", "").replaceFirst("[?#].*$", "");
		int start = Integer.MAX_VALUE;
		for (String mark : new String[] { "/job/", "/queue/", "/view/" }) {
			int found = path.indexOf(mark);
			start = (found >= 0) ? Math.min(start, found) : start;
		}
		String rest = (start < path.length()) ? path.substring(start) : path;
		return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
	}

	@Override
	public String toString() {
		return this.value.isEmpty() ? "/" : this.value;
	}

}
