package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.slipway.cluster.LocalCluster;
import dev.slipway.cluster.LocalClusterSettings;
import dev.slipway.environments.Environments;
import dev.slipway.environments.OwnDatabaseServer;
import dev.slipway.flow.Transition;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Releases;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long a rolling release whose only gate is readiness takes, and the same
 * change of a plain Deployment by the cluster's own controller, as {@code kubectl
 * rollout} does it: real processes, four pods, the same probes, preStop, grace, surge and
 * unavailability, in turn. It ends when all new pods are ready and the old ones are gone.
 */
@NullUnmarked
@EnabledOnOs(OS.LINUX)
class RollingTimeBench {

	private static final int PODS = 4;

	private static final int ROUNDS = 3;

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final List<String> BOUNDS = List.of("maxSurge: 1, maxUnavailable: 0",
			"maxSurge: 1, maxUnavailable: 1", "maxSurge: 2, maxUnavailable: 0");

	private BenchPlatform platform;

	private String image;

	@Test
	void rollingReleaseAgainstRollout(@TempDir Path folder) throws Exception {
		LocalCluster cluster = LocalCluster.start(LocalClusterSettings.in(folder));
		try (BenchPlatform started = BenchPlatform.start(folder)) {
			this.platform = started;
			this.image = RealReleasesTest.push(cluster.registryAddress(), folder);
			Environments environments = started.bean(Environments.class);
			environments.ensureNamespace(environments.get("dev"), "shop");
			for (int i = 0; i < BOUNDS.size(); i++) {
				compare("orders" + i, BOUNDS.get(i));
			}
			started.bean(OwnDatabaseServer.class).stopServer();
		}
		finally {
			cluster.stopPodsAndClose(Duration.ofSeconds(5));
		}
	}

	/** The first of each is a warm-up. One side's pods are gone while the other moves. */
	private void compare(String service, String bounds) {
		List<Double> released = new ArrayList<>();
		List<Double> ended = new ArrayList<>();
		List<Double> rolled = new ArrayList<>();
		PlainRollout plain = new PlainRollout(this.platform.kubernetes(), service + "-plain", this.image, PODS, bounds);
		String behaviour = ":four:bounds " + bounds;
		for (int round = 0; round <= ROUNDS; round++) {
			plain.create("a1");
			awaitPods(plain.selector(), (pod) -> true);
			long begin = System.nanoTime();
			plain.change("b2");
			awaitPods(plain.selector(), plain::isNew);
			long end = System.nanoTime();
			plain.delete();
			awaitNone(plain.selector());

			this.platform.succeed(this.platform.request(service, this.image, "a1" + behaviour));
			Map<String, String> selector = Map.of(Labels.SERVICE, service);
			long asked = System.nanoTime();
			Release release = this.platform.request(service, this.image, "b2" + behaviour);
			String number = Integer.toString(release.number());
			awaitPods(selector, (pod) -> number.equals(pod.getMetadata().getLabels().get(Labels.RELEASE)));
			long serves = System.nanoTime();
			this.platform.succeed(release);
			long over = System.nanoTime();
			if (round == ROUNDS) {
				System.out.println("The last release: " + phases(release));
			}
			if (round > 0) {
				rolled.add(Figures.millis(begin, end));
				released.add(Figures.millis(asked, serves));
				ended.add(Figures.millis(asked, over));
			}
		}
		Figures.say(
				"rolling release of %d pods, %s: median %.1f s (promoted after %.1f s), plain rollout %.1f s, "
						+ "ratio %.2f, aim 1.10; %d rounds: %s against %s",
				PODS, bounds, Figures.median(released) / 1000, Figures.median(ended) / 1000,
				Figures.median(rolled) / 1000, Figures.median(released) / Figures.median(rolled), ROUNDS,
				seconds(released), seconds(rolled));
	}

	/** How long each was, to see what takes the time. */
	private String phases(Release release) {
		List<Transition> history = this.platform.bean(Releases.class).history(release);
		List<String> phases = new ArrayList<>();
		for (int i = 0; i + 1 < history.size(); i++) {
			Duration took = Duration.between(history.get(i).at(), history.get(i + 1).at());
			phases.add(history.get(i).state() + " " + took.toMillis() + " ms");
		}
		return String.join(", ", phases);
	}

	private static String seconds(List<Double> millis) {
		return String.join(" ",
				millis.stream().map((one) -> String.format(java.util.Locale.ROOT, "%.1f", one / 1000)).toList());
	}

	/** All pods are ready, are of the new version, and are alone. */
	private void awaitPods(Map<String, String> selector, Predicate<Pod> fresh) {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
			List<Pod> pods = pods(selector);
			return pods.size() == PODS && pods.stream().allMatch(fresh.and(RollingTimeBench::ready));
		});
	}

	private void awaitNone(Map<String, String> selector) {
		Awaitility.await().atMost(PATIENCE).until(() -> pods(selector).isEmpty());
	}

	private List<Pod> pods(Map<String, String> selector) {
		KubernetesClient client = this.platform.kubernetes();
		return client.pods().inNamespace(BenchPlatform.NAMESPACE).withLabels(selector).list().getItems();
	}

	private static boolean ready(Pod pod) {
		return pod.getMetadata().getDeletionTimestamp() == null && pod.getStatus() != null
				&& pod.getStatus()
					.getConditions()
					.stream()
					.anyMatch((one) -> one.getType().equals("Ready") && one.getStatus().equals("True"));
	}

}
