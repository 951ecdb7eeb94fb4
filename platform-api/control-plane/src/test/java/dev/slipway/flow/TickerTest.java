package dev.slipway.flow;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.slipway.flow.Traffic.Moving;
import dev.slipway.flow.adapter.FlowStoreAccess;
import dev.slipway.test.Databases;
import dev.slipway.test.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What one run of the loop reads and writes. */
class TickerTest {

	private final SettableClock clock = new SettableClock();

	private final FlowStore store = FlowStoreAccess.store(Databases.memory());

	private final Flows flows = FlowStoreAccess.flows(this.store, this.clock);

	private final List<String> calls = new ArrayList<>();

	private final Road road = new Road();

	private final Traffic kind = new Traffic(this.road);

	private final Ticker ticker = new Ticker(recorded(this.store), FlowStoreAccess.codec(),
			Map.of("traffic", this.kind), "one", DriverSettings.defaults(), this.clock);

	private final FlowKey key = new FlowKey("traffic", "a");

	@Test
	void anUnchangedTickWritesNothingButTheDueTime() {
		this.flows.start(this.kind, "a", new Moving(50), "started");
		assertThat(this.ticker.run(this.key)).contains(this.clock.instant().plusSeconds(1));
		assertThat(this.calls).containsExactly("claim", "load", "sleep");
		assertThat(this.store.history(this.key)).hasSize(1);
		assertThat(this.store.find(this.key)).map(StoredFlow::version).contains(1L);
	}

	@Test
	void changesAreTickedAgainAtOnceUnderTheSameLease() {
		this.road.shown = 100;
		this.flows.start(this.kind, "a", new Moving(50), "started");
		assertThat(this.ticker.run(this.key)).isEmpty();
		assertThat(this.calls).containsExactly("claim", "load", "save", "load", "save", "sleep");
		assertThat(this.store.history(this.key)).extracting(Transition::state, Transition::reason)
			.containsExactly(org.assertj.core.groups.Tuple.tuple("Moving", "started"),
					org.assertj.core.groups.Tuple.tuple("Moving", "half of the traffic moved"),
					org.assertj.core.groups.Tuple.tuple("Done", "all traffic moved"));
		assertThat(this.flows.find(this.kind, "a")).hasValueSatisfying((view) -> assertThat(view.ended()).isTrue());
	}

	@Test
	void doesNothingBeforeItIsDue() {
		this.flows.start(this.kind, "a", new Moving(50), "started");
		this.ticker.run(this.key);
		this.calls.clear();
		assertThat(this.ticker.run(this.key)).isEmpty();
		assertThat(this.calls).containsExactly("claim");
	}

	@Test
	void anExceptionLeavesTheStateAndBacksOffLongerEachTime() {
		this.flows.start(this.kind, "a", new Moving(50), "started");
		this.road.broken = true;
		List<Duration> waits = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			Instant retryAt = this.ticker.run(this.key).orElseThrow();
			waits.add(Duration.between(this.clock.instant(), retryAt));
			this.clock.advanceTo(retryAt);
		}
		assertThat(waits).startsWith(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1))
			.endsWith(Duration.ofSeconds(15));
		FlowView<Traffic.State> view = this.flows.find(this.kind, "a").orElseThrow();
		assertThat(view.state()).isEqualTo(new Moving(50));
		assertThat(view.trouble()).isNotNull().satisfies((trouble) -> {
			assertThat(trouble.failures()).isEqualTo(8);
			assertThat(trouble.message()).isEqualTo("the road is closed");
		});
		this.road.broken = false;
		this.ticker.run(this.key);
		assertThat(this.flows.find(this.kind, "a").orElseThrow().trouble()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "0, 250", "30, 30000", "3600, 300000" })
	void waitsAsLongAsItIsAskedToWithinBounds(int asked, int millis) {
		this.flows.start(this.kind, "a", new Moving(50), "started");
		this.road.broken = true;
		this.road.asked = Duration.ofSeconds(asked);
		Instant retryAt = this.ticker.run(this.key).orElseThrow();
		assertThat(retryAt).isEqualTo(this.clock.instant().plusMillis(millis));
		String told = Objects.requireNonNull(this.flows.find(this.kind, "a").orElseThrow().trouble()).message();
		assertThat(told.contains("after " + millis / 1000 + " s, as it was asked to")).isEqualTo(asked > 0);
		this.flows.wake("traffic", "a");
		assertThat(this.ticker.run(this.key)).as("an event does not shorten it").isEmpty();
		assertThat(this.store.find(this.key).orElseThrow().failures()).isOne();
	}

	@Test
	void anEndedFlowIsOnlyWokenByADesire() {
		this.road.shown = 100;
		this.flows.start(this.kind, "a", new Moving(100), "started");
		this.ticker.run(this.key);
		this.flows.wake("traffic", "a");
		assertThat(this.ticker.run(this.key)).isEmpty();
		this.flows.desire("traffic", "a", "abort", "sam");
		this.ticker.run(this.key);
		FlowView<Traffic.State> view = this.flows.find(this.kind, "a").orElseThrow();
		assertThat(view.state()).isEqualTo(new Traffic.Reverting());
		assertThat(view.ended()).isFalse();
		assertThat(this.road.written).isZero();
	}

	private FlowStore recorded(FlowStore real) {
		return (FlowStore) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { FlowStore.class },
				(proxy, method, arguments) -> {
					this.calls.add(method.getName());
					return method.invoke(real, arguments);
				});
	}

	private static final class Road implements Traffic.Road {

		private int shown;

		private int written;

		private boolean broken;

		private Duration asked = Duration.ZERO;

		@Override
		public int weight() {
			if (this.broken) {
				throw new IllegalStateException("the road is closed",
						this.asked.isZero() ? null : new Busy(this.asked));
			}
			return this.shown;
		}

		@Override
		public void write(long epoch, int percent) {
			this.written = percent;
		}

	}

	private static final class Busy extends RuntimeException implements RetryAfter.Asked {

		private static final long serialVersionUID = 1L;

		private final Duration wait;

		Busy(Duration wait) {
			this.wait = wait;
		}

		@Override
		public Duration retryAfter() {
			return this.wait;
		}

	}

}
