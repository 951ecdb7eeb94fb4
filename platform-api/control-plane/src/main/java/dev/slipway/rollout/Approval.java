package dev.slipway.rollout;

import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Wishes.Asked;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Stage;

/** A gate that asks people; what they answer are commands. */
public final class Approval {

	/** What strategies call it. */
	public static final String KIND = "approval";

	private Approval() {
	}

	/** Only what was answered at its own stage counts. */
	static Reading reading(Stage stage, GateSpec gate, Wishes wishes) {
		String by = wishes.approvals().get(new Asked(stage.number(), gate.name()));
		if (by == null) {
			return Reading.of(Conclusion.PENDING, "");
		}
		return by.startsWith("!") ? Reading.of(Conclusion.FAILED, "refused by " + by.substring(1))
				: Reading.of(Conclusion.PASSED, "approved by " + by);
	}

}
