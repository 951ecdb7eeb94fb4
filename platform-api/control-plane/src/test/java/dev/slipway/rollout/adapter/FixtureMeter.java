package dev.slipway.rollout.adapter;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;

/** Serves as well or as badly as it is told, and measures itself as Micrometer would. */
public final class FixtureMeter {

	private static final double[] BOUNDS = { 0.001, 0.0025, 0.005, 0.0075, 0.01, 0.0125, 0.015, 0.0175, 0.02, 0.025,
			0.03, 0.04, 0.05, 0.1, 1 };

	private final int errors;

	private final int delay;

	private final AtomicLong requests = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS.length + 1);

	private final DoubleAdder seconds = new DoubleAdder();

	/**
	 * Creates one.
	 * @param errors the percentage of requests that fail
	 * @param delay how many milliseconds each takes at least
	 */
	public FixtureMeter(int errors, int delay) {
		this.errors = errors;
		this.delay = delay;
	}

	int serve() {
		long start = System.nanoTime();
		long number = this.requests.incrementAndGet();
		boolean fails = this.errors > 0 && number % (100 / this.errors) == 0;
		try {
			TimeUnit.MILLISECONDS.sleep(this.delay);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (fails) {
			this.failed.incrementAndGet();
		}
		double took = (System.nanoTime() - start) / 1e9;
		this.seconds.add(took);
		int bucket = 0;
		while (bucket < BOUNDS.length && took > BOUNDS[bucket]) {
			bucket++;
		}
		this.buckets.incrementAndGet(bucket);
		return fails ? 500 : 200;
	}

	String text() {
		String name = "http_server_requests_seconds";
		StringBuilder text = new StringBuilder("# TYPE " + name + " histogram\n");
		long below = 0;
		for (int i = 0; i <= BOUNDS.length; i++) {
			below += this.buckets.get(i);
			String bound = (i < BOUNDS.length) ? Double.toString(BOUNDS[i]) : "+Inf";
			text.append(name).append("_bucket{").append(labels(200)).append(",le=\"").append(bound).append("\"} ");
			text.append(below).append('\n');
		}
		text.append(name).append("_sum{").append(labels(200)).append("} ").append(this.seconds.sum()).append('\n');
		long bad = this.failed.get();
		text.append(name).append("_count{").append(labels(200)).append("} ").append(below - bad).append('\n');
		text.append(name).append("_count{").append(labels(500)).append("} ").append(bad).append('\n');
		return text.toString();
	}

	private static String labels(int status) {
		return "method=\"GET\",uri=\"/\",status=\"" + status + "\"";
	}

}
