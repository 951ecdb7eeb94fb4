package dev.slipway.timeline;

import java.time.Instant;
import java.util.List;

/** A feature that tells what happened to services. */
public interface TimelineSource {

	/** Its name; where times are equal, sources come by name. */
	String name();

	/**
	 * What happened until then, the newest first. Equal times have an order too, the same
	 * in every answer.
	 */
	List<TimelineEntry> entries(String service, Instant until, int limit);

}
