package dev.slipway.pipeline.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The time that a build waits for a person is not the time that it works. */
class BuildLimitsTest {

	private final List<Duration> alarms = new ArrayList<>();

	private final Timer timer = new Timer();

	private Duration now = Duration.ZERO;

	private final BuildLimits limits = new BuildLimits(this.timer, () -> this.now.toNanos(), Duration.ofMinutes(20),
			Duration.ofHours(24), (outcome) -> {
			});

	@AfterEach
	void close() {
		this.timer.shutdownNow();
	}

	@Test
	void waitingStopsTheClockOfWork() {
		this.limits.work();
		this.now = Duration.ofMinutes(5);
		this.limits.rest();
		this.now = Duration.ofHours(20);
		this.limits.work();
		this.now = this.now.plusMinutes(10);
		this.limits.rest();
		this.limits.rest();
		this.now = this.now.plusHours(23);
		this.limits.work();
		assertThat(this.alarms).containsExactly(Duration.ofMinutes(20), Duration.ofHours(24), Duration.ofMinutes(15),
				Duration.ofHours(24), Duration.ofMinutes(5));
	}

	private final class Timer extends ScheduledThreadPoolExecutor {

		Timer() {
			super(1);
		}

		@Override
		public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
			BuildLimitsTest.this.alarms.add(Duration.ofNanos(unit.toNanos(delay)));
			return super.schedule(command, 1, TimeUnit.DAYS);
		}

	}

}
