package dev.slipway.strategy;

import java.time.Duration;
import java.util.List;

/**
 * What every strategy has in common.
 *
 * @param minReady how long a pod has to be ready to count
 * @param progressDeadline a stage whose pods are not ready after this time fails the
 * release
 * @param drain how long the stable release keeps its pods after it lost the last of its
 * requests, so that kept-alive connections end in their own time
 * @param routing who divides the requests
 * @param guardRails limits that are watched all the time while the candidate takes
 * requests; one that is broken ends the release at once
 * @param newer what becomes of a live release when a newer one is asked for
 * @param singleActive whether the pods of one release only may be there at a time,
 * because they work without being asked: the old ones end before the new ones start
 */
public record Terms(Duration minReady, Duration progressDeadline, Duration drain, Routing routing,
		List<GateSpec> guardRails, Newer newer, boolean singleActive) {

	/** Long enough for clients that reuse connections. */
	public static final Duration DRAIN = Duration.ofSeconds(30);

	public Terms {
		guardRails = List.copyOf(guardRails);
	}

	/** Of a service whose releases may work side by side. */
	public Terms(Duration minReady, Duration progressDeadline, Duration drain, Routing routing,
			List<GateSpec> guardRails, Newer newer) {
		this(minReady, progressDeadline, drain, routing, guardRails, newer, false);
	}

	/** Replica ratio, two minutes for each stage, no guard rail. */
	public static Terms defaults() {
		return new Terms(Duration.ZERO, Duration.ofSeconds(120), DRAIN, Routing.of(Router.REPLICAS), List.of(),
				Newer.SUPERSEDES);
	}

	/**
	 * The same for a service that allows one release at a time, whose requests nothing
	 * can divide.
	 */
	Terms alone() {
		return new Terms(this.minReady, this.progressDeadline, this.drain, Routing.of(Router.REPLICAS), this.guardRails,
				this.newer, true);
	}

	/** What becomes of a live release when a newer one is asked for. */
	public enum Newer {

		/** The live one is taken back, then the newer one starts. */
		SUPERSEDES,
		/** The newer one waits for the end of the live one. */
		QUEUES

	}

}
