package dev.slipway.jenkins;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Jenkins, such as {@code 2.528.1}.
 *
 * @param major the first number
 * @param minor the second one, by which releases are told apart
 */
public record JenkinsVersion(int major, int minor) {

	/** The oldest that is supported: the first LTS that needs Java 17. */
	public static final JenkinsVersion OLDEST = new JenkinsVersion(2, 479);

	private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,6})([.-].*)?");

	/** Reads the header {@code X-Jenkins}; what cannot be read is older than all. */
	public static JenkinsVersion of(String text) {
		Matcher matcher = FORM.matcher(text.strip());
		return matcher.matches()
				? new JenkinsVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
				: new JenkinsVersion(0, 0);
	}

	/** Whether it is older than another. */
	public boolean before(JenkinsVersion other) {
		return this.major < other.major || this.major == other.major && this.minor < other.minor;
	}

	@Override
	public String toString() {
		return this.major + "." + this.minor;
	}

}
