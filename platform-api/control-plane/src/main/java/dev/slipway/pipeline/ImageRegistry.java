package dev.slipway.pipeline;

/** Where builds push images to. */
public interface ImageRegistry {

	/** Host and port, such as {@code localhost:5000}. */
	String address();

	/** The image that builds start from, such as {@code scratch}. */
	String baseImage();

}
