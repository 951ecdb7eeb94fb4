package dev.slipway.pipeline.adapter;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildTokens;
import org.jspecify.annotations.Nullable;

/** What a build needs from the rest of the platform. */
interface BuildInputs {

	/** The Jenkinsfile of the commit. */
	Optional<byte[]> jenkinsfile(BuildRequest request);

	/** A token for this build. */
	BuildTokens.Issued token(Build build, Duration lifetime);

	/** The build has ended: its token, by its id, is worth nothing any more. */
	void revoke(String token);

	/**
	 * The first line that the runner reads.
	 * @param previous the build before of the branch that has ended; null when there is
	 * none
	 */
	Map<String, ?> request(Build build, BuildFolder folder, String token, @Nullable Build previous);

}
