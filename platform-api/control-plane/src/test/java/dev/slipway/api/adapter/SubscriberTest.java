package dev.slipway.api.adapter;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/** One open stream, whose thread runs when the test says so. */
class SubscriberTest {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final Counted emitter = new Counted();

	private final Subscriber subscriber = new Subscriber("services/orders", (topic, event) -> true, this.emitter,
			this.tasks::add);

	@ParameterizedTest
	@CsvSource({ "services/orders, true", "services/orders/builds/3, true", "services/orders2, false",
			"services, false" })
	void followsItsTopicAndWhatIsBelow(String published, boolean follows) {
		assertThat(this.subscriber.follows(published, "stage")).isEqualTo(follows);
		assertThat(
				new Subscriber("", (topic, event) -> true, this.emitter, this.tasks::add).follows(published, "stage"))
			.isTrue();
	}

	@Test
	void oneThreadAtATimeSendsWhatWaits() {
		offer(3);
		assertThat(this.tasks).hasSize(1);
		run();
		assertThat(this.emitter.sent).isEqualTo(3);
		offer(1);
		run();
		assertThat(this.emitter.sent).isEqualTo(4);
		assertThat(this.emitter.completed).isFalse();
	}

	@Test
	void aClientThatDoesNotKeepUpIsCutOff() {
		offer(600);
		run();
		assertThat(this.emitter.sent).isZero();
		assertThat(this.emitter.completed).isTrue();
		offer(1);
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void aClientThatHasGoneGetsNothingMore() {
		this.emitter.gone = true;
		offer(3);
		run();
		assertThat(this.emitter.sent).isZero();
		assertThat(this.emitter.completed).isTrue();
		offer(1);
		assertThat(this.tasks).isEmpty();
	}

	private void offer(int events) {
		for (int i = 0; i < events; i++) {
			this.subscriber.offer(SseEmitter.event().comment("event " + i));
		}
	}

	private void run() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	private static final class Counted extends SseEmitter {

		private int sent;

		private boolean gone;

		private boolean completed;

		@Override
		public void send(SseEventBuilder builder) throws IOException {
			if (this.gone) {
				throw new IOException("Broken pipe");
			}
			this.sent++;
		}

		@Override
		public void complete() {
			this.completed = true;
		}

	}

}
