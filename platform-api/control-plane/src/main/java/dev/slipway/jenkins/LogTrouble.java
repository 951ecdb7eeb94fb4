package dev.slipway.jenkins;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a run failed, and what it built, by its log. */
public final class LogTrouble {

	private static final Pattern OBTAINED = Pattern.compile("^Obtained .* from ([0-9a-f]{40})$", Pattern.MULTILINE);

	private static final Pattern SCRIPT = Pattern.compile("^WorkflowScript: .*$", Pattern.MULTILINE);

	private static final Pattern ERROR = Pattern.compile("^(?:ERROR|FATAL): (.+)$", Pattern.MULTILINE);

	private static final Pattern EXCEPTION = Pattern.compile("^([a-z]+\\.)+[A-Z][A-Za-z]*(Exception|Error)\\b.*$",
			Pattern.MULTILINE);

	private LogTrouble() {
	}

	/** The commit that the Jenkinsfile is of: one of the first lines says so. */
	public static Optional<String> commit(String head) {
		Matcher found = OBTAINED.matcher(head);
		return found.find() ? Optional.of(found.group(1)) : Optional.empty();
	}

	/** The most telling line of the end of a log. */
	public static Optional<String> message(String tail) {
		for (Pattern pattern : List.of(SCRIPT, ERROR, EXCEPTION)) {
			Matcher found = pattern.matcher(tail);
			String last = null;
			while (found.find()) {
				last = (pattern == ERROR) ? found.group(1) : found.group();
				if (pattern == SCRIPT) {
					break; // the first of a list of errors
				}
			}
			if (last != null) {
				return Optional.of(last);
			}
		}
		return Optional.empty();
	}

}
