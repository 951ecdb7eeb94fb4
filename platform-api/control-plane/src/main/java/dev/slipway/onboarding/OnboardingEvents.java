package dev.slipway.onboarding;

/** Told of what moves. */
public interface OnboardingEvents {

	/** An onboarding changed. */
	void changed(String onboarding);

	/** An onboarding ended: {@code succeeded}, {@code failed} or {@code undone}. */
	void ended(String outcome);

}
