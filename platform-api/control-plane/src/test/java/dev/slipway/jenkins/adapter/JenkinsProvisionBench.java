package dev.slipway.jenkins.adapter;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints what it takes to make pipelines on a Jenkins that answers at once, over HTTP:
 * the platform's own time.
 */
@NullUnmarked
class JenkinsProvisionBench {

	private static final int SERVICES = 1_000;

	private static final int ONE_BY_ONE = 50;

	@Test
	void provision() {
		try (JenkinsDouble jenkins = new JenkinsDouble()) {
			ProvisioningLab lab = ProvisioningLab.on(jenkins);
			long first = timed(() -> lab.provisioning.ensure("cold", "first"));
			long[] nanos = new long[ONE_BY_ONE];
			for (int i = 0; i < ONE_BY_ONE; i++) {
				String service = "single-" + i;
				nanos[i] = timed(() -> lab.provisioning.ensure("one", service));
			}
			Arrays.sort(nanos);
			for (int i = 0; i < SERVICES; i++) {
				lab.builds.addPipeline("team-" + i % 20, "service-" + i);
			}
			try (Keeper keeper = lab.keeper(4)) {
				long all = timed(() -> assertThat(keeper.makeMissing()).isEqualTo(List.of()));
				long again = timed(() -> {
					for (int i = 0; i < SERVICES; i++) {
						lab.provisioning.ensure("team-" + i % 20, "service-" + i);
					}
				});
				System.out.printf(
						"BENCH provision a service on a Jenkins: first %,d ms, then %,d ms (median), %,d ms (worst); "
								+ "%,d services, 4 at once: %,d ms; all again, one by one, nothing to do: %,d ms%n",
						first / 1_000_000, nanos[ONE_BY_ONE / 2] / 1_000_000, nanos[ONE_BY_ONE - 1] / 1_000_000,
						SERVICES, all / 1_000_000, again / 1_000_000);
			}
		}
	}

	private static long timed(Runnable work) {
		long begin = System.nanoTime();
		work.run();
		return System.nanoTime() - begin;
	}

}
