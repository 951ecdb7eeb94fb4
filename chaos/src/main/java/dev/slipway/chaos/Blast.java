package dev.slipway.chaos;

import java.util.Locale;

/**
 * How many of the ready pods are hit. Never all of them, unless that is asked for.
 *
 * @param mode how they are counted
 * @param percent of the ready pods, for {@link Mode#PERCENT}
 */
public record Blast(Mode mode, int percent) {

	/** One pod. */
	public static final Blast ONE = new Blast(Mode.ONE, 0);

	/** Every pod. */
	public static final Blast ALL = new Blast(Mode.ALL, 100);

	public Blast {
		if (mode == Mode.PERCENT && (percent < 1 || percent > 99)) {
			throw new IllegalArgumentException("A percentage of pods lies between 1 and 99; ask for ALL to hit all");
		}
	}

	/** Reads {@code ONE}, {@code ALL} or {@code 50%}. */
	public static Blast parse(String text) {
		String clean = text.strip().toUpperCase(Locale.ROOT);
		if (clean.endsWith("%")) {
			try {
				return new Blast(Mode.PERCENT, Integer.parseInt(clean.substring(0, clean.length() - 1).strip()));
			}
			catch (NumberFormatException ex) {
				throw new IllegalArgumentException("Pods are ONE, ALL or a percentage such as 50%, not " + text, ex);
			}
		}
		return switch (clean) {
			case "ONE" -> ONE;
			case "ALL" -> ALL;
			default -> throw new IllegalArgumentException("Pods are ONE, ALL or a percentage such as 50%, not " + text);
		};
	}

	/**
	 * How many of so many pods: 50 % of 3 are 1, 10 % of 3 are 1 (at least one), 90 % of
	 * 2 are 1 (never all). 0 when that would be all of them.
	 */
	public int of(int pods) {
		return switch (this.mode) {
			case ONE -> (pods > 1) ? 1 : 0;
			case PERCENT -> Math.min(Math.max(1, pods * this.percent / 100), pods - 1);
			case ALL -> pods;
		};
	}

	@Override
	public String toString() {
		return (this.mode == Mode.PERCENT) ? this.percent + "%" : this.mode.name();
	}

	/** How the pods to hit are counted. */
	public enum Mode {

		/** One. */
		ONE,
		/** A share of them. */
		PERCENT,
		/** All of them. */
		ALL

	}

}
