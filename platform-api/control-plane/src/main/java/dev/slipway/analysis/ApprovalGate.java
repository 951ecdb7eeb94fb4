package dev.slipway.analysis;

import java.util.List;

import dev.slipway.rollout.Approval;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;

/**
 * Somebody with the role has to approve. What people say are commands to the release,
 * which answers this gate itself; here its settings are checked and told.
 */
final class ApprovalGate implements Gate {

	static final String KIND = Approval.KIND;

	private static final List<String> ROLES = List.of("developer", "operator", "admin");

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public List<String> problems(GateSpec spec) {
		GateSettings settings = new GateSettings(spec);
		settings.oneOf("role", ROLES, "developer");
		settings.text("message");
		return settings.problems();
	}

	@Override
	public String describe(GateSpec spec) {
		GateSettings settings = new GateSettings(spec);
		String message = settings.text("message", "");
		return "Somebody with the role " + settings.oneOf("role", ROLES, "developer") + " has to approve"
				+ (message.isEmpty() ? "" : ": " + message);
	}

	@Override
	public Reading look(Call call) {
		return Reading.of(Conclusion.PENDING, "Waits for somebody to approve");
	}

}
