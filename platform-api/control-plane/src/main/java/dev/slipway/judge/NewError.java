package dev.slipway.judge;

import java.util.List;

/**
 * A kind of error that the candidate logs and the stable release does not.
 *
 * @param template the message, changing parts masked
 * @param count how often
 * @param pValue that chance alone puts all of them on the candidate, corrected for the
 * number of kinds
 * @param matters whether the rule says so
 * @param examples some of the messages as they were logged
 */
public record NewError(String template, long count, double pValue, boolean matters, List<String> examples) {

	public NewError {
		examples = List.copyOf(examples);
	}

}
