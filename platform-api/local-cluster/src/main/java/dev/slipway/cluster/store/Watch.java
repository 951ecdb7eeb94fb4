package dev.slipway.cluster.store;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * An open watch: a queue that the store fills without ever waiting. A reader that leaves
 * more than {@value #CAPACITY} events unread is overrun: it must list again.
 */
public final class Watch implements AutoCloseable {

	static final int CAPACITY = 20_000;

	private final LinkedBlockingQueue<WatchEvent> queue = new LinkedBlockingQueue<>();

	private final @Nullable String namespace;

	private final Consumer<Watch> onClose;

	private final AtomicBoolean draining = new AtomicBoolean();

	private volatile boolean closed;

	private volatile boolean overrun;

	private volatile Runnable signal = () -> {
	};

	Watch(@Nullable String namespace, Consumer<Watch> onClose) {
		this.namespace = namespace;
		this.onClose = onClose;
	}

	/** Called by the store under its lock. */
	boolean offer(WatchEvent event) {
		if (this.closed || (this.namespace != null && !this.namespace.equals(event.key().namespace()))) {
			return false;
		}
		if (this.queue.size() >= CAPACITY) {
			this.overrun = true;
			this.closed = true;
			this.queue.clear();
		}
		else {
			this.queue.add(event);
		}
		return true;
	}

	/** Called by the store after its lock. */
	void signal() {
		this.signal.run();
	}

	/** The next event, or null when there is none now. */
	public @Nullable WatchEvent poll() {
		return this.queue.poll();
	}

	/** The next event, or null when none comes in time. */
	public @Nullable WatchEvent poll(Duration timeout) throws InterruptedException {
		return this.queue.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Calls back after each change; the callback must not block. */
	public void onReady(Runnable callback) {
		this.signal = callback;
		callback.run();
	}

	/** Whether the reader was too slow and lost events. */
	public boolean overrun() {
		return this.overrun;
	}

	/** Whether no more events come. */
	public boolean closed() {
		return this.closed;
	}

	void deliverTo(Executor executor, Consumer<WatchEvent> listener, Runnable whenOverrun) {
		onReady(() -> {
			if (this.overrun) {
				executor.execute(whenOverrun);
			}
			else if (!this.queue.isEmpty() && this.draining.compareAndSet(false, true)) {
				executor.execute(() -> drain(executor, listener));
			}
		});
	}

	private void drain(Executor executor, Consumer<WatchEvent> listener) {
		try {
			for (WatchEvent event = poll(); event != null && !this.closed; event = poll()) {
				listener.accept(event);
			}
		}
		finally {
			this.draining.set(false);
		}
		if (!this.queue.isEmpty() && !this.closed && this.draining.compareAndSet(false, true)) {
			executor.execute(() -> drain(executor, listener));
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.onClose.accept(this);
	}

}
