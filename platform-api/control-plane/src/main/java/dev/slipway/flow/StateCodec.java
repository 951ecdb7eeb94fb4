package dev.slipway.flow;

/** Turns states into text and back. */
public interface StateCodec {

	/** Writes a state so that {@link #read} gives an equal one. */
	<S> String write(Class<S> type, S state);

	/** Reads a state of the sealed type. */
	<S> S read(Class<S> type, String text);

}
