package dev.slipway.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Random numbers for simulations; the same for the same seed, everywhere. */
final class Draws {

	private final SplittableRandom random;

	Draws(long seed) {
		this.random = new SplittableRandom(seed);
	}

	double uniform() {
		return this.random.nextDouble();
	}

	int upTo(int most) {
		return this.random.nextInt(most + 1);
	}

	/** By Box and Muller. */
	double normal() {
		return StrictMath.sqrt(-2 * StrictMath.log(1 - uniform())) * StrictMath.cos(2 * Math.PI * uniform());
	}

	double lognormal() {
		return StrictMath.exp(0.5 * normal());
	}

	/** Above 1, with a mean but no variance when the tail is between 1 and 2. */
	double pareto(double tail) {
		return StrictMath.pow(1 - uniform(), -1 / tail);
	}

	/** Failures of so many requests, by jumping from one failure to the next. */
	Counts counts(long requests, double ratio) {
		if (ratio <= 0) {
			return new Counts(0, requests);
		}
		long failures = 0;
		double stays = StrictMath.log(1 - ratio);
		double at = Math.floor(StrictMath.log(1 - uniform()) / stays);
		while (at < requests) {
			failures++;
			at += 1 + Math.floor(StrictMath.log(1 - uniform()) / stays);
		}
		return new Counts(failures, requests);
	}

	List<Double> many(int count, DoubleSupplier draw) {
		List<Double> values = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			values.add(draw.getAsDouble());
		}
		return values;
	}

	/** x = correlation · last x + innovation, the first hundred left out. */
	List<Double> series(int count, double correlation, DoubleSupplier innovation) {
		List<Double> values = new ArrayList<>();
		double value = 0;
		for (int i = -100; i < count; i++) {
			value = correlation * value + innovation.getAsDouble();
			if (i >= 0) {
				values.add(value);
			}
		}
		return values;
	}

}
