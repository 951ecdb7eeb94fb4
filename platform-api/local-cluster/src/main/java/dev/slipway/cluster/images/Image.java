package dev.slipway.cluster.images;

import java.util.List;
import java.util.Map;

/**
 * An image that is in the store: how to run it and what it is made of.
 *
 * @param digest digest of its manifest
 * @param config how to run it
 * @param layers layers, the lowest first
 */
public record Image(String digest, Config config, List<Layer> layers) {

	/**
	 * How an image wants to be run.
	 *
	 * @param entrypoint program and first arguments
	 * @param cmd default arguments
	 * @param env variables, in order
	 * @param workingDir working directory, empty for the root
	 * @param labels labels of the image
	 */
	public record Config(List<String> entrypoint, List<String> cmd, Map<String, String> env, String workingDir,
			Map<String, String> labels) {
	}

	/**
	 * A layer of an image.
	 *
	 * @param digest digest of the blob
	 * @param mediaType media type, which says how it is compressed
	 * @param diffId digest of the uncompressed archive, empty if unknown
	 */
	public record Layer(String digest, String mediaType, String diffId) {
	}

}
