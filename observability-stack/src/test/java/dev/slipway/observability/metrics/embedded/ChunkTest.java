package dev.slipway.observability.metrics.embedded;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever goes in comes out, bit by bit. */
class ChunkTest {

	private static final double[] SPECIAL = { 0, -0.0, 1, -1, Double.NaN, Samples.STALE, Double.POSITIVE_INFINITY,
			Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE, 0.1, 1e-300, 1e300 };

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 })
	void theRingKeepsExactlyWhatItsBoundsAllow(long seed) {
		Random random = new Random(seed);
		StoredSeries series = new StoredSeries(Labels.NONE, false);
		NavigableMap<Long, Double> model = new TreeMap<>();
		long time = random.nextInt(1_000_000);
		double value = 0;
		for (int i = 0; i < 1000; i++) {
			time += jump(random);
			value = next(random, value);
			series.append(time, value);
			model.putIfAbsent(time, value);
			series.append(time - random.nextInt(3), 99);
		}
		long from = model.firstKey() + random.nextInt(100_000);
		long to = from + random.nextInt(50_000_000);
		assertSame(series.read(from, to), model.subMap(from, true, to, true));
		assertSame(series.read(Long.MIN_VALUE, Long.MAX_VALUE), model);
		long cut = (model.firstKey() + model.lastKey()) / 2;
		series.age(cut, cut);
		assertSame(series.read(cut, Long.MAX_VALUE), model.tailMap(cut, true));
		assertThat(series.age(Long.MAX_VALUE, Long.MAX_VALUE)).isTrue();
		assertThat(series.read(Long.MIN_VALUE, Long.MAX_VALUE).size()).isZero();
	}

	private static long jump(Random random) {
		return switch (random.nextInt(5)) {
			case 0 -> 5000;
			case 1 -> 5000 + random.nextInt(100) - 50;
			case 2 -> 1 + random.nextInt(20_000);
			case 3 -> 1L + random.nextInt(Integer.MAX_VALUE);
			default -> 5000;
		};
	}

	private static double next(Random random, double value) {
		return switch (random.nextInt(5)) {
			case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
			case 1 -> Double.longBitsToDouble(random.nextLong());
			case 2 -> value + random.nextInt(100);
			default -> value;
		};
	}

	private static void assertSame(Samples samples, Map<Long, Double> expected) {
		assertThat(samples.size()).isEqualTo(expected.size());
		int i = 0;
		for (Map.Entry<Long, Double> sample : expected.entrySet()) {
			assertThat(samples.time(i)).isEqualTo(sample.getKey());
			assertThat(Double.doubleToRawLongBits(samples.value(i)))
				.isEqualTo(Double.doubleToRawLongBits(sample.getValue()));
			i++;
		}
	}

	@Test
	void aCounterThatStandsStillTakesTwoBitsASample() {
		Chunk chunk = new Chunk();
		for (int i = 0; i < 120; i++) {
			chunk.append(i * 5000L, 42);
		}
		assertThat(chunk.bytes()).isLessThan(60);
	}

}
