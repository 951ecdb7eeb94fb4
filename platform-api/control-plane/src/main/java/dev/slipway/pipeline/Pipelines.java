package dev.slipway.pipeline;

/** Makes and removes the pipeline of a service on the build server. */
public interface Pipelines {

	/** Makes the pipeline if it is missing. Idempotent. */
	void ensure(String team, String service);

	/** Removes it with its builds; unknown ones are ignored. */
	void remove(String team, String service);

}
