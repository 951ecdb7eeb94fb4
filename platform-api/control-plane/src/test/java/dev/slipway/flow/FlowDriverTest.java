package dev.slipway.flow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import dev.slipway.flow.adapter.FlowStoreAccess;
import dev.slipway.test.Databases;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The driver's threads, on every database. */
@ParameterizedClass
@EnumSource(Databases.class)
class FlowDriverTest {

	private static final DriverSettings QUICK = leasing(Duration.ofMillis(600));

	private final Clock clock = Clock.systemUTC();

	private final FlowStore store;

	private final List<FlowDriver> drivers = new ArrayList<>();

	FlowDriverTest(Databases database) {
		DataSource dataSource = database.shared();
		Databases.client(dataSource).sql("DELETE FROM flow").update();
		Databases.client(dataSource).sql("DELETE FROM flow_history").update();
		this.store = FlowStoreAccess.store(dataSource);
	}

	@AfterEach
	void close() {
		this.drivers.forEach(FlowDriver::close);
	}

	@Test
	void driversShareManyFlowsAndNeverTickOneTwiceAtOnce() {
		Counting kind = new Counting();
		Flows flows = FlowStoreAccess.flows(this.store, drive(this.store, kind, leasing(Duration.ofSeconds(30))),
				this.clock);
		drive(this.store, kind, leasing(Duration.ofSeconds(30)));
		for (int i = 0; i < 60; i++) {
			flows.start(kind, "flow-" + i, new Counting.At(0), "started");
		}
		await().until(() -> flows.list(kind, "", 100).stream().filter(FlowView::ended).count() == 60);
		assertThat(kind.overlaps).hasValue(0);
	}

	@Test
	void aWakeUpDuringATickIsTickedAfterwards() throws Exception {
		Waiting kind = new Waiting();
		Flows flows = FlowStoreAccess.flows(this.store, drive(this.store, kind), this.clock);
		flows.start(kind, "a", new Waiting.Still(), "started");
		kind.observing.acquire();
		flows.wake("waiting", "a");
		kind.goOn.release();
		assertThat(kind.observing.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
		kind.goOn.release();
		await().until(() -> this.store.find(new FlowKey("waiting", "a"))
			.map(StoredFlow::dueAt)
			.filter((dueAt) -> dueAt.isAfter(this.clock.instant().plusSeconds(60)))
			.isPresent());
		assertThat(kind.observing.availablePermits()).isZero();
	}

	@Test
	void aBurstOfWakeUpsIsFewTicks() throws Exception {
		Waiting kind = new Waiting();
		Flows flows = FlowStoreAccess.flows(this.store, drive(this.store, kind), this.clock);
		kind.goOn.release(1000);
		flows.start(kind, "a", new Waiting.Still(), "started");
		kind.observing.acquire();
		for (int i = 0; i < 200; i++) {
			flows.wake("waiting", "a");
		}
		await().until(() -> this.store.due(List.of("waiting"), this.clock.instant(), 1).isEmpty());
		assertThat(kind.observing.availablePermits()).isLessThan(60);
	}

	@Test
	void aHintTicksASleepingFlowAndIsNotWritten() throws Exception {
		Waiting kind = new Waiting();
		Flows flows = FlowStoreAccess.flows(this.store, drive(this.store, kind), this.clock);
		flows.start(kind, "a", new Waiting.Still(), "started");
		kind.goOn.release();
		kind.observing.acquire();
		FlowKey key = new FlowKey("waiting", "a");
		await().until(() -> this.store.find(key)
			.map(StoredFlow::dueAt)
			.filter((dueAt) -> dueAt.isAfter(this.clock.instant().plusSeconds(60)))
			.isPresent());
		long wakeUps = this.store.find(key).orElseThrow().wakeSeq();
		flows.hint("waiting", "a");
		assertThat(kind.observing.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
		flows.hint("waiting", "a");
		kind.goOn.release(2);
		assertThat(kind.observing.tryAcquire(60, TimeUnit.SECONDS)).as("hinted at during the tick").isTrue();
		assertThat(this.store.find(key).orElseThrow().wakeSeq()).isEqualTo(wakeUps);
	}

	@Test
	void wakesFlowsThatAnotherInstanceStarted() {
		Counting kind = new Counting();
		drive(this.store, kind);
		Flows elsewhere = FlowStoreAccess.flows(this.store, this.clock);
		elsewhere.start(kind, "a", new Counting.At(0), "started");
		await().until(() -> elsewhere.find(kind, "a").orElseThrow().ended());
	}

	@Test
	void aStalledDriverIsTakenOverAndSavesNothingAnyMore() throws Exception {
		Waiting stalls = new Waiting();
		drive(withoutHeartbeat(), stalls);
		Flows flows = FlowStoreAccess.flows(this.store, this.clock);
		flows.start(stalls, "a", new Waiting.Still(), "started");
		stalls.observing.acquire();
		Waiting other = new Waiting();
		drive(this.store, other);
		other.observing.acquire();
		assertThat(flows.find(stalls, "a").orElseThrow().epoch()).isEqualTo(2);
		stalls.goOn.release();
		other.goOn.release();
		await().until(() -> !this.store.due(List.of("waiting"), this.clock.instant(), 1)
			.contains(new FlowKey("waiting", "a")));
	}

	@Test
	void aSlowTickKeepsItsLease() throws Exception {
		DriverSettings settings = leasing(Duration.ofSeconds(2));
		Waiting slow = new Waiting();
		drive(this.store, slow, settings);
		Waiting other = new Waiting();
		Flows flows = FlowStoreAccess.flows(this.store, this.clock);
		flows.start(slow, "a", new Waiting.Still(), "started");
		slow.observing.acquire();
		drive(this.store, other, settings);
		assertThat(other.observing.tryAcquire(5, TimeUnit.SECONDS)).isFalse();
		assertThat(flows.find(slow, "a").orElseThrow().epoch()).isEqualTo(1);
		slow.goOn.release();
	}

	private FlowDriver drive(FlowStore on, FlowKind<?, ?, ?> kind) {
		return drive(on, kind, QUICK);
	}

	private FlowDriver drive(FlowStore on, FlowKind<?, ?, ?> kind, DriverSettings settings) {
		FlowDriver driver = new FlowDriver(on, FlowStoreAccess.codec(), List.of(kind), settings, this.clock);
		driver.start();
		this.drivers.add(driver);
		return driver;
	}

	private FlowStore withoutHeartbeat() {
		return (FlowStore) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { FlowStore.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("renew")) {
						return false;
					}
					try {
						return method.invoke(this.store, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	private static DriverSettings leasing(Duration lease) {
		return new DriverSettings(4, lease, Duration.ofMillis(100), Duration.ofMillis(20), Duration.ofMillis(50),
				Duration.ofMillis(200));
	}

	private static org.awaitility.core.ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(180)).pollInterval(Duration.ofMillis(20));
	}

	/** Counts to five. */
	private static final class Counting implements FlowKind<Counting.State, Integer, Counting.Nothing> {

		private final java.util.Set<String> ticking = java.util.concurrent.ConcurrentHashMap.newKeySet();

		private final AtomicInteger overlaps = new AtomicInteger();

		@Override
		public String name() {
			return "counting";
		}

		@Override
		public Class<State> stateType() {
			return State.class;
		}

		@Override
		public Integer observe(FlowView<State> flow) {
			if (!this.ticking.add(flow.id())) {
				this.overlaps.incrementAndGet();
			}
			return ((At) flow.state()).count();
		}

		@Override
		public Step<State, Nothing> next(State state, Integer count, Instant now) {
			At next = new At(count + 1);
			List<Nothing> release = List.of(new Nothing());
			return (count == 4) ? Step.end(next, "counted", release) : Step.move(next, "counts", release);
		}

		@Override
		public void act(FlowView<State> flow, Integer observation, Nothing action) {
			this.ticking.remove(flow.id());
		}

		sealed interface State permits At {

		}

		record At(int count) implements State {
		}

		record Nothing() {
		}

	}

	/** Observes only when the test lets it, and then sleeps for an hour. */
	private static final class Waiting implements FlowKind<Waiting.State, String, String> {

		private final Semaphore observing = new Semaphore(0);

		private final Semaphore goOn = new Semaphore(0);

		@Override
		public String name() {
			return "waiting";
		}

		@Override
		public Class<State> stateType() {
			return State.class;
		}

		@Override
		public String observe(FlowView<State> flow) throws InterruptedException {
			this.observing.release();
			this.goOn.acquire();
			return "";
		}

		@Override
		public Step<State, String> next(State state, String observation, Instant now) {
			return Step.stay(state, Duration.ofHours(1), List.of());
		}

		@Override
		public void act(FlowView<State> flow, String observation, String action) {
		}

		sealed interface State permits Still {

		}

		record Still() implements State {
		}

	}

}
