package dev.slipway.onboarding;

/** What an onboarding does; each is safe to repeat. */
public sealed interface OnboardingAction {

	/** Does a stage or takes it back, and writes down how that ended. */
	record Take(NewService service, Turn turn) implements OnboardingAction {
	}

	/** Lets followers know that the state changed. */
	record Tell() implements OnboardingAction {
	}

	/** Counts an ending. */
	record Count(String outcome) implements OnboardingAction {
	}

}
