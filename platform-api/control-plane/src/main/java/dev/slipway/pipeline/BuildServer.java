package dev.slipway.pipeline;

/**
 * Runs builds: the local runner, or a Jenkins. What it observes it writes to the store.
 */
public interface BuildServer {

	/**
	 * Makes a build, or finds the one made with the same key.
	 * @throws java.util.NoSuchElementException when the service has no pipeline
	 */
	Build trigger(BuildRequest request);

	/**
	 * Ends a build that waits or runs.
	 * @param actor who wants it
	 * @return false when it had ended already, or there is none
	 */
	boolean abort(String service, int number, String actor);

	/**
	 * Reads the log.
	 * @param start the offset in bytes; negative counts from the end
	 */
	LogChunk log(String service, int number, long start);

}
