package dev.slipway.judge;

import java.util.Locale;
import java.util.function.Predicate;

/** Runs a case many times and says how often something happened. */
final class Simulation {

	private static final long SEED = 20_261_121;

	private Simulation() {
	}

	/** Runs each with a seed of its own and prints the share. */
	static double share(String name, int runs, Predicate<Draws> happens) {
		long seed = SEED + name.hashCode();
		int happened = 0;
		for (int run = 0; run < runs; run++) {
			happened += happens.test(new Draws(seed + run * 1_000_003L)) ? 1 : 0;
		}
		double share = (double) happened / runs;
		System.out.printf(Locale.ROOT, "%-62s %6.2f %% of %,d runs, seed %d%n", name, share * 100, runs, seed);
		return share;
	}

	/** Three standard deviations of a share of so many runs. */
	static double tolerance(double share, int runs) {
		return 3 * Math.sqrt(share * (1 - share) / runs);
	}

}
