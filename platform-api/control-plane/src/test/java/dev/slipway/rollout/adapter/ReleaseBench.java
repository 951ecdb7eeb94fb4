package dev.slipway.rollout.adapter;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.sun.management.OperatingSystemMXBean;
import dev.slipway.cluster.SimulatedCluster;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints how many canaries of three steps without pauses, four pods each, the engine
 * finishes a second over HTTPS, from the request to the end (Amazon published 1.5
 * deployments a second), what 1,000 live releases at once take with 512 MB of heap, and
 * how long the first page of 10,000 finished releases takes. Pods are simulated as ready
 * at once. The platform is a process of its own; the cluster's work is told apart.
 */
@NullUnmarked
class ReleaseBench {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	@Test
	void canariesASecond(@TempDir Path folder) throws Exception {
		int services = Integer.getInteger("bench.services", 120);
		measure(folder, "finish", services, "-Xmx512m");
	}

	@Test
	void liveAtOnce(@TempDir Path folder) throws Exception {
		measure(folder, "hold", Integer.getInteger("bench.live", 1000), "-Xmx512m");
	}

	@Test
	void finished(@TempDir Path folder) throws Exception {
		measure(folder, "list", 1, "-Xmx256m");
	}

	private static void measure(Path folder, String what, int services, String heap) throws Exception {
		try (SimulatedCluster cluster = SimulatedCluster.start(folder.resolve("cluster"), (pod) -> true)) {
			Path state = Files.createDirectories(folder.resolve("state"));
			Files.copy(cluster.kubeconfig(), state.resolve("kubeconfig"));
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap));
			command.addAll(List.of(System.getProperty("bench.options", "-XX:+UseSerialGC").split("\\s+|;")));
			command.add("-Dbench.rounds=" + Integer.getInteger("bench.rounds", 10));
			command.addAll(List.of("-cp", System.getProperty("java.class.path"), BenchedPlatform.class.getName(),
					state.toString(), what, Integer.toString(services)));
			Process platform = new ProcessBuilder(command).redirectError(folder.resolve("platform.err").toFile())
				.start();
			try {
				relay(platform, services);
				assertThat(platform.waitFor()).as(Files.readString(folder.resolve("platform.err"))).isZero();
			}
			finally {
				platform.destroyForcibly();
			}
		}
	}

	/** Passes on what it prints, with what the cluster had to do meanwhile. */
	private static void relay(Process platform, int services) throws IOException {
		Calls calls = Calls.counted();
		long begin = 0;
		long worked = 0;
		try (BufferedReader lines = platform.inputReader(StandardCharsets.UTF_8)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith("BENCH")) {
					System.out.println(line);
				}
				else if (line.equals(BenchedPlatform.MEASURED) && begin == 0) {
					begin = System.nanoTime();
					worked = SYSTEM.getProcessCpuTime();
					calls.clear();
				}
				else if (line.equals(BenchedPlatform.MEASURED)) {
					double seconds = (System.nanoTime() - begin) / 1e9;
					System.out.printf(
							"BENCH meanwhile the cluster: %.1f calls a release (%s), %.1f calls/s, "
									+ "%.0f ms of CPU a release, %.0f %% of one CPU%n",
							(double) calls.count() / services, calls.kinds(services), calls.count() / seconds,
							(SYSTEM.getProcessCpuTime() - worked) / 1e6 / services,
							(SYSTEM.getProcessCpuTime() - worked) / 1e7 / seconds);
				}
			}
		}
	}

	/** Counts the calls that the cluster answers, by its audit. */
	private static final class Calls extends AppenderBase<ILoggingEvent> {

		private final AtomicInteger count = new AtomicInteger();

		private final Map<String, Integer> kinds = new ConcurrentSkipListMap<>();

		static Calls counted() {
			Calls calls = new Calls();
			Logger audit = (Logger) LoggerFactory.getLogger("dev.slipway.cluster.audit");
			audit.setLevel(Level.DEBUG);
			audit.setAdditive(false);
			calls.setContext(audit.getLoggerContext());
			calls.start();
			audit.addAppender(calls);
			return calls;
		}

		int count() {
			return this.count.get();
		}

		/** Begins anew. */
		void clear() {
			this.count.set(0);
			this.kinds.clear();
		}

		/** Such as {@code create deployments 1.0}, by release. */
		String kinds(int releases) {
			return this.kinds.entrySet()
				.stream()
				.map((entry) -> String.format("%s %.1f", entry.getKey(), (double) entry.getValue() / releases))
				.collect(Collectors.joining(", "));
		}

		@Override
		protected void append(ILoggingEvent event) {
			this.count.incrementAndGet();
			this.kinds.merge(
					event.getFormattedMessage().replaceAll("verb=(\\S+) group=\\S* resource=(\\S+) .*", "$1 $2"), 1,
					Integer::sum);
		}

	}

}
