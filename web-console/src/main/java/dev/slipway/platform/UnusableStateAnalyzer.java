package dev.slipway.platform;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about a state directory that cannot be used. */
class UnusableStateAnalyzer extends AbstractFailureAnalyzer<UnusableState> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableState cause) {
		return new FailureAnalysis(cause.getMessage(), cause.remedy(), rootFailure);
	}

}
