package dev.slipway.jenkins.adapter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.slipway.jenkins.Follower;
import org.jspecify.annotations.Nullable;

/** Has the follower look, in one thread, when it wants to or is woken. */
final class FollowerLoop implements AutoCloseable {

	private static final Logger logger = System.getLogger(FollowerLoop.class.getName());

	private static final long LONGEST_MILLIS = 2_000;

	private static final long LONGEST_CLOSE_MILLIS = 5_000;

	private final Follower follower;

	private final Leader leader;

	private final Clock clock;

	private final Object monitor = new Object();

	private boolean woken;

	private boolean closed;

	private @Nullable Thread thread;

	FollowerLoop(Follower follower, Leader leader, Clock clock) {
		this.follower = follower;
		this.leader = leader;
		this.clock = clock;
	}

	void start() {
		this.follower.resume();
		this.follower.wakes(this::wake);
		Thread made = new Thread(this::run, "jenkins builds");
		made.setDaemon(true);
		this.thread = made;
		made.start();
	}

	/** Something is to be done at once. */
	void wake() {
		synchronized (this.monitor) {
			this.woken = true;
			this.monitor.notifyAll();
		}
	}

	private void run() {
		try {
			while (await(look())) {
				// again
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		try {
			Thread.interrupted();
			this.leader.resign();
		}
		catch (RuntimeException ex) {
			logger.log(Level.DEBUG, "The lease ends by itself", ex);
		}
	}

	private Instant look() {
		try {
			return this.leader.leads() ? this.follower.tick() : this.clock.instant().plusSeconds(2);
		}
		catch (RuntimeException ex) {
			logger.log(Level.ERROR, "Builds on Jenkins cannot be followed just now", ex);
			return this.clock.instant().plusSeconds(2);
		}
	}

	private boolean await(Instant until) throws InterruptedException {
		long millis = Duration.between(this.clock.instant(), until).toMillis();
		synchronized (this.monitor) {
			if (!this.woken && !this.closed) {
				this.monitor.wait(Math.max(20, Math.min(LONGEST_MILLIS, millis)));
			}
			this.woken = false;
			return !this.closed;
		}
	}

	/**
	 * Waits some seconds for the round that is under way and leaves the rest to the
	 * lease: an interrupt would close the file of the database.
	 */
	@Override
	public void close() {
		synchronized (this.monitor) {
			this.closed = true;
			this.monitor.notifyAll();
		}
		Thread running = this.thread;
		try {
			if (running != null) {
				running.join(LONGEST_CLOSE_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
