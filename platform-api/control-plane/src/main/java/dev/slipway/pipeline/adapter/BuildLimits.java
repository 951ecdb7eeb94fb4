package dev.slipway.pipeline.adapter;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The time limits of one build: one for all the time that it works, another for each time
 * that it does nothing but wait for a person or for another build's lock.
 */
final class BuildLimits {

	private final ScheduledExecutorService timer;

	private final LongSupplier nanos;

	private final Consumer<Outcome> abort;

	private final Duration working;

	private final Duration waiting;

	private long leftNanos;

	private long since;

	private boolean idle;

	private @Nullable Future<?> alarm;

	BuildLimits(ScheduledExecutorService timer, LongSupplier nanos, Duration working, Duration waiting,
			Consumer<Outcome> abort) {
		this.timer = timer;
		this.nanos = nanos;
		this.working = working;
		this.waiting = waiting;
		this.abort = abort;
		this.leftNanos = working.toNanos();
	}

	/** The build begins, or works again. */
	synchronized void work() {
		this.idle = false;
		this.since = this.nanos.getAsLong();
		set(this.leftNanos, RunnerTexts.timeLimit(this.working));
	}

	/** The build only waits. */
	synchronized void rest() {
		if (!this.idle) {
			this.idle = true;
			this.leftNanos = Math.max(0, this.leftNanos - (this.nanos.getAsLong() - this.since));
			set(this.waiting.toNanos(), RunnerTexts.inputTimeLimit(this.waiting));
		}
	}

	private void set(long nanos, Outcome outcome) {
		stop();
		this.alarm = this.timer.schedule(() -> this.abort.accept(outcome), nanos, TimeUnit.NANOSECONDS);
	}

	/** The build has ended. */
	synchronized void stop() {
		Future<?> before = this.alarm;
		if (before != null) {
			before.cancel(false);
		}
	}

}
