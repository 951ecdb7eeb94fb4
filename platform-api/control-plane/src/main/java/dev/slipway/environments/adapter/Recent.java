package dev.slipway.environments.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Answers of clusters that are looked up at most once at a time and kept for a while. Who
 * asks waits only so long: a cluster behind a silent firewall holds up nobody.
 *
 * @param <T> an answer
 */
final class Recent<T> implements AutoCloseable {

	private final Function<String, T> look;

	private final Function<T, Duration> fresh;

	private final BiFunction<String, Duration, T> late;

	private final Duration patience;

	private final Clock clock;

	private final Map<String, Look<T>> looks = new HashMap<>();

	private final ExecutorService threads = Executors.newCachedThreadPool((work) -> {
		Thread thread = new Thread(work, "cluster-check");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * @param look finds an answer; does not throw
	 * @param fresh how long an answer is kept
	 * @param late what is answered when the look takes too long
	 * @param patience how long who asks waits
	 */
	Recent(Function<String, T> look, Function<T, Duration> fresh, BiFunction<String, Duration, T> late,
			Duration patience, Clock clock) {
		this.look = look;
		this.fresh = fresh;
		this.late = late;
		this.patience = patience;
		this.clock = clock;
	}

	T of(String cluster) {
		try {
			return started(cluster).answer().get(this.patience.toMillis(), TimeUnit.MILLISECONDS).value();
		}
		catch (TimeoutException ex) {
			return this.late.apply(cluster, this.patience);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return this.late.apply(cluster, Duration.ZERO);
		}
	}

	private synchronized Look<T> started(String cluster) {
		Look<T> known = this.looks.get(cluster);
		if (known != null && !stale(known)) {
			return known;
		}
		Look<T> made = new Look<>(CompletableFuture
			.supplyAsync(() -> new Answer<>(this.look.apply(cluster), this.clock.instant()), this.threads));
		this.looks.put(cluster, made);
		return made;
	}

	private boolean stale(Look<T> known) {
		if (!known.answer().isDone()) {
			return false;
		}
		@Nullable Answer<T> answer = known.answer().isCompletedExceptionally() ? null : known.answer().join();
		return answer == null || this.clock.instant().isAfter(answer.at().plus(this.fresh.apply(answer.value())));
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	private record Look<T>(CompletableFuture<Answer<T>> answer) {
	}

	private record Answer<T>(T value, Instant at) {
	}

}
