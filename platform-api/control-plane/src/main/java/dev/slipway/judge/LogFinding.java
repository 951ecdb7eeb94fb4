package dev.slipway.judge;

import java.util.List;

/**
 * What the logs say.
 *
 * @param finding to be joined with those of metrics
 * @param errors the new kinds, those that matter first, then the most frequent
 */
public record LogFinding(Finding finding, List<NewError> errors) {

	public LogFinding {
		errors = List.copyOf(errors);
	}

}
