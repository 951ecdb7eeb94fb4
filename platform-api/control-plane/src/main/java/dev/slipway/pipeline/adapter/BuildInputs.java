package dev.slipway.pipeline.adapter;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildRequest;
import org.jspecify.annotations.Nullable;

/** What a build needs from the rest of the platform. */
interface BuildInputs {

	/** The Jenkinsfile of the commit. */
	Optional<byte[]> jenkinsfile(BuildRequest request);

	/** A token for this build; null when the platform gives none. */
	@Nullable String token(Build build, Duration lifetime);

	/** The build has ended. */
	void revoke(@Nullable String token);

	/** The first line that the runner reads. */
	Map<String, ?> request(Build build, BuildFolder folder, @Nullable String token);

}
