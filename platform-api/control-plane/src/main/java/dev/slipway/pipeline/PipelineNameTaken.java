package dev.slipway.pipeline;

/**
 * On the build server something that is not ours has the name of a pipeline. It does not
 * pass by itself: the message says what to do.
 */
public class PipelineNameTaken extends IllegalStateException {

	public PipelineNameTaken(String message) {
		super(message);
	}

}
