package dev.slipway.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

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

	/**
	 * Reads a piece of the log that says where it begins.
	 * @param start the offset; negative counts from the end
	 * @param most the most bytes of its text
	 */
	default LogPiece piece(String service, int number, long start, int most) {
		return LogPiece.of(log(service, number, start), most);
	}

	/**
	 * Reads the piece of the log that ends at an offset.
	 * @param before the start of a line
	 * @param most the most bytes of its text
	 */
	default LogPiece pieceBefore(String service, int number, long before, int most) {
		long from = Math.max(0, before - most);
		return LogPiece.before(log(service, number, from), from, before);
	}

	/**
	 * Answers an input that the build waits for; whoever calls has checked the person's
	 * right to.
	 * @param input its id
	 * @param proceed false ends the build
	 * @param parameters values for what it asks for
	 * @param actor who decided
	 * @return false when it waits no more
	 */
	boolean answer(String service, int number, String input, boolean proceed, Map<String, String> parameters,
			String actor);

	/** The files that a build keeps, by path; empty when there is no such build. */
	List<BuildArtifact> artifacts(String service, int number);

	/**
	 * Reads a file that a build keeps; the caller closes the stream.
	 * @param path as {@link #artifacts} gives it
	 * @throws java.nio.file.NoSuchFileException when the build does not keep it
	 */
	InputStream artifact(String service, int number, String path) throws IOException;

	/** How it is now: asks it, within a few seconds. */
	ServerHealth health();

}
