package dev.slipway.telemetry.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.slipway.api.Problem;
import dev.slipway.observability.StoreUnavailable;
import dev.slipway.observability.logs.LogHit;
import dev.slipway.observability.logs.LogTail;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Hands live logs on to those who follow them. With nobody following nothing runs. An
 * event {@code line} has a record as the search gives it; a comment now and then keeps
 * the connection.
 */
@Component
class LogTails {

	private static final Logger logger = LoggerFactory.getLogger(LogTails.class);

	private static final int MAX_OPEN = 100;

	private static final Duration POLL = Duration.ofMillis(400);

	private static final int POLLS_PER_COMMENT = 30;

	private final Set<Follower> open = ConcurrentHashMap.newKeySet();

	private final ScheduledThreadPoolExecutor timer;

	LogTails() {
		this.timer = new ScheduledThreadPoolExecutor(2, (task) -> {
			Thread thread = new Thread(task, "log-tails");
			thread.setDaemon(true);
			return thread;
		});
		this.timer.setKeepAliveTime(30, TimeUnit.SECONDS);
		this.timer.allowCoreThreadTimeOut(true);
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
	}

	SseEmitter open(LogTail tail) {
		if (this.open.size() >= MAX_OPEN) {
			throw new Problem(HttpStatus.SERVICE_UNAVAILABLE, MAX_OPEN + " live logs are open already")
				.remedy("Close one, or try again later");
		}
		Follower follower = new Follower(tail);
		this.open.add(follower);
		follower.begin();
		return follower.emitter;
	}

	int followers() {
		return this.open.size();
	}

	@PreDestroy
	void close() {
		this.open.forEach(Follower::end);
		this.timer.shutdown();
	}

	/** One who follows. */
	private final class Follower {

		private final LogTail tail;

		private final SseEmitter emitter = new SseEmitter(0L);

		private volatile @Nullable ScheduledFuture<?> polling;

		private int quiet;

		Follower(LogTail tail) {
			this.tail = tail;
		}

		void begin() {
			this.emitter.onCompletion(this::end);
			this.emitter.onTimeout(this::end);
			this.emitter.onError((failure) -> end());
			this.polling = LogTails.this.timer.scheduleWithFixedDelay(this::poll, 0, POLL.toMillis(),
					TimeUnit.MILLISECONDS);
		}

		private void poll() {
			try {
				for (LogHit hit : this.tail.poll()) {
					this.quiet = 0;
					this.emitter.send(SseEmitter.event()
						.name("line")
						.id(hit.id())
						.data(LogAnswer.Item.of(hit), MediaType.APPLICATION_JSON));
				}
				if (this.quiet++ % POLLS_PER_COMMENT == 0) {
					this.emitter.send(SseEmitter.event().comment("following"));
				}
			}
			catch (IOException | IllegalStateException ex) {
				logger.debug("A follower left: {}", ex.toString());
				end();
			}
			catch (StoreUnavailable ex) {
				waiting();
			}
			catch (RuntimeException ex) {
				logger.warn("A live log broke off", ex);
				this.emitter.completeWithError(ex);
				end();
			}
		}

		/** The store is asked again; the connection is kept. */
		private void waiting() {
			try {
				if (this.quiet++ % POLLS_PER_COMMENT == 0) {
					this.emitter.send(SseEmitter.event().comment("waiting for the log store"));
				}
			}
			catch (IOException | IllegalStateException ex) {
				logger.debug("A follower left: {}", ex.toString());
				end();
			}
		}

		void end() {
			LogTails.this.open.remove(this);
			ScheduledFuture<?> current = this.polling;
			if (current != null) {
				current.cancel(false);
			}
		}

	}

}
