package dev.slipway.jenkins;

/** How far a build of ours is known on Jenkins. */
public enum Phase {

	/** A push made it: Jenkins finds the commit by itself, and we find its run. */
	PUSHED,
	/** A person wants it; Jenkins was not asked yet. */
	WANTED,
	/** Jenkins is being asked, or was and we do not know what it made of it. */
	ASKING,
	/** It is in the queue. */
	QUEUED,
	/** Its run is known. */
	RUNNING,
	/** Nothing more happens. */
	DONE

}
