package dev.slipway.rollout;

import org.jspecify.annotations.Nullable;

/**
 * What a router says of a wanted division of requests.
 *
 * @param written whether the cluster's objects say so
 * @param served whether the router confirms that it acts on what is written
 * @param weight the candidate's share as far as it is known, in percent
 * @param trouble what the router complains of, such as a Gateway that is not there
 * @param refused whether the cluster will never take what is wanted, as somebody took
 * away what it is written to
 */
public record Traffic(boolean written, boolean served, @Nullable Integer weight, @Nullable String trouble,
		boolean refused) {

	/** Nothing was asked. */
	static final Traffic NOT_ASKED = new Traffic(false, false, null, null);

	/** Nothing is refused. */
	public Traffic(boolean written, boolean served, @Nullable Integer weight, @Nullable String trouble) {
		this(written, served, weight, trouble, false);
	}

	/** The cluster will never take what is wanted. */
	public static Traffic refused(@Nullable String trouble) {
		return new Traffic(false, false, null, trouble, true);
	}

	/**
	 * A router that is dead, or a cluster that takes no route, must not keep a release
	 * from its end for ever.
	 */
	boolean settled(boolean late) {
		return done() || (late && (this.written || this.refused));
	}

	boolean done() {
		return this.written && this.served;
	}

}
