package dev.slipway.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * What can be interrupted as a whole: the build, the body of a time-out, a parallel
 * branch. An interruption is thrown once in each scope, so that {@code finally} blocks
 * may still run steps, as in Jenkins.
 */
final class Scope implements AutoCloseable {

	private final @Nullable Scope parent;

	private final List<Runnable> listeners = new ArrayList<>();

	private final Runnable inherit;

	private @Nullable FlowInterruptedException reason;

	private boolean delivered;

	Scope(@Nullable Scope parent) {
		this.parent = parent;
		this.inherit = () -> cancel(inherited());
		if (parent != null) {
			parent.onCancel(this.inherit);
		}
	}

	private FlowInterruptedException inherited() {
		FlowInterruptedException given = (this.parent != null) ? this.parent.reason() : null;
		return (given != null) ? given : new FlowInterruptedException("Interrupted");
	}

	synchronized @Nullable FlowInterruptedException reason() {
		return this.reason;
	}

	/** Interrupts everything in this scope; the first reason stays. */
	void cancel(FlowInterruptedException why) {
		List<Runnable> told;
		synchronized (this) {
			if (this.reason != null) {
				return;
			}
			this.reason = why;
			told = List.copyOf(this.listeners);
			notifyAll();
		}
		told.forEach(Runnable::run);
	}

	/** Runs this when the scope is interrupted, at once when it is already. */
	void onCancel(Runnable listener) {
		synchronized (this) {
			this.listeners.add(listener);
			if (this.reason == null || this.delivered) {
				return;
			}
		}
		listener.run();
	}

	synchronized void remove(Runnable listener) {
		this.listeners.remove(listener);
	}

	/** Throws the interruption, unless it was thrown here before. */
	synchronized void check() {
		FlowInterruptedException why = this.reason;
		if (why != null && !this.delivered) {
			this.delivered = true;
			throw why;
		}
	}

	/** Sleeps, or throws the interruption. */
	synchronized void sleep(long millis) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		check();
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
			check();
		}
	}

	/** Leaves the scope; what was thrown in it is not thrown again by its parent. */
	@Override
	public void close() {
		Scope outer = this.parent;
		if (outer == null) {
			return;
		}
		outer.remove(this.inherit);
		FlowInterruptedException mine = reason();
		synchronized (outer) {
			if (mine != null && wasDelivered() && outer.reason == mine) {
				outer.delivered = true;
			}
		}
	}

	private synchronized boolean wasDelivered() {
		return this.delivered;
	}

}
