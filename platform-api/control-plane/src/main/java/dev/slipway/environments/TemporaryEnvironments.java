package dev.slipway.environments;

import java.util.Optional;

/** The environments that come and go beside those that are configured. */
public interface TemporaryEnvironments {

	/** There are none. */
	TemporaryEnvironments NONE = (name) -> Optional.empty();

	/** One that is there, or is being removed; those that are gone are not found. */
	Optional<Environment> find(String name);

}
