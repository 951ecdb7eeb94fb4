package dev.slipway.observability.metrics;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The part of a service that a question is about; null means all.
 *
 * @param service the service
 * @param environment one environment
 * @param release one release
 * @param pod one pod
 */
public record ServiceSelection(String service, @Nullable String environment, @Nullable String release,
		@Nullable String pod) {

	/** The selection as conditions on labels. */
	public List<LabelMatcher> matchers() {
		List<LabelMatcher> matchers = new ArrayList<>();
		matchers.add(LabelMatcher.equal("service", this.service));
		add(matchers, "environment", this.environment);
		add(matchers, "release", this.release);
		add(matchers, "pod", this.pod);
		return matchers;
	}

	private static void add(List<LabelMatcher> matchers, String label, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			matchers.add(LabelMatcher.equal(label, value));
		}
	}

}
