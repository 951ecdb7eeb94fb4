package dev.slipway.preview;

import java.time.Duration;

/**
 * How many previews there may be, and for how long.
 *
 * @param perService of one service
 * @param perTeam of all services of a team
 * @param idle after this time without a new image a preview is removed
 */
public record PreviewLimits(int perService, int perTeam, Duration idle) {

	public PreviewLimits {
		if (perService < 0 || perTeam < 0) {
			throw new IllegalArgumentException("There cannot be fewer than no previews");
		}
		if (idle.isNegative() || idle.isZero()) {
			throw new IllegalArgumentException("Previews have to live longer than " + idle);
		}
	}

}
