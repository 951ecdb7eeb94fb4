package dev.slipway.rollout.adapter;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

import com.sun.management.OperatingSystemMXBean;
import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A platform with its database on disk, in a process of its own, which measures itself.
 * The cluster is in another one, so that all that is measured is the platform's.
 */
@NullUnmarked
final class BenchedPlatform {

	/** The line that says that what follows is measured, or is over. */
	static final String MEASURED = "MEASURED";

	private static final int TEAMS = 4;

	private static final int ROUNDS = Integer.getInteger("bench.rounds", 10);

	private static final int FINISHED = 10_000;

	private static final int PAGE = 20;

	private static final Duration PATIENCE = Duration.ofMinutes(20);

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private final Releases releases;

	private final ReleaseStore store;

	private final TransactionTemplate transactions;

	private BenchedPlatform(ConfigurableApplicationContext context) {
		this.releases = context.getBean(Releases.class);
		this.store = context.getBean(ReleaseStore.class);
		this.transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
	}

	/** Takes the state directory, what to measure, and with how many services. */
	public static void main(String[] arguments) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
				PlatformProcess.WiringTest.Wiring.class)
			.web(WebApplicationType.NONE)
			.properties("slipway.state=" + arguments[0], "spring.main.banner-mode=off",
					"slipway.environments[0].name=dev", "slipway.environments[0].namespace.guards=false")
			.run()) {
			BenchedPlatform platform = new BenchedPlatform(context);
			int services = Integer.parseInt(arguments[2]);
			switch (arguments[1]) {
				case "finish" -> platform.finish(services);
				case "hold" -> platform.hold(services);
				case "list" -> platform.list();
				default -> throw new IllegalArgumentException(arguments[1]);
			}
		}
	}

	/** Canaries of three steps without pauses, from the request to the end. */
	private void finish(int services) {
		awaitEnd(request(services, "a1:four"));
		for (int round = 2; round < ROUNDS; round++) {
			long began = System.nanoTime();
			long spent = SYSTEM.getProcessCpuTime();
			awaitEnd(request(services, "b" + round + ":four:three"));
			print("while the JVM gets warm, ", services, began, spent);
		}
		System.out.println(MEASURED);
		long begin = System.nanoTime();
		long worked = SYSTEM.getProcessCpuTime();
		awaitEnd(request(services, "c" + ROUNDS + ":four:three"));
		System.out.println(MEASURED);
		print("", services, begin, worked);
	}

	private static void print(String when, int services, long begin, long worked) {
		double seconds = (System.nanoTime() - begin) / 1e9;
		double work = (SYSTEM.getProcessCpuTime() - worked) / 1e6;
		System.out.printf(
				"BENCH %s%d canaries of three steps over HTTPS: %.1f s, %.1f releases/s, %.0f ms of the platform's CPU each%n",
				when, services, seconds, services / seconds, work / services);
	}

	/** Canaries that are held at their first step, all at once. */
	private void hold(int services) throws InterruptedException {
		awaitEnd(request(services, "a1"));
		System.out.printf("BENCH %d services have their first release%n", services);
		awaitAll(request(services, "b2:ratio"),
				(release) -> this.releases.flow(release).orElseThrow().state() instanceof Forward.Holding);
		Thread.sleep(5_000);
		System.out.println(MEASURED);
		long begin = System.nanoTime();
		long worked = SYSTEM.getProcessCpuTime();
		Thread.sleep(20_000);
		double seconds = (System.nanoTime() - begin) / 1e9;
		double work = (SYSTEM.getProcessCpuTime() - worked) / 1e9;
		System.out.println(MEASURED);
		System.out.printf(
				"BENCH %d live releases at once: %d MB of heap after collection, %d MB at most, "
						+ "%.0f %% of one CPU%n",
				services, used(), Runtime.getRuntime().maxMemory() >> 20, 100 * work / seconds);
	}

	/** The first page of all releases, as the fleet page asks for it, among 10,000. */
	private void list() {
		awaitEnd(request(1, "a1:one"));
		Release first = this.store.stable("orders0", "dev").orElseThrow();
		long before = used();
		long begin = System.nanoTime();
		this.transactions.executeWithoutResult((status) -> {
			for (int i = 1; i < FINISHED; i++) {
				Release added = this.store.add(first.draft(), (release) -> {
				});
				this.store.record(added, Outcome.SUCCEEDED, "bench");
			}
		});
		System.out.printf("BENCH %d finished releases kept in %.1f s: %+d MB of heap%n", FINISHED,
				(System.nanoTime() - begin) / 1e9, used() - before);
		for (int look = 0; look < 3; look++) {
			long asked = System.nanoTime();
			int found = this.store.list("orders0", "dev", Integer.MAX_VALUE, PAGE).size();
			System.out.printf("BENCH the newest %d of %d finished releases: %.1f ms%n", found, FINISHED,
					(System.nanoTime() - asked) / 1e6);
		}
	}

	private List<Release> request(int services, String commit) {
		List<Release> round = new ArrayList<>();
		for (int i = 0; i < services; i++) {
			round.add(this.releases.request(new ReleaseRequest("shop" + i % TEAMS, "orders" + i, "dev",
					"shop/orders@sha256:1", commit, 1, StrategyChanges.none(), "sam")));
		}
		return round;
	}

	private void awaitEnd(List<Release> round) {
		awaitAll(round,
				(release) -> this.releases.flow(release).orElseThrow().ended()
						&& this.releases.find(release.draft().service(), "dev", release.number())
							.map(Release::outcome)
							.filter(Outcome.SUCCEEDED::equals)
							.isPresent());
	}

	/**
	 * Asks only for the first that is missing, and not again for one that was there: what
	 * looks must not cost what it looks at.
	 */
	private static void awaitAll(List<Release> round, Predicate<Release> there) {
		Deque<Release> missing = new ArrayDeque<>(round);
		Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> {
			while (!missing.isEmpty() && there.test(missing.peek())) {
				missing.remove();
			}
			return missing.isEmpty();
		});
	}

	private static long used() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
	}

}
