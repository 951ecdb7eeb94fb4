package dev.slipway.api.adapter;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One open stream. Events wait in a bounded queue that one thread at a time empties; a
 * client that does not keep up is cut off, comes back and reads the present state anew.
 */
class Subscriber {

	private static final System.Logger log = System.getLogger(Subscriber.class.getName());

	private static final int CAPACITY = 512;

	private final String topic;

	private final BiPredicate<String, String> wanted;

	private final SseEmitter emitter;

	private final Executor executor;

	private final Queue<SseEmitter.SseEventBuilder> queue = new ArrayDeque<>();

	private boolean draining;

	private boolean closed;

	Subscriber(String topic, BiPredicate<String, String> wanted, SseEmitter emitter, Executor executor) {
		this.topic = topic;
		this.wanted = wanted;
		this.emitter = emitter;
		this.executor = executor;
	}

	/** Whether an event on that topic is on or below the one followed, and wanted. */
	boolean follows(String published, String event) {
		boolean below = this.topic.isEmpty() || published.equals(this.topic) || published.startsWith(this.topic + "/");
		return below && this.wanted.test(published, event);
	}

	void offer(SseEmitter.SseEventBuilder event) {
		synchronized (this.queue) {
			if (this.closed) {
				return;
			}
			this.queue.add(event);
			if (this.draining && this.queue.size() <= CAPACITY) {
				return;
			}
			if (this.queue.size() > CAPACITY) {
				this.closed = true;
				this.queue.clear();
			}
			if (this.draining) {
				return;
			}
			this.draining = true;
		}
		this.executor.execute(this::drain);
	}

	void close() {
		synchronized (this.queue) {
			this.closed = true;
			this.queue.clear();
		}
		complete();
	}

	private void drain() {
		for (SseEmitter.SseEventBuilder event = poll(); event != null; event = poll()) {
			try {
				this.emitter.send(event);
			}
			catch (IOException | RuntimeException ex) {
				synchronized (this.queue) {
					this.closed = true;
					this.queue.clear();
				}
			}
		}
	}

	private SseEmitter.@Nullable SseEventBuilder poll() {
		synchronized (this.queue) {
			SseEmitter.SseEventBuilder next = this.queue.poll();
			if (next != null) {
				return next;
			}
			this.draining = false;
			if (!this.closed) {
				return null;
			}
		}
		complete();
		return null;
	}

	/** The reader may be gone, and the server at ending the answer by itself. */
	private void complete() {
		try {
			this.emitter.complete();
		}
		catch (IllegalStateException ex) {
			log.log(System.Logger.Level.DEBUG, "A reader of live events was gone already", ex);
		}
	}

}
