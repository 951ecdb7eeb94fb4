package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.rollout.Outcome;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.jspecify.annotations.NullUnmarked;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills the process of a platform with SIGKILL amid its releases, starts it again, and
 * looks whether all of them end as if nothing had happened.
 */
@NullUnmarked
final class KilledReleases implements AutoCloseable {

	private static final int PATIENCE_MINUTES = 10;

	private static final int SIGKILL = 9;

	private final Path folder;

	private final int services;

	private final SimulatedCluster cluster;

	private final KubernetesClient kubernetes;

	private final KillingRelay relay;

	KilledReleases(Path folder, int services) throws IOException {
		this.folder = folder;
		this.services = services;
		this.cluster = SimulatedCluster.start(folder.resolve("cluster"),
				(pod) -> !pod.toString().contains(PlatformProcess.NEVER_READY));
		String kubeconfig = Files.readString(this.cluster.kubeconfig());
		Config config = Config.fromKubeconfig(null, kubeconfig, null);
		this.kubernetes = new KubernetesClientBuilder().withConfig(config).build();
		int port = URI.create(config.getMasterUrl()).getPort();
		this.relay = new KillingRelay(port);
		Files.createDirectories(state());
		Files.writeString(state().resolve("kubeconfig"), kubeconfig.replace(":" + port, ":" + this.relay.port()));
	}

	/**
	 * Kills it so many times, each time at one of its next pieces of work, then lets it
	 * end.
	 */
	void kill(int times, int within, Random random) throws Exception {
		for (int killed = 0; killed < times; killed++) {
			Process platform = start();
			int moment = 1 + random.nextInt(within);
			boolean before = random.nextBoolean();
			this.relay.aim(moment, before, platform::destroyForcibly);
			assertThat(platform.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).as(this::log).isTrue();
			assertThat(platform.exitValue()).as(this::log).isEqualTo(128 + SIGKILL);
			System.out.println("killed " + (before ? "before" : "after") + " piece " + moment);
		}
		Files.createFile(enough());
		Process platform = start();
		this.relay.aim(Integer.MAX_VALUE, false, platform::destroyForcibly);
		assertThat(platform.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).as(this::log).isTrue();
		assertThat(platform.exitValue()).as(this::log).isZero();
	}

	/**
	 * All releases have ended as they should, once, and nothing of them is left over.
	 * @return how many there were
	 */
	int assertAllWell() throws IOException {
		List<String> told = Files.readAllLines(told());
		Map<String, Integer> serving = new TreeMap<>();
		for (String line : told) {
			List<String> parts = List.of(line.split("\t"));
			int number = Integer.parseInt(parts.get(1));
			boolean good = !PlatformProcess.behaviour(number).endsWith(":never");
			assertThat(parts.get(2)).as(line).isEqualTo((good ? Outcome.SUCCEEDED : Outcome.FAILED).name());
			List<String> steps = List.of(parts.get(3).split("\\|"));
			// The last repeats the reason of the outcome.
			assertThat(steps.subList(0, steps.size() - 1)).as("each step is told once").doesNotHaveDuplicates();
			if (good) {
				serving.merge(parts.get(0), number, Math::max);
			}
		}
		assertThat(serving).hasSize(this.services);
		serving.forEach((service, number) -> assertThat(pods(service)).isEqualTo(Map.of(service + "-r" + number, 4)));
		return told.size();
	}

	private Map<String, Integer> pods(String service) {
		Map<String, Integer> pods = new TreeMap<>();
		for (Deployment one : this.kubernetes.apps()
			.deployments()
			.inNamespace("shop-dev")
			.withLabel(Labels.SERVICE, service)
			.list()
			.getItems()) {
			if (one.getSpec().getReplicas() > 0) {
				pods.put(one.getMetadata().getName(), one.getSpec().getReplicas());
			}
		}
		return pods;
	}

	private Process start() throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
				PlatformProcess.class.getName(), state().toString(), Integer.toString(this.services),
				enough().toString(), told().toString())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.folder.resolve("platform.log").toFile()))
			.start();
	}

	private Path state() {
		return this.folder.resolve("state");
	}

	private Path enough() {
		return this.folder.resolve("enough");
	}

	private Path told() {
		return this.folder.resolve("told");
	}

	private String log() {
		try {
			List<String> lines = Files.readAllLines(this.folder.resolve("platform.log"));
			return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	@Override
	public void close() {
		this.relay.close();
		this.kubernetes.close();
		this.cluster.close();
	}

}
