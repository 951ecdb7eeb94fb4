package dev.slipway.platform;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says what to do about a port that another program has. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortInUseAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
		return new FailureAnalysis("Port " + cause.getPort() + " of 127.0.0.1 is in use by another program.",
				"Choose another with './slipway up --port N', or stop the program that has it"
						+ " ('ss -ltnp' or 'lsof -i :" + cause.getPort() + "' shows which).",
				rootFailure);
	}

}
