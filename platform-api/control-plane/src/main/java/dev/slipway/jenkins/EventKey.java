package dev.slipway.jenkins;

/** The secret by which pipelines sign what they tell of their builds. */
@FunctionalInterface
public interface EventKey {

	/** The secret; never shown. */
	String value();

}
