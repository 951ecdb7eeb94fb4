package dev.slipway.observability.logs.embedded;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.slipway.observability.LogSink;
import dev.slipway.observability.LogStream;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogFilter;
import dev.slipway.observability.logs.LogHit;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecords;
import dev.slipway.observability.logs.LogShipper;
import dev.slipway.observability.logs.LogTail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many ECS lines a second go the whole way (joined, parsed, indexed, committed) while
 * one search with histogram a second looks at them. Prints figures, asserts none. The
 * property {@code bench.seconds} is its length, 60 by default.
 */
class LogIndexBench {

	private static final String[] WORDS = ("order created payment refused for customer retry after timeout while calling"
			+ " stock service card expired connection reset by peer cache miss user signed in")
		.split(" ");

	private final Random random = new Random(1);

	private long lines;

	private long rawBytes;

	private final List<Long> late = Collections.synchronizedList(new ArrayList<>());

	@Test
	void linesASecond(@TempDir Path folder) throws Exception {
		run(folder, Integer.getInteger("bench.seconds", 60));
	}

	private void run(Path folder, int seconds) throws Exception {
		Clock clock = Clock.systemUTC();
		long[] searches = new long[seconds * 2 + 100];
		int searched = 0;
		long took;
		try (LuceneLogStore store = LuceneLogStore.open(LuceneLogOptions.in(folder), clock)) {
			LogShipper shipper = new LogShipper(store, clock);
			shipper.start();
			LogSink.Feed feed = shipper.open(new LogStream("bench/app/0", LogRecords.ORDERS));
			Thread follower = follow(store);
			long cpu = cpu();
			long start = System.nanoTime();
			long end = start + seconds * 1_000_000_000L;
			long nextSearch = start + 1_000_000_000L;
			while (System.nanoTime() < end) {
				for (int i = 0; i < 100; i++) {
					feed.line(clock.instant(), line(clock.instant()));
				}
				if (System.nanoTime() > nextSearch && searched < searches.length) {
					feed.line(clock.instant(), "{\"message\":\"tailed\",\"at\":\"" + System.nanoTime() + "\"}");
					searches[searched++] = search(store, clock.instant());
					nextSearch += 1_000_000_000L;
				}
			}
			shipper.close();
			store.maintain();
			took = System.nanoTime() - start;
			System.out.printf(Locale.ROOT,
					"BENCH log CPU time: %.0f µs a line, searches and making the lines included%n",
					(cpu() - cpu) / 1e3 / this.lines);
			follower.interrupt();
			follower.join();
		}
		print(folder, searches, searched, took);
	}

	/** Follows the live tail as the API does, and notes how late each marked line is. */
	private Thread follow(LuceneLogStore store) {
		LogTail tail = store.tail(LogQuery.text("tailed"), QueryScope.everything());
		Thread thread = new Thread(() -> {
			while (!Thread.currentThread().isInterrupted()) {
				LockSupport.parkNanos(400_000_000L);
				for (LogHit hit : tail.poll()) {
					this.late.add(System.nanoTime() - Long.parseLong(hit.record().extra().getOrDefault("at", "0")));
				}
			}
		}, "bench-tail");
		thread.start();
		return thread;
	}

	private static long cpu() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system)
				? system.getProcessCpuTime() : 0;
	}

	private void print(Path folder, long[] searches, int searched, long took) throws IOException {
		long disk;
		try (Stream<Path> files = Files.walk(folder)) {
			disk = files.filter(Files::isRegularFile).mapToLong((file) -> file.toFile().length()).sum();
		}
		long[] sorted = Arrays.copyOf(searches, searched);
		Arrays.sort(sorted);
		System.out.printf(Locale.ROOT, "BENCH log lines indexed: %,.0f a second (%,d lines in %.1f s)%n",
				this.lines * 1e9 / took, this.lines, took / 1e9);
		System.out.printf(Locale.ROOT, "BENCH log index on disk: %.2f of the raw size (%,d of %,d bytes)%n",
				(double) disk / this.rawBytes, disk, this.rawBytes);
		System.out.printf(Locale.ROOT,
				"BENCH log search with histogram while indexing: median %.0f ms, slowest %.0f ms%n",
				sorted[searched / 2] / 1e6, sorted[searched - 1] / 1e6);
		List<Long> tailed = this.late.stream().sorted().toList();
		if (!tailed.isEmpty()) {
			System.out.printf(Locale.ROOT,
					"BENCH log line written to seen in the tail, polled each 400 ms: median %.0f ms, slowest %.0f ms%n",
					tailed.get(tailed.size() / 2) / 1e6, tailed.get(tailed.size() - 1) / 1e6);
		}
	}

	private static long search(LuceneLogStore store, Instant now) {
		long start = System.nanoTime();
		LogQuery query = LogQuery.text("payment AND refused")
			.filter(LogFilter.service("orders"))
			.between(now.minusSeconds(60), now)
			.page(100, null);
		store.search(query, QueryScope.service("shop", "orders"));
		store.histogram(query, Duration.ofSeconds(1), QueryScope.service("shop", "orders"));
		return System.nanoTime() - start;
	}

	private String line(Instant time) {
		StringBuilder message = new StringBuilder();
		for (int i = 0; i < 8; i++) {
			message.append(WORDS[this.random.nextInt(WORDS.length)]).append(' ');
		}
		message.append(this.random.nextInt(1_000_000));
		String line = "{\"@timestamp\":\"" + time + "\",\"log\":{\"level\":\""
				+ (this.random.nextInt(50) == 0 ? "ERROR" : "INFO")
				+ "\",\"logger\":\"com.example.orders.OrderController\"},\"process\":{\"pid\":4711,\"thread\":{\"name\":\""
				+ "http-nio-8080-exec-" + this.random.nextInt(10)
				+ "\"}},\"service\":{\"name\":\"orders\",\"version\":\"3\",\"environment\":\"dev\",\"node\":{}},\"message\":\""
				+ message + "\",\"traceId\":\"" + Long.toHexString(this.random.nextLong())
				+ Long.toHexString(this.random.nextLong()) + "\",\"spanId\":\""
				+ Long.toHexString(this.random.nextLong()) + "\",\"ecs\":{\"version\":\"8.11\"}}";
		this.lines++;
		this.rawBytes += line.length() + 1;
		return line;
	}

}
