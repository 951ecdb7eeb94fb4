package dev.slipway.strategy;

import java.util.List;
import java.util.stream.Collectors;

/** What is written is no strategy. Says everything that is wrong, not only the first. */
public class BadStrategy extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<Mistake> mistakes;

	/**
	 * Of all mistakes.
	 * @param mistakes in the order in which they are written, not empty
	 */
	public BadStrategy(List<Mistake> mistakes) {
		super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining(" ")));
		this.mistakes = List.copyOf(mistakes);
	}

	/** Everything that is wrong, in the order in which it is written. */
	public List<Mistake> mistakes() {
		return this.mistakes;
	}

}
