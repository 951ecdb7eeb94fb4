package dev.slipway.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Drives the flows of the registered kinds: local wake-ups first, the clock and what
 * other instances woke by polling second. Idle, it costs one indexed query a poll. It
 * never interrupts a tick: an interrupt in the middle of a write closes an H2 file.
 */
public final class FlowDriver implements AutoCloseable {

	private static final System.Logger log = System.getLogger(FlowDriver.class.getName());

	/**
	 * So many due flows wait for each worker at most: 8 workers get through 640 a second
	 * with a poll each 200 ms.
	 */
	private static final int WAITING = 16;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final FlowStore store;

	private final Set<String> kinds;

	private final DriverSettings settings;

	private final Clock clock;

	private final Ticker ticker;

	private final ScheduledExecutorService timer;

	private final ScheduledExecutorService heart;

	private final ThreadPoolExecutor workers;

	/** Flows that wait for a worker or tick; true when they were woken meanwhile. */
	private final Map<FlowKey, Boolean> active = new ConcurrentHashMap<>();

	/** Flows that tick when their coalescing time is over; true when woken once more. */
	private final Map<FlowKey, Boolean> nudged = new ConcurrentHashMap<>();

	private volatile boolean pollFails;

	public FlowDriver(FlowStore store, StateCodec codec, Collection<? extends FlowKind<?, ?, ?>> kinds,
			DriverSettings settings, Clock clock) {
		Map<String, FlowKind<?, ?, ?>> byName = kinds.stream()
			.collect(Collectors.toMap(FlowKind::name, Function.identity()));
		this.store = store;
		this.kinds = byName.keySet();
		this.settings = settings;
		this.clock = clock;
		this.ticker = new Ticker(store, codec, byName, UUID.randomUUID().toString(), settings, clock);
		this.timer = Executors.newSingleThreadScheduledExecutor(WorkerThreads.platform("slipway-flow-timer"));
		this.heart = Executors.newSingleThreadScheduledExecutor(WorkerThreads.platform("slipway-flow-heart"));
		this.workers = new ThreadPoolExecutor(settings.workers(), settings.workers(), 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), WorkerThreads.best("slipway-flow"));
		this.workers.allowCoreThreadTimeOut(true);
	}

	/** Takes up the flows that are due, and from now on every one that becomes due. */
	public void start() {
		long poll = this.settings.poll().toMillis();
		long beat = this.settings.lease().toMillis() / 4;
		this.timer.scheduleWithFixedDelay(this::poll, 0, poll, TimeUnit.MILLISECONDS);
		this.heart.scheduleAtFixedRate(this::heartbeat, beat, beat, TimeUnit.MILLISECONDS);
	}

	/**
	 * Gathers a wake-up with one that was written a moment ago and has not been ticked;
	 * it is written then, as another instance may be ticking.
	 * @return false when there is none, so the caller has to write it and {@link #nudge}
	 */
	public boolean coalesce(FlowKey key) {
		return this.nudged.computeIfPresent(key, (same, more) -> true) != null;
	}

	/** Ticks a flow soon, if it is due. The wake-up must have been committed before. */
	public void nudge(FlowKey key) {
		if (!this.kinds.contains(key.kind()) || this.nudged.putIfAbsent(key, false) != null) {
			return;
		}
		try {
			this.timer.schedule(() -> nudgeNow(key), this.settings.coalesce().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			this.nudged.remove(key); // closed: another instance, or the next start, polls
										// it
		}
	}

	/**
	 * Ticks a flow soon, due or not, unless it backs off: something that it looks at
	 * changed. Nothing is written, and it is lost with this driver.
	 */
	public void hint(FlowKey key) {
		this.ticker.hint(key);
		nudge(key);
	}

	/** Starts no new tick and waits a little for those that run. */
	@Override
	public void close() {
		this.timer.shutdownNow();
		this.workers.getQueue().clear();
		this.workers.shutdown();
		try {
			if (!this.workers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				log.log(System.Logger.Level.WARNING,
						"Flows still tick at shutdown, their leases run out by themselves: {0}", this.active.keySet());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.heart.shutdown();
	}

	private void nudgeNow(FlowKey key) {
		try {
			if (Boolean.TRUE.equals(this.nudged.remove(key))) {
				this.store.wake(key, this.clock.instant());
			}
		}
		catch (RuntimeException ex) {
			log.log(System.Logger.Level.WARNING, "Cannot write a wake-up of " + key, ex);
		}
		submit(key);
	}

	private void poll() {
		try {
			int room = this.settings.workers() * WAITING - this.active.size();
			if (room > 0) {
				this.store.due(this.kinds, this.clock.instant(), room).forEach(this::submit);
			}
			this.pollFails = false;
		}
		catch (RuntimeException ex) {
			if (!this.pollFails) {
				log.log(System.Logger.Level.WARNING, "Cannot look for due flows, goes on trying", ex);
			}
			this.pollFails = true;
		}
	}

	private void heartbeat() {
		try {
			this.ticker.heartbeat();
		}
		catch (RuntimeException ex) {
			log.log(System.Logger.Level.WARNING, "Cannot renew the leases of flows, goes on trying", ex);
		}
	}

	private void submit(FlowKey key) {
		boolean woken = this.active.merge(key, false, (before, now) -> true);
		if (!woken) {
			try {
				this.workers.execute(() -> work(key));
			}
			catch (RejectedExecutionException ex) {
				this.active.remove(key);
			}
		}
	}

	private void work(FlowKey key) {
		try {
			this.ticker.run(key).ifPresent((dueAt) -> tickAt(key, dueAt));
		}
		catch (RuntimeException | Error ex) {
			log.log(System.Logger.Level.ERROR, "Flow " + key + " stopped, it goes on when its lease has run out", ex);
		}
		finally {
			if (!this.active.remove(key, false)) {
				this.active.remove(key);
				submit(key);
			}
		}
	}

	/** Sooner than the next poll needs an alarm of its own. */
	private void tickAt(FlowKey key, Instant dueAt) {
		Duration wait = Duration.between(this.clock.instant(), dueAt);
		if (wait.compareTo(this.settings.poll()) < 0 && !this.timer.isShutdown()) {
			try {
				this.timer.schedule(() -> submit(key), Math.max(wait.toMillis() + 1, 0), TimeUnit.MILLISECONDS);
			}
			catch (RejectedExecutionException ex) {
				log.log(System.Logger.Level.DEBUG, "Closed before the next tick of {0}", key);
			}
		}
	}

}
