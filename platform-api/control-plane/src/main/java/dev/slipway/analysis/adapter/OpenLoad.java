package dev.slipway.analysis.adapter;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.slipway.analysis.Load;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests at a fixed rate, whether those before were answered or not, in turn to
 * the backend Services of both releases. Each carries the header {@value #HEADER} with
 * the release, so that services, logs and metrics can tell. Too many that are not
 * answered are not joined by more. All gates of this process together send no more than
 * the settings allow.
 */
final class OpenLoad implements Load, AutoCloseable {

	static final String HEADER = "Slipway-Load";

	/** Gates look every few seconds; when they stop, so does the load. */
	private static final Duration LEASE = Duration.ofSeconds(20);

	private static final Duration ANSWER = Duration.ofSeconds(10);

	/** So many seconds' requests may wait for an answer. */
	private static final int WAITING = 5;

	private final Backends backends;

	private final HttpClient http;

	private final LoadSettings settings;

	private final Clock clock;

	private final Map<String, Stream> streams = new ConcurrentHashMap<>();

	private @Nullable ScheduledExecutorService timer;

	OpenLoad(Backends backends, HttpClient http, LoadSettings settings, Clock clock) {
		this.backends = backends;
		this.http = http;
		this.settings = settings;
		this.clock = clock;
	}

	@Override
	public @Nullable String refusal(@Nullable String environment, double perSecond) {
		boolean somewhere = (environment == null) ? !this.settings.environments().isEmpty()
				: this.settings.environments().contains(environment);
		if (!somewhere) {
			return "no load may be generated" + ((environment != null) ? " in " + environment : "")
					+ "; an operator allows it by slipway.gates.load.environments";
		}
		return (perSecond <= this.settings.maxRate()) ? null : "at most " + this.settings.maxRate()
				+ " requests a second are allowed (slipway.gates.load.max-rate), not " + perSecond;
	}

	@Override
	public @Nullable String keep(String key, Release candidate, Release stable, Wish wish, Instant now) {
		String refusal = refusal(candidate.draft().environment(), wish.perSecond());
		String ours = this.backends.address(candidate);
		String theirs = this.backends.address(stable);
		if (refusal != null) {
			return refusal;
		}
		if (ours == null || theirs == null) {
			return "no load is generated, as there is no address to send it to";
		}
		return begin(key, wish, request(ours, wish, candidate), request(theirs, wish, candidate), now);
	}

	/** One at a time, so that all together stay below what is allowed. */
	private synchronized @Nullable String begin(String key, Wish wish, HttpRequest ours, HttpRequest theirs,
			Instant now) {
		Stream stream = this.streams.get(key);
		if (stream == null) {
			double others = this.streams.values().stream().mapToDouble((other) -> other.perSecond).sum();
			if (others + wish.perSecond() > this.settings.maxRate()) {
				return "no load is generated yet, as other gates have " + others + " of the " + this.settings.maxRate()
						+ " requests a second that are allowed (slipway.gates.load.max-rate)";
			}
			stream = new Stream(key, ours, theirs, wish);
			this.streams.put(key, stream);
		}
		stream.until = now.plus(LEASE);
		return null;
	}

	@Override
	public long sent(String key) {
		Stream stream = this.streams.get(key);
		return (stream != null) ? stream.sent.get() : 0;
	}

	/** Whether nothing is sent. */
	boolean isIdle() {
		return this.streams.isEmpty();
	}

	private static HttpRequest request(String address, Wish wish, Release candidate) {
		return HttpRequest.newBuilder(URI.create(address + wish.path()))
			.timeout(ANSWER)
			.header(HEADER, candidate.objectName())
			.header("User-Agent", "slipway-load")
			.build();
	}

	private synchronized ScheduledFuture<?> schedule(Runnable work, Duration every) {
		ScheduledExecutorService running = this.timer;
		if (running == null) {
			running = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, "gate-load");
				thread.setDaemon(true);
				return thread;
			});
			this.timer = running;
		}
		return running.scheduleAtFixedRate(work, 0, every.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public synchronized void close() {
		if (this.timer != null) {
			this.timer.shutdownNow();
			this.timer = null;
		}
		this.streams.clear();
	}

	/** The load of one gate. */
	private final class Stream {

		private final String key;

		private final HttpRequest candidate;

		private final HttpRequest stable;

		private final double perSecond;

		private final int most;

		private final AtomicInteger waiting = new AtomicInteger();

		private final AtomicLong sent = new AtomicLong();

		private volatile Instant until = Instant.MAX;

		private final ScheduledFuture<?> task;

		Stream(String key, HttpRequest candidate, HttpRequest stable, Wish wish) {
			this.key = key;
			this.candidate = candidate;
			this.stable = stable;
			this.perSecond = wish.perSecond();
			this.most = (int) Math.max(2, wish.perSecond() * WAITING);
			this.task = schedule(this::send, Duration.ofNanos((long) (1e9 / wish.perSecond())));
		}

		private void send() {
			if (OpenLoad.this.clock.instant().isAfter(this.until)) {
				this.task.cancel(false);
				OpenLoad.this.streams.remove(this.key, this);
				return;
			}
			if (this.waiting.get() < this.most) {
				this.waiting.incrementAndGet();
				HttpRequest request = (this.sent.getAndIncrement() % 2 == 0) ? this.candidate : this.stable;
				CompletableFuture<HttpResponse<Void>> answer = OpenLoad.this.http.sendAsync(request,
						HttpResponse.BodyHandlers.discarding());
				// The request's own timeout ends with the headers; this one with the
				// body.
				answer.thenAccept((read) -> {
				}).orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS).whenComplete((read, failed) -> {
					answer.cancel(true);
					this.waiting.decrementAndGet();
				});
			}
		}

	}

}
