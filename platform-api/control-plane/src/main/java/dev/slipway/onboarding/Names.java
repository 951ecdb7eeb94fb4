package dev.slipway.onboarding;

import java.util.Optional;
import java.util.function.Predicate;

/** The names of services that onboardings have claimed. */
public interface Names {

	/**
	 * Claims a name, in the caller's transaction if there is one.
	 * @param live tells whether the onboarding that holds the name still needs it
	 * @return false when another holds it
	 */
	boolean claim(String service, String onboarding, Predicate<String> live);

	/** The onboarding that claimed the name last. */
	Optional<String> holder(String service);

	/** Gives a claimed name back; does nothing when another holds it. */
	void release(String service, String onboarding);

}
