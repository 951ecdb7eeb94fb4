package dev.slipway.pipeline.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Places of builds, and how many may wait without one. */
class SlotsTest {

	private final Slots slots = new Slots(1, 1, (task) -> {
		Thread thread = new Thread(task, "slots test");
		thread.setDaemon(true);
		return thread;
	});

	private final CountDownLatch end = new CountDownLatch(1);

	private final List<String> begun = Collections.synchronizedList(new ArrayList<>());

	@AfterEach
	void close() throws InterruptedException {
		this.end.countDown();
		this.slots.close(10_000);
	}

	private void submit(String name) {
		this.slots.submit(() -> {
			this.begun.add(name);
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

	private void awaitBegun(String... names) {
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> this.begun.equals(List.of(names)));
	}

	@Test
	void soManyMayWaitAndOneMoreKeepsItsPlace() {
		submit("a");
		submit("b");
		submit("c");
		awaitBegun("a");
		assertThat(this.slots.rest()).isTrue();
		awaitBegun("a", "b");
		assertThat(this.slots.rest()).isFalse();
		this.slots.work();
		assertThat(this.slots.rest()).isTrue();
		assertThat(this.slots.rest()).isFalse();
		assertThat(this.begun).containsExactly("a", "b");
	}

}
