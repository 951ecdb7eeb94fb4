package dev.slipway.rollout.adapter;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How long a watch that stands and says nothing is believed. */
@NullUnmarked
class WatchHealthTest {

	private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

	private final WatchHealth health = new WatchHealth();

	private String version = "1";

	/** It stands, as one does whose other end went without a word. */
	private final SharedIndexInformer<?> watch = (SharedIndexInformer<?>) Proxy.newProxyInstance(
			getClass().getClassLoader(), new Class<?>[] { SharedIndexInformer.class },
			(self, method, arguments) -> method.getName().equals("lastSyncResourceVersion") ? this.version : true);

	@Test
	void aBookmarkEachMinuteKeepsItAlive() {
		this.health.opened(START);
		for (int minute = 1; minute < 10; minute++) {
			Instant now = START.plusSeconds(62 * minute);
			assertThat(this.health.believable(this.watch, now) || minute == 1).isTrue();
			this.version = String.valueOf(minute + 1);
			assertThat(this.health.trouble(this.watch, now)).isNull();
			assertThat(this.health.quiet(this.watch, now.plusSeconds(5))).isFalse();
			assertThat(this.health.quiet(this.watch, now.plusSeconds(6))).isTrue();
		}
	}

	@Test
	void oneThatIsSilentIsBelievedShorterThanAReleaseMayTake() {
		this.health.opened(START);
		assertThat(this.health.trouble(this.watch, START)).isNull();
		assertThat(this.health.believable(this.watch, START.plusSeconds(70))).isTrue();
		assertThat(this.health.trouble(this.watch, START.plusSeconds(76))).isEqualTo(WatchHealth.SILENT);
		assertThat(this.health.believable(this.watch, START.plusSeconds(81))).isFalse();
		assertThat(WatchHealth.SILENCE).isLessThan(Duration.ofSeconds(120));
	}

}
