package dev.slipway.observability.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.slipway.observability.StoreUnavailable;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a store that is down or slow from holding up those who ask: only so many
 * questions at once, and none for ten seconds when half of the last ten, or of the first
 * four, had no answer. Then two are tried, and when they are answered all is as before. A
 * question that the store refuses is an answer; one that is answered with too much, or
 * that the asker gives up, says nothing of the store.
 */
public final class Guard {

	private static final int WINDOW = 10;

	private static final int FEWEST = 4;

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private static final int TRIALS = 2;

	private final StoreAddress store;

	private final Bulkhead bulkhead;

	private final CircuitBreaker breaker;

	private final Clock clock;

	private volatile @Nullable Failure last;

	/**
	 * Creates one.
	 * @param concurrency so many questions at once
	 */
	public Guard(StoreAddress store, int concurrency, Clock clock) {
		this.store = store;
		this.clock = clock;
		this.bulkhead = Bulkhead.of(store.properties(),
				BulkheadConfig.custom().maxConcurrentCalls(concurrency).maxWaitDuration(store.timeout()).build());
		this.breaker = CircuitBreaker.of(store.properties(),
				CircuitBreakerConfig.custom()
					.slidingWindowSize(WINDOW)
					.minimumNumberOfCalls(FEWEST)
					.failureRateThreshold(50)
					.waitDurationInOpenState(PAUSE)
					.permittedNumberOfCallsInHalfOpenState(TRIALS)
					.recordException((failure) -> failure instanceof StoreUnavailable)
					.ignoreException(Guard::isOfTheAsker)
					.clock(clock)
					.currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
					.build());
	}

	/**
	 * Asks, if it may be asked now.
	 * @throws StoreUnavailable when there is no answer
	 */
	public <T> T ask(Supplier<T> question) {
		try {
			return this.bulkhead.executeSupplier(() -> this.breaker.executeSupplier(question));
		}
		catch (CallNotPermittedException ex) {
			Failure failure = this.last;
			throw this.store.unavailable(this.store.name() + " is not asked for " + PAUSE.toSeconds() + " s because"
					+ ((failure != null) ? " of this: " + failure.message() : " it did not answer"), ex);
		}
		catch (BulkheadFullException ex) {
			throw this.store.unavailable("Too many questions to " + this.store.name() + " wait for their answer ("
					+ this.store.property("concurrency") + ")", ex);
		}
		catch (StoreUnavailable ex) {
			if (!(ex.getCause() instanceof InterruptedException)) {
				failed(ex);
			}
			throw ex;
		}
	}

	private static boolean isOfTheAsker(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof BoundedBody.TooLarge || cause instanceof InterruptedException) {
				return true;
			}
		}
		return false;
	}

	/** Remembers a failure that shows only when the answer is read. */
	public void failed(StoreUnavailable failure) {
		this.last = new Failure(String.valueOf(failure.getMessage()), this.clock.instant());
	}

	/** What went wrong last; null when nothing has. */
	public @Nullable Failure last() {
		return this.last;
	}

	/** The one that was later; null when there is none. */
	public static @Nullable Failure later(@Nullable Failure one, @Nullable Failure other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return one.at().isBefore(other.at()) ? other : one;
	}

	/** Whether questions are held back. */
	public boolean isOpen() {
		return this.breaker.getState() == CircuitBreaker.State.OPEN;
	}

	/**
	 * A failure.
	 *
	 * @param message what went wrong
	 * @param at when
	 */
	public record Failure(String message, Instant at) {
	}

}
