package dev.slipway.analysis;

import java.time.Instant;
import java.util.List;

import dev.slipway.rollout.Release;

/** The spans of a release. */
public interface ReleaseSpans {

	/** Those that began in a time, of the newest traces. */
	List<SpanSeen> of(Release release, Instant from, Instant to);

}
