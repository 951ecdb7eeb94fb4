package dev.slipway.cli.demo;

import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A steady, open-loop load: requests start at their time whether or not earlier ones have
 * been answered. Half of them open a connection each, half use kept-alive connections.
 * Nothing is retried: a request that gets no 2xx answer is lost, and counted.
 */
final class Load implements AutoCloseable {

	private static final int KEPT_CONNECTIONS = 8;

	private final String host;

	private final int port;

	private final String path;

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	private final ExecutorService workers = Executors.newCachedThreadPool();

	private final Queue<Connection> kept = new ConcurrentLinkedQueue<>();

	private final AtomicLong sent = new AtomicLong();

	private final LongAdder answered = new LongAdder();

	private final LongAdder lost = new LongAdder();

	private final Map<String, LongAdder> bodies = new ConcurrentHashMap<>();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private Load(String host, int port, String path) {
		this.host = host;
		this.port = port;
		this.path = path;
	}

	/** Starts a load of so many requests a second on {@code http://host:port/path}. */
	static Load start(String host, int port, String path, int perSecond) {
		Load load = new Load(host, port, path);
		load.clock.scheduleAtFixedRate(load::fire, 0, 1_000_000L / perSecond, TimeUnit.MICROSECONDS);
		return load;
	}

	private void fire() {
		long number = this.sent.getAndIncrement();
		this.workers.execute(() -> request(number % 2 == 0));
	}

	private void request(boolean fresh) {
		Connection connection = null;
		try {
			connection = fresh ? null : idle();
			boolean keep = !fresh && this.kept.size() < KEPT_CONNECTIONS;
			if (connection == null) {
				connection = Connection.open(this.host, this.port);
			}
			Connection.Answer answer = connection.get(this.path, keep);
			if (answer.status() / 100 == 2) {
				this.answered.increment();
				this.bodies.computeIfAbsent(answer.body(), (body) -> new LongAdder()).increment();
			}
			else {
				lose("status " + answer.status());
			}
			if (keep && answer.keepAlive()) {
				this.kept.add(connection);
			}
			else {
				connection.close();
			}
		}
		catch (IOException ex) {
			lose((fresh ? "fresh: " : "kept-alive: ") + ex);
			if (connection != null) {
				connection.close();
			}
		}
	}

	/**
	 * A kept connection that the server has not closed meanwhile, as any client's pool
	 * checks.
	 */
	private @org.jspecify.annotations.Nullable Connection idle() {
		for (Connection candidate = this.kept.poll(); candidate != null; candidate = this.kept.poll()) {
			if (candidate.usable()) {
				return candidate;
			}
			candidate.close();
		}
		return null;
	}

	private void lose(String why) {
		this.lost.increment();
		if (this.failures.size() < 20) {
			this.failures.add(java.time.LocalTime.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS) + " " + why);
		}
	}

	/** Stops sending, waits for what is under way, and counts. */
	Count stop() throws InterruptedException {
		this.clock.shutdown();
		this.clock.awaitTermination(5, TimeUnit.SECONDS);
		this.workers.shutdown();
		if (!this.workers.awaitTermination(40, TimeUnit.SECONDS)) {
			this.workers.shutdownNow();
		}
		this.kept.forEach(Connection::close);
		Map<String, Long> byBody = new TreeMap<>();
		this.bodies.forEach((body, count) -> byBody.put(body, count.sum()));
		long all = this.sent.get();
		return new Count(all, this.answered.sum(), Math.max(this.lost.sum(), all - this.answered.sum()), byBody,
				java.util.List.copyOf(this.failures));
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
		this.workers.shutdownNow();
		this.kept.forEach(Connection::close);
	}

	/**
	 * What came of a load.
	 *
	 * @param sent requests started
	 * @param answered answers of 200 to 299
	 * @param lost everything else
	 * @param byBody answers by their body
	 * @param failures the first losses, with their time and cause
	 */
	record Count(long sent, long answered, long lost, Map<String, Long> byBody, java.util.List<String> failures) {
	}

}
