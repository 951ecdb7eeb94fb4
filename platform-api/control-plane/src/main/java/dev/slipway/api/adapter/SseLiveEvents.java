package dev.slipway.api.adapter;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

import dev.slipway.api.LiveEvents;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Live events by server-sent events. A comment every 15 seconds keeps connections open
 * and finds the ones whose client has gone.
 */
class SseLiveEvents implements LiveEvents, SmartLifecycle {

	private static final long HEARTBEAT_SECONDS = 15;

	private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

	private final ExecutorService senders = Executors.newCachedThreadPool((task) -> thread(task, "live-events"));

	private final ScheduledExecutorService heartbeat = Executors
		.newSingleThreadScheduledExecutor((task) -> thread(task, "live-heartbeat"));

	private volatile boolean running;

	@Override
	public void publish(String topic, String event, Object payload) {
		for (Subscriber subscriber : this.subscribers) {
			if (subscriber.follows(topic, event)) {
				subscriber.offer(SseEmitter.event()
					.name(event)
					.data(Map.of("topic", topic, "data", payload), MediaType.APPLICATION_JSON));
			}
		}
	}

	@Override
	public SseEmitter subscribe(String topic, BiPredicate<String, String> wanted) {
		SseEmitter emitter = new SseEmitter(0L);
		Subscriber subscriber = new Subscriber(topic, wanted, emitter, this.senders);
		emitter.onCompletion(() -> this.subscribers.remove(subscriber));
		emitter.onTimeout(() -> this.subscribers.remove(subscriber));
		emitter.onError((error) -> this.subscribers.remove(subscriber));
		this.subscribers.add(subscriber);
		subscriber.offer(SseEmitter.event().comment("following " + topic).reconnectTime(2000));
		return emitter;
	}

	int subscribers() {
		return this.subscribers.size();
	}

	void beat() {
		this.subscribers.forEach((subscriber) -> subscriber.offer(SseEmitter.event().comment("still here")));
	}

	@Override
	public void start() {
		this.running = true;
		this.heartbeat.scheduleWithFixedDelay(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
	}

	/** Ends the streams, which would otherwise hold up the web server's graceful end. */
	@Override
	public void stop() {
		this.running = false;
		this.heartbeat.shutdownNow();
		this.subscribers.forEach(Subscriber::close);
		this.senders.shutdown();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** The last to start and the first to stop. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

	private static Thread thread(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

}
