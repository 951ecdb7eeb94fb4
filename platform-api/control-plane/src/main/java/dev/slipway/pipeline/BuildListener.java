package dev.slipway.pipeline;

/** Told of what happens to builds, on the thread that did it: be quick. */
public interface BuildListener {

	/** A build was added, started or ended. */
	void changed(Build build);

	/** A stage started or ended. */
	void stage(Build build, BuildStage stage);

	/** Lines came to the log, from one offset up to another. */
	void log(Build build, long start, long next, String text);

	/** The build asks a person, or was answered. */
	default void input(Build build, BuildInput input) {
	}

}
