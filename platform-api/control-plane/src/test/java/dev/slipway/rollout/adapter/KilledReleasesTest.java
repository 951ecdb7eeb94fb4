package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The platform is killed with SIGKILL three times while releases of all strategies are
 * live, and they end as they should.
 */
@EnabledOnOs(OS.LINUX)
class KilledReleasesTest {

	private static final int KILLS = 3;

	/** Some releases' work. */
	private static final int WITHIN = 600;

	@Test
	void releasesGoOnFromWhereTheyWere(@TempDir Path folder) throws Exception {
		long seed = System.nanoTime();
		System.out.println("seed " + seed);
		try (KilledReleases releases = new KilledReleases(folder, 3)) {
			releases.kill(KILLS, WITHIN, new Random(seed));
			System.out.println(releases.assertAllWell() + " releases ended right");
		}
	}

}
