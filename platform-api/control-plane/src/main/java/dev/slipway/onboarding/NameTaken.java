package dev.slipway.onboarding;

/** There is a service of that name, or one is being made. */
public class NameTaken extends RuntimeException {

	public NameTaken(String message) {
		super(message);
	}

}
