package dev.slipway.observability.metrics.embedded;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.Selector;
import dev.slipway.observability.metrics.ServiceQuestion;
import dev.slipway.observability.metrics.ServiceSelection;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * 200 targets with 500 series each, as a Spring Boot service has them, scraped each 15 s
 * for a day and more: the memory, and ten queries of a dashboard. Prints figures, asserts
 * none. {@code bench.targets} and {@code bench.hours} make it smaller. Before the last
 * two hours only each fourth scrape is made: of five minutes one sample is left there
 * anyway.
 */
@NullUnmarked
class MetricStoreBench {

	private static final long STEP = 15_000;

	private static final QueryScope SHOP = QueryScope.of(Set.of("shop"), Set.of());

	/** So many scrapes, two hours, are all taken. */
	private static final long ALL = 480;

	private final int targets = Integer.getInteger("bench.targets", 200);

	private final long scrapes = Integer.getInteger("bench.hours", 26) * 3_600_000L / STEP;

	private final Random random = new Random(1);

	private final List<TargetSamples> pods = new ArrayList<>();

	private final List<List<StoredSeries>> series = new ArrayList<>();

	private final List<Kind> kinds = new ArrayList<>();

	@Test
	void memoryAndDashboard() {
		long before = used();
		SeriesStore store = new SeriesStore(new MetricOptions(Duration.ofMillis(STEP), Duration.ofHours(1),
				Duration.ofDays(1), 150L << 20, 110_000));
		long begun = System.nanoTime();
		for (int i = 0; i < this.targets; i++) {
			first(store, i);
		}
		print("metric scrapes read: %.0f series a second", this.targets * 500 / seconds(begun));
		begun = System.nanoTime();
		fill(store);
		print("metric samples kept: %,.0f a second (%,d)", samples() / seconds(begun), samples());
		this.series.clear();
		print("metric memory: %.1f MB on the heap for %,d series; the store says %.1f MB and keeps %d h",
				(used() - before) / 1048576.0, store.count(), store.bytes() / 1048576.0, store.kept().toHours());
		long end = this.scrapes * STEP;
		dashboard("an hour", store, end - 3_600_000, end);
		dashboard("a day", store, end - 24 * 3_600_000L, end);
		this.pods.clear();
	}

	private void dashboard(String span, SeriesStore store, long from, long to) {
		long[] took = new long[20];
		for (int round = 0; round < took.length; round++) {
			long begun = System.nanoTime();
			for (MetricQuery query : queries("service-" + round % Math.max(1, this.targets / 4))) {
				long[] times = new long[60];
				for (int i = 0; i < times.length; i++) {
					times[i] = from + (i + 1) * (to - from) / 60;
				}
				new Evaluator(store, SHOP, times).evaluate(query);
			}
			took[round] = System.nanoTime() - begun;
		}
		Arrays.sort(took);
		print("metric dashboard, ten queries over " + span + ": median %.0f ms, slowest %.0f ms", took[10] / 1e6,
				took[19] / 1e6);
	}

	private static List<MetricQuery> queries(String service) {
		ServiceSelection of = new ServiceSelection(service, "dev", null, null);
		List<MetricQuery> queries = new ArrayList<>();
		for (ServiceQuestion question : ServiceQuestion.values()) {
			queries.add(question.query(of, Duration.ofMinutes(1), List.of()));
		}
		queries.add(ServiceQuestion.REQUEST_RATE.query(of, Duration.ofMinutes(1), List.of("pod")));
		queries.add(new MetricQuery.Gauge(new Selector("jvm_threads", of.matchers()), MetricQuery.Aggregation.SUM,
				List.of("pod")));
		return queries;
	}

	/** The first scrape the whole way, then the series alone. */
	private void first(SeriesStore store, int number) {
		Origin origin = new Origin("service-" + number / 4, "shop", "dev", "1",
				"service-" + number / 4 + "-r1-" + number);
		TargetSamples pod = new TargetSamples(
				new ScrapeTarget(URI.create("http://127.1.0." + number + ":8080/actuator/prometheus"), origin), store);
		pod.accept(exposition(), STEP);
		this.pods.add(pod);
		List<StoredSeries> own = new ArrayList<>();
		for (String metric : store.metrics()) {
			own.addAll(store.select(metric, null, (labels) -> labels.get("pod").equals(origin.pod())));
		}
		this.series.add(own);
		if (this.kinds.isEmpty()) {
			own.forEach((one) -> this.kinds.add(kind(one.labels())));
		}
	}

	/**
	 * 498 series: 5 endpoints with 68 buckets, count, sum and max each, 20 noisy gauges,
	 * 30 counters, the rest constant.
	 */
	private static String exposition() {
		StringBuilder text = new StringBuilder();
		for (int uri = 0; uri < 5; uri++) {
			String labels = "error=\"none\",exception=\"none\",method=\"GET\",outcome=\"SUCCESS\",status=\"200\",uri=\"/api/orders/"
					+ uri + "\"";
			String metric = "http_server_requests_seconds";
			for (int le = 0; le < 67; le++) {
				text.append(metric)
					.append("_bucket{")
					.append(labels)
					.append(",le=\"0.")
					.append(100 + le)
					.append("\"} 0\n");
			}
			text.append(metric).append("_bucket{").append(labels).append(",le=\"+Inf\"} 0\n");
			text.append(metric).append("_count{").append(labels).append("} 0\n");
			text.append(metric).append("_sum{").append(labels).append("} 0\n");
			text.append(metric).append("_max{").append(labels).append("} 0\n");
		}
		for (int i = 0; i < 20; i++) {
			text.append("jvm_memory_used_bytes{area=\"heap\",id=\"Pool " + i + "\"} 1\n");
		}
		for (int i = 0; i < 30; i++) {
			text.append("jvm_gc_pause_seconds_count{cause=\"" + i + "\"} 0\n");
		}
		text.append("process_cpu_usage 0\njvm_threads 30\n");
		for (int i = 0; i < 91; i++) {
			text.append("jvm_memory_max_bytes{area=\"nonheap\",id=\"Pool " + i + "\"} 1048576\n");
		}
		return text.toString();
	}

	private void fill(SeriesStore store) {
		double[] buckets = new double[68];
		for (long scrape = 2; scrape <= this.scrapes; scrape++) {
			if (scrape < this.scrapes - ALL && scrape % 4 != 0) {
				continue;
			}
			long time = scrape * STEP;
			for (int i = 0; i < buckets.length; i++) {
				buckets[i] += (i > 20) ? this.random.nextInt(3) : 0;
			}
			for (List<StoredSeries> own : this.series) {
				for (int i = 0; i < own.size(); i++) {
					own.get(i).append(time, value(this.kinds.get(i), i, scrape, buckets));
				}
			}
			if (scrape % 20 == 0) {
				store.trim(Instant.ofEpochMilli(time));
			}
		}
	}

	/**
	 * Of the endpoints two are busy, of their buckets the upper two thirds move; pools of
	 * memory change with each scrape, counters of the collector now and then.
	 */
	private double value(Kind kind, int index, long scrape, double[] buckets) {
		return switch (kind) {
			case BUCKET -> buckets[index % buckets.length];
			case SUM -> scrape * 1.000001;
			case POOL -> this.random.nextInt(1 << 28);
			case SELDOM -> scrape / 20;
			case CONSTANT -> 1048576;
		};
	}

	private static Kind kind(Labels labels) {
		String uri = labels.get("uri");
		if (!labels.get("le").isEmpty()) {
			return (uri.endsWith("0") || uri.endsWith("1")) ? Kind.BUCKET : Kind.CONSTANT;
		}
		if (uri.endsWith("0")) {
			return Kind.SUM;
		}
		return labels.get("area").equals("heap") ? Kind.POOL
				: labels.get("cause").isEmpty() ? Kind.CONSTANT : Kind.SELDOM;
	}

	/** How a series moves. */
	private enum Kind {

		BUCKET, SUM, POOL, SELDOM, CONSTANT

	}

	private long samples() {
		return this.targets * 500L * (ALL + (this.scrapes - ALL) / 4);
	}

	private static double seconds(long since) {
		return (System.nanoTime() - since) / 1e9;
	}

	private static long used() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static void print(String format, Object... figures) {
		System.out.printf(Locale.ROOT, "BENCH " + format + "%n", figures);
	}

}
