package dev.slipway.judge;

/**
 * What reaches a service while a step lasts.
 *
 * @param requestsPerSecond of both releases together, as measured
 * @param candidateWeight the candidate's part, from 0 to 1
 */
public record Traffic(double requestsPerSecond, double candidateWeight) {

	/**
	 * Checks them.
	 * @throws IllegalArgumentException when the rate is negative or the weight not within
	 * 0 and 1
	 */
	public Traffic {
		if (!(requestsPerSecond >= 0 && requestsPerSecond < 1e12 && candidateWeight >= 0 && candidateWeight <= 1)) {
			throw new IllegalArgumentException(
					requestsPerSecond + " requests a second, of which " + candidateWeight + " at the candidate");
		}
	}

}
