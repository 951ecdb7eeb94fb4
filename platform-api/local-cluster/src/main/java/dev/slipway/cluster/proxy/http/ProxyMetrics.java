package dev.slipway.cluster.proxy.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.slipway.cluster.store.Key;

/**
 * What users got: requests by Service, route, backend and status, and how long they took,
 * in the text format of Prometheus. A code is the status sent to the client, {@code 499}
 * if he left before it, {@code aborted} for an answer that was cut off.
 */
public final class ProxyMetrics {

	/** Upper bounds in seconds. */
	private static final double[] BOUNDS = { 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 };

	private static final double NANOS = 1e9;

	private final Map<Way, Map<String, LongAdder>> requests = new ConcurrentHashMap<>();

	private final Map<Way, Times> times = new ConcurrentHashMap<>();

	private final Map<Key, Map<String, LongAdder>> mirrors = new ConcurrentHashMap<>();

	/**
	 * The way of a request.
	 *
	 * @param service that was asked
	 * @param route empty for none
	 * @param backend name of the Service that was chosen, empty for none
	 */
	record Way(Key service, String route, String backend) {

		private String labels() {
			return "namespace=\"" + this.service.namespace() + "\",service=\"" + this.service.name() + "\",route=\""
					+ this.route + "\",backend=\"" + this.backend + "\"";
		}

	}

	private static final class Times {

		private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];

		private final LongAdder nanos = new LongAdder();

		private Times() {
			for (int i = 0; i < this.counts.length; i++) {
				this.counts[i] = new LongAdder();
			}
		}

		private void add(long took) {
			int slot = 0;
			while (slot < BOUNDS.length && took / NANOS > BOUNDS[slot]) {
				slot++;
			}
			this.counts[slot].increment();
			this.nanos.add(took);
		}

	}

	void request(Way way, String code, long nanos) {
		this.requests.computeIfAbsent(way, (k) -> new ConcurrentHashMap<>())
			.computeIfAbsent(code, (k) -> new LongAdder())
			.increment();
		this.times.computeIfAbsent(way, (k) -> new Times()).add(nanos);
	}

	void mirrored(Key service, String outcome) {
		this.mirrors.computeIfAbsent(service, (k) -> new ConcurrentHashMap<>())
			.computeIfAbsent(outcome, (k) -> new LongAdder())
			.increment();
	}

	/** Forgets what is counted for a Service that is no more. */
	public void forget(Key service) {
		this.requests.keySet().removeIf((way) -> concerns(way, service));
		this.times.keySet().removeIf((way) -> concerns(way, service));
		this.mirrors.remove(service);
	}

	private static boolean concerns(Way way, Key service) {
		return way.service().equals(service)
				|| way.backend().equals(service.name()) && way.service().namespace().equals(service.namespace());
	}

	/**
	 * How many requests to a Service got that code from that backend, over all routes.
	 */
	public long requests(Key service, String backend, String code) {
		return this.requests.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().service().equals(service) && entry.getKey().backend().equals(backend))
			.mapToLong((entry) -> entry.getValue().getOrDefault(code, new LongAdder()).sum())
			.sum();
	}

	/** All of it, to be scraped. */
	public String text() {
		StringBuilder text = new StringBuilder();
		text.append("# HELP slipway_proxy_requests_total Requests that clients sent to an address with a route.\n");
		text.append("# TYPE slipway_proxy_requests_total counter\n");
		this.requests.forEach((way, codes) -> new TreeMap<>(codes).forEach((code, count) -> line(text,
				"slipway_proxy_requests_total", way.labels() + ",code=\"" + code + "\"", Long.toString(count.sum()))));
		text.append("# HELP slipway_proxy_request_duration_seconds From a request's head to its answer's end.\n");
		text.append("# TYPE slipway_proxy_request_duration_seconds histogram\n");
		this.times.forEach((way, spent) -> histogram(text, way, spent));
		text.append("# HELP slipway_proxy_mirrored_requests_total Copies of requests, by what became of them.\n");
		text.append("# TYPE slipway_proxy_mirrored_requests_total counter\n");
		this.mirrors
			.forEach((service,
					outcomes) -> new TreeMap<>(outcomes).forEach((outcome, count) -> line(text,
							"slipway_proxy_mirrored_requests_total", "namespace=\"" + service.namespace()
									+ "\",backend=\"" + service.name() + "\",outcome=\"" + outcome + "\"",
							Long.toString(count.sum()))));
		return text.toString();
	}

	private static void histogram(StringBuilder text, Way way, Times spent) {
		String name = "slipway_proxy_request_duration_seconds";
		long sum = 0;
		for (int i = 0; i < spent.counts.length; i++) {
			sum += spent.counts[i].sum();
			String bound = (i < BOUNDS.length) ? Double.toString(BOUNDS[i]) : "+Inf";
			line(text, name + "_bucket", way.labels() + ",le=\"" + bound + "\"", Long.toString(sum));
		}
		line(text, name + "_sum", way.labels(), Double.toString(spent.nanos.sum() / NANOS));
		line(text, name + "_count", way.labels(), Long.toString(sum));
	}

	private static void line(StringBuilder text, String name, String labels, String value) {
		text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
	}

}
