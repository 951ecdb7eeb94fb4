package dev.slipway.notification.adapter;

import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Seals at the start what older versions kept in the clear, or what was sealed with an
 * older key, and forgets old deliveries every hour.
 */
final class Housekeeping implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

	private static final long PATIENCE_SECONDS = 10;

	private final JdbcChannelStore channels;

	private final OldDeliveries old;

	private final NotificationSettings settings;

	private final Clock clock;

	private @Nullable ScheduledExecutorService timer;

	Housekeeping(JdbcChannelStore channels, OldDeliveries old, NotificationSettings settings, Clock clock) {
		this.channels = channels;
		this.old = old;
		this.settings = settings;
		this.clock = clock;
	}

	@Override
	public synchronized void start() {
		if (this.timer != null) {
			return;
		}
		this.channels.seal()
			.forEach((name) -> log
				.error("Notifications to {} wait: its address is sealed with a key that this platform "
						+ "does not have. Add the key to slipway.secrets.keys or to the file secret-keys in the state "
						+ "directory, or give the channel its address and key anew", name));
		ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor((work) -> {
			Thread thread = new Thread(work, "notification-housekeeping");
			thread.setDaemon(true);
			return thread;
		});
		fresh.scheduleWithFixedDelay(this::forget, 1, 60, TimeUnit.MINUTES);
		this.timer = fresh;
	}

	private void forget() {
		try {
			this.old.forget(this.clock.instant().minus(this.settings.keepFor()), this.settings.keepNewest());
		}
		catch (RuntimeException ex) {
			log.warn("Old notifications could not be forgotten; the next try follows in an hour", ex);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.timer != null) {
			// Not interrupted: an interrupt in the middle of a write closes an H2
			// database.
			this.timer.shutdown();
			try {
				this.timer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.timer = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.timer != null;
	}

	/** Before the web server and what drives deliveries. */
	@Override
	public int getPhase() {
		return 0;
	}

}
