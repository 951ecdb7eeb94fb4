package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** As {@link KilledReleasesTest}, with fifty kills. */
@EnabledOnOs(OS.LINUX)
class KilledReleasesBench {

	private static final int KILLS = 50;

	@Test
	void releasesGoOnFromWhereTheyWere(@TempDir Path folder) throws Exception {
		long seed = System.nanoTime();
		long begin = System.nanoTime();
		try (KilledReleases releases = new KilledReleases(folder, 6)) {
			releases.kill(KILLS, 600, new Random(seed));
			System.out.printf("BENCH %d kills with SIGKILL, seed %d: all %d releases ended right, %.0f s%n", KILLS,
					seed, releases.assertAllWell(), (System.nanoTime() - begin) / 1e9);
		}
	}

}
