package dev.slipway.observability.logs.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogFilter;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten million records of a day: how long a search with its histogram takes, and the disk.
 * Prints figures, asserts none. {@code bench.lines} makes it smaller; filling ten million
 * takes minutes.
 */
@NullUnmarked
class LogSearchBench {

	private static final String[] WORDS = ("order created payment refused for customer retry after timeout while calling"
			+ " stock service card expired connection reset by peer cache miss user signed in")
		.split(" ");

	private static final Instant END = Instant.parse("2026-11-21T12:00:00Z");

	private static final Duration DAY = Duration.ofDays(1);

	private static final List<String> QUERIES = List.of("", "payment", "payment refused", "\"payment refused\"",
			"level:error", "level:error AND timeout", "pay* -customer", "thread:http-nio-8080-exec-3", "status:>=500",
			"traceId:0123456789abcdef0123456789abcdef");

	private final long lines = Long.getLong("bench.lines", 10_000_000);

	private final Random random = new Random(1);

	private long rawBytes;

	@Test
	void searchesOfTenMillionLines(@TempDir Path folder) throws IOException {
		Clock clock = Clock.fixed(END, ZoneOffset.UTC);
		LuceneLogOptions options = new LuceneLogOptions(folder, 40L << 30, Duration.ofDays(7), Duration.ofDays(1));
		try (LuceneLogStore store = LuceneLogStore.open(options, clock)) {
			long begun = System.nanoTime();
			fill(store);
			print("log records filled in: %,d in %.0f s", this.lines, (System.nanoTime() - begun) / 1e9);
			try (Stream<Path> files = Files.walk(folder)) {
				long disk = files.filter(Files::isRegularFile).mapToLong((file) -> file.toFile().length()).sum();
				print("log index of %,d lines on disk: %.2f of the raw size (%,d of %,d bytes)", this.lines,
						(double) disk / this.rawBytes, disk, this.rawBytes);
			}
			search(store, "a day", DAY);
			search(store, "an hour", Duration.ofHours(1));
		}
	}

	private void search(LuceneLogStore store, String span, Duration time) {
		List<Double> all = new ArrayList<>();
		for (String text : QUERIES) {
			List<Double> took = new ArrayList<>();
			for (int round = 0; round < 13; round++) {
				double millis = once(store, text, time);
				if (round > 2) {
					took.add(millis);
				}
			}
			Collections.sort(took);
			all.addAll(took);
			print("log search with histogram over %s: %.0f ms, slowest %.0f ms: %s", span, took.get(5), took.get(9),
					text.isEmpty() ? "everything" : text);
		}
		Collections.sort(all);
		print("log search with histogram over %s, of %,d lines: median %.0f ms, p95 %.0f ms, slowest %.0f ms", span,
				this.lines, all.get(all.size() / 2), all.get((int) (all.size() * 0.95)), all.get(all.size() - 1));
	}

	private static double once(LuceneLogStore store, String text, Duration time) {
		LogQuery query = LogQuery.text(text)
			.filter(LogFilter.service("orders"))
			.between(END.minus(time), END)
			.page(100, null);
		QueryScope scope = QueryScope.service("shop", "orders");
		long begun = System.nanoTime();
		store.search(query, scope);
		store.histogram(query, time.dividedBy(60), scope);
		return (System.nanoTime() - begun) / 1e6;
	}

	private void fill(LuceneLogStore store) {
		List<LogRecord> batch = new ArrayList<>();
		Instant start = END.minus(DAY);
		for (long i = 0; i < this.lines; i++) {
			Instant time = start.plusMillis(DAY.toMillis() * i / this.lines);
			batch.add(record(time, i));
			if (batch.size() == 1000 || i == this.lines - 1) {
				store.append(batch);
				batch.clear();
				if (i % 50_000 < 1000) {
					store.maintain();
				}
			}
		}
		store.maintain();
	}

	/** One in ten is of another team; the raw size is what Spring Boot would write. */
	private LogRecord record(Instant time, long number) {
		StringBuilder message = new StringBuilder();
		for (int i = 0; i < 8; i++) {
			message.append(WORDS[this.random.nextInt(WORDS.length)]).append(' ');
		}
		message.append(this.random.nextInt(1_000_000));
		boolean other = this.random.nextInt(10) == 0;
		Origin origin = other ? new Origin("payments", "bank", "dev", "1", "payments-r1-a")
				: new Origin("orders", "shop", "dev", "3", "orders-r3-" + number % 3);
		String trace = hex() + hex();
		String span = hex();
		Map<String, String> extra = Map.of("thread", "http-nio-8080-exec-" + this.random.nextInt(10), "process.pid",
				"4711", "status", (this.random.nextInt(50) == 0) ? "500" : "200");
		this.rawBytes += 355 + message.length();
		return new LogRecord(time, message.toString(), (this.random.nextInt(50) == 0) ? "ERROR" : "INFO",
				"com.example.orders.OrderController", trace, span, null, origin, extra, origin.pod() + "/app/0",
				new LogPosition(time, 1));
	}

	private String hex() {
		return "%016x".formatted(this.random.nextLong());
	}

	private static void print(String format, Object... figures) {
		System.out.printf(Locale.ROOT, "BENCH " + format + "%n", figures);
	}

}
