package dev.slipway.jenkins.adapter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Random;

import dev.slipway.jenkins.BuildHost;
import dev.slipway.jenkins.TrackedBuilds;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The platform dies before or after any of its calls, and no build is lost or asked for
 * twice.
 */
@NullUnmarked
class JenkinsCrashTest {

	private static final String C1 = JenkinsLab.commit(1);

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })
	void neverTwiceNeverLost(long seed) {
		Random random = new Random(seed);
		boolean keyed = random.nextBoolean();
		try (JenkinsLab lab = new JenkinsLab()) {
			if (keyed) {
				lab.jenkins.declares.add("SLIPWAY_KEY");
			}
			lab.jenkins.push("main", C1);
			lab.jenkins.job("main").indexed = C1;
			Dying dying = new Dying(random);
			platform(lab, dying);
			trigger(lab, dying);
			for (int second = 0; second < 150; second++) {
				if (second % 20 == 19) {
					lab.jenkins.leaveQueue();
				}
				if (second == 100) {
					lab.jenkins.job("main").runs.forEach((run) -> run.ends("SUCCESS"));
				}
				dying.may = second < 95 || second > 100 && second < 120;
				step(lab, dying);
			}
			assertThat(lab.jenkins.job("main").runs).as("runs, seed %d, keyed %s", seed, keyed).hasSize(1);
			assertThat(lab.builds()).as("builds, seed %d", seed).hasSize(1);
			Build build = lab.builds().get(0);
			assertThat(build.request().startedBy()).isEqualTo("ann");
			assertThat(build.status()).isEqualTo(BuildStatus.SUCCESS);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
	void whatWasStartedInJenkinsIsNotStartedAgain(long seed) {
		try (JenkinsLab lab = new JenkinsLab()) {
			lab.jenkins.push("main", C1);
			lab.jenkins.startedBy("bob", "main");
			Dying dying = new Dying(new Random(seed));
			platform(lab, dying);
			for (int second = 0; second < 60; second++) {
				if (second % 10 == 9) {
					lab.jenkins.leaveQueue();
				}
				dying.may = second < 40;
				step(lab, dying);
			}
			takenOverOnce(lab);
		}
	}

	@Test
	void diesWhenTheBuildIsAddedAndItsRunIsNotWritten() {
		try (JenkinsLab lab = new JenkinsLab()) {
			lab.jenkins.push("main", C1);
			lab.jenkins.startedBy("bob", "main");
			Dying dying = new Dying(new Random(0));
			dying.at = "add";
			lab.platform((host) -> host, (store) -> store, (tracked) -> dying.before(TrackedBuilds.class, tracked));
			assertThatThrownBy(() -> lab.pass(3)).isInstanceOf(Crash.class);
			dying.at = null;
			platform(lab, dying);
			for (int second = 0; second < 20; second++) {
				lab.jenkins.leaveQueue();
				lab.pass(1);
			}
			takenOverOnce(lab);
		}
	}

	private static void takenOverOnce(JenkinsLab lab) {
		assertThat(lab.jenkins.posts).as("wishes to Jenkins").isZero();
		assertThat(lab.jenkins.job("main").runs).hasSize(1);
		assertThat(lab.builds()).hasSize(1);
		Build build = lab.builds().get(0);
		assertThat(build.request().startedBy()).isEqualTo("bob");
		assertThat(build.status()).isEqualTo(BuildStatus.RUNNING);
	}

	/** Who asked asks again until it is answered, as the API's clients do. */
	private static void trigger(JenkinsLab lab, Dying dying) {
		dying.may = true;
		for (int attempt = 0; attempt < 100; attempt++) {
			try {
				lab.server.trigger(JenkinsLab.byHand("1", C1));
				return;
			}
			catch (Crash ex) {
				platform(lab, dying);
			}
		}
		throw new AssertionError("It was never taken");
	}

	private static void step(JenkinsLab lab, Dying dying) {
		try {
			lab.pass(1);
		}
		catch (Crash ex) {
			platform(lab, dying);
		}
	}

	private static void platform(JenkinsLab lab, Dying dying) {
		boolean may = dying.may;
		dying.may = false;
		lab.platform((host) -> dying.before(BuildHost.class, host), (store) -> dying.before(BuildStore.class, store),
				(tracked) -> dying.before(TrackedBuilds.class, tracked));
		lab.follower.resume();
		dying.may = may;
	}

	/** Dies now and then, before a call or after it. */
	private static final class Dying {

		private final Random random;

		private boolean may;

		/** Dies before this call, too. */
		private @Nullable String at;

		Dying(Random random) {
			this.random = random;
		}

		<T> T before(Class<T> port, T real) {
			return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] { port },
					(proxy, method, arguments) -> {
						boolean dies = this.may && this.random.nextInt(12) == 0;
						boolean first = this.random.nextBoolean();
						if (dies && first || method.getName().equals(this.at)) {
							throw new Crash();
						}
						try {
							Object result = method.invoke(real, arguments);
							if (dies) {
								throw new Crash();
							}
							return result;
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					}));
		}

	}

	/** An error that nothing handles. */
	private static final class Crash extends Error {

		private static final long serialVersionUID = 1L;

		Crash() {
			super("crashed by the test", null, false, false);
		}

	}

}
