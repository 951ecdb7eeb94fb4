package dev.slipway.observability.metrics.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.slipway.observability.Origin;
import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.ScrapeTargets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every target in rounds. A target that hangs holds up nobody: it is left out until
 * it has answered or timed out.
 */
final class Scraper {

	private static final Logger logger = LoggerFactory.getLogger(Scraper.class);

	private static final int MAX_BODY = 32 << 20;

	private static final int THREADS = 4;

	private final ScrapeTargets targets;

	private final SeriesStore store;

	private final MetricOptions options;

	private final Clock clock;

	private final Consumer<Origin> taken;

	private final Map<ScrapeTarget, State> states = new ConcurrentHashMap<>();

	private final ThreadPoolExecutor pool;

	private final HttpClient http;

	/**
	 * Creates one.
	 * @param taken told whose samples were taken
	 */
	Scraper(ScrapeTargets targets, SeriesStore store, MetricOptions options, Clock clock, Consumer<Origin> taken) {
		this.targets = targets;
		this.store = store;
		this.options = options;
		this.clock = clock;
		this.taken = taken;
		ThreadFactory daemons = (task) -> {
			Thread thread = new Thread(task, "metric-scraper");
			thread.setDaemon(true);
			return thread;
		};
		this.pool = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				daemons);
		this.pool.allowCoreThreadTimeOut(true);
		ExecutorService callbacks = new ThreadPoolExecutor(0, 2, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				daemons);
		this.http = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(options.interval())
			.executor(callbacks)
			.build();
	}

	/** Asks every target once; returns at once. */
	void round() {
		List<ScrapeTarget> current = this.targets.current();
		for (ScrapeTarget gone : this.states.keySet()) {
			if (!current.contains(gone)) {
				State state = this.states.remove(gone);
				if (state != null) {
					state.samples.vanished(this.clock.millis());
				}
			}
		}
		for (ScrapeTarget target : current) {
			State state = this.states.computeIfAbsent(target, (key) -> new State(new TargetSamples(key, this.store)));
			if (state.busy.compareAndSet(false, true)) {
				this.pool.execute(() -> scrape(target, state));
			}
		}
		this.store.trim(this.clock.instant());
	}

	private void scrape(ScrapeTarget target, State state) {
		long time = state.even(this.clock.millis(), this.options.interval().toMillis());
		try {
			String body = fetch(target);
			if (this.states.get(target) == state) {
				state.samples.accept(body, time);
			}
			state.trouble = null;
			tell(target.origin());
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Scraping {} failed", target.uri(), ex);
			state.trouble = String.valueOf((ex.getMessage() != null) ? ex.getMessage() : ex);
			if (this.states.get(target) == state) {
				state.samples.failed(time);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			state.busy.set(false);
		}
	}

	private void tell(Origin origin) {
		try {
			this.taken.accept(origin);
		}
		catch (RuntimeException ex) {
			logger.warn("Samples of {} were taken, but not all who wait for them could be told", origin.pod(), ex);
		}
	}

	private String fetch(ScrapeTarget target) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(target.uri())
			.timeout(this.options.interval())
			.header("Accept", "text/plain;version=0.0.4")
			.build();
		HttpResponse<InputStream> response = this.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
		try (InputStream body = response.body()) {
			if (response.statusCode() != 200) {
				throw new IOException(target.uri() + " answered " + response.statusCode());
			}
			byte[] bytes = body.readNBytes(MAX_BODY + 1);
			if (bytes.length > MAX_BODY) {
				throw new IOException(target.uri() + " answered more than " + MAX_BODY + " bytes");
			}
			return new String(bytes, StandardCharsets.UTF_8);
		}
	}

	long targets() {
		return this.states.size();
	}

	/** Targets that did not answer the last time. */
	long down() {
		return this.states.values().stream().filter((state) -> state.trouble != null).count();
	}

	@Nullable String anyTrouble() {
		return this.states.values()
			.stream()
			.map((state) -> state.trouble)
			.filter((t) -> t != null)
			.findAny()
			.orElse(null);
	}

	/** Whether no scrape is under way. */
	boolean idle() {
		return this.states.values().stream().noneMatch((state) -> state.busy.get());
	}

	void close() {
		this.pool.shutdownNow();
	}

	/** What is known of a target. */
	private static final class State {

		private final TargetSamples samples;

		private final AtomicBoolean busy = new AtomicBoolean();

		private volatile @Nullable String trouble;

		private long last;

		State(TargetSamples samples) {
			this.samples = samples;
		}

		/**
		 * The time that a scrape is said to have been at. One that is late by less than a
		 * hundredth of the interval is taken as on time, as with Prometheus: samples at
		 * an even pace take a fraction of the memory. Never later than it was.
		 */
		long even(long now, long interval) {
			long expected = this.last + interval;
			this.last = (now >= expected && now - expected <= interval / 100) ? expected : now;
			return this.last;
		}

	}

}
