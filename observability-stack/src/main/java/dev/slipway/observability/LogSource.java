package dev.slipway.observability;

/**
 * Where lines come from. Supplied by the platform; it follows every running container and
 * hands the lines to the sink.
 */
public interface LogSource {

	/** Begins to follow. Never blocks on an unreachable cluster: it retries by itself. */
	void start(LogSink sink);

	/** Ends following; lines already handed over are kept. */
	void stop();

}
