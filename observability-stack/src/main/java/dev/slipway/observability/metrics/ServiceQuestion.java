package dev.slipway.observability.metrics;

import java.time.Duration;
import java.util.List;

import dev.slipway.observability.metrics.MetricQuery.Aggregation;

/**
 * What one wants to know of every service, asked of the metrics that Micrometer gives.
 * Requests to the actuator (probes, scrapes) are not requests of users and are left out.
 */
public enum ServiceQuestion {

	/** Requests a second. */
	REQUEST_RATE("requestRate", "requests/s") {
		@Override
		public MetricQuery query(ServiceSelection of, Duration window, List<String> by) {
			return new MetricQuery.Rate(requests(of, "count"), window, by);
		}
	},
	/** The part of the requests answered with 5xx. */
	ERROR_RATIO("errorRatio", "ratio") {
		@Override
		public MetricQuery query(ServiceSelection of, Duration window, List<String> by) {
			Selector all = requests(of, "count");
			Selector failed = all.and(List.of(LabelMatcher.matches("status", "5..")));
			return new MetricQuery.Ratio(new MetricQuery.Rate(failed, window, by),
					new MetricQuery.Rate(all, window, by));
		}
	},
	/** Half of the requests were faster. */
	P50("p50", "s") {
		@Override
		public MetricQuery query(ServiceSelection of, Duration window, List<String> by) {
			return quantile(0.5, of, window, by);
		}
	},
	/** 95 of 100 requests were faster. */
	P95("p95", "s") {
		@Override
		public MetricQuery query(ServiceSelection of, Duration window, List<String> by) {
			return quantile(0.95, of, window, by);
		}
	},
	/** 99 of 100 requests were faster. */
	P99("p99", "s") {
		@Override
		public MetricQuery query(ServiceSelection of, Duration window, List<String> by) {
			return quantile(0.99, of, window, by);
		}
	},
	/** Heap in use, of all pods together. */
	HEAP_USED("heapUsedBytes", "bytes") {
		@Override
		public MetricQuery query(ServiceSelection of, Duration window, List<String> by) {
			return heap("jvm_memory_used_bytes", of, by);
		}
	},
	/** Heap allowed, of all pods together. */
	HEAP_MAX("heapMaxBytes", "bytes") {
		@Override
		public MetricQuery query(ServiceSelection of, Duration window, List<String> by) {
			return heap("jvm_memory_max_bytes", of, by);
		}
	},
	/** The part of the machine's processors that a pod uses, on average over the pods. */
	CPU_USAGE("cpuUsage", "ratio") {
		@Override
		public MetricQuery query(ServiceSelection of, Duration window, List<String> by) {
			return new MetricQuery.Gauge(new Selector("process_cpu_usage", of.matchers()), Aggregation.AVG, by);
		}
	};

	/** The URIs that are not asked for by users, as a pattern. */
	public static final String NOT_OF_USERS = "/actuator(/.*)?|/livez|/readyz";

	private final String id;

	private final String unit;

	ServiceQuestion(String id, String unit) {
		this.id = id;
		this.unit = unit;
	}

	/** The name in the API. */
	public String id() {
		return this.id;
	}

	public String unit() {
		return this.unit;
	}

	/**
	 * The question as a query.
	 * @param window how far back rates look
	 * @param by labels to split the answer by, such as {@code release} or {@code pod}
	 */
	public abstract MetricQuery query(ServiceSelection of, Duration window, List<String> by);

	private static Selector requests(ServiceSelection of, String suffix) {
		return new Selector("http_server_requests_seconds_" + suffix, of.matchers())
			.and(List.of(LabelMatcher.notMatches("uri", NOT_OF_USERS)));
	}

	private static MetricQuery quantile(double quantile, ServiceSelection of, Duration window, List<String> by) {
		return new MetricQuery.Quantile(quantile, requests(of, "bucket"), window, by);
	}

	private static MetricQuery heap(String metric, ServiceSelection of, List<String> by) {
		Selector heap = new Selector(metric, of.matchers()).and(List.of(LabelMatcher.equal("area", "heap")));
		return new MetricQuery.Gauge(heap, Aggregation.SUM, by);
	}

}
