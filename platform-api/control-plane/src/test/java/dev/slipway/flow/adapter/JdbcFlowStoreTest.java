package dev.slipway.flow.adapter;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import dev.slipway.flow.FlowKey;
import dev.slipway.flow.FlowStore;
import dev.slipway.flow.FlowStore.Saved;
import dev.slipway.flow.StoredFlow;
import dev.slipway.flow.Transition;
import dev.slipway.test.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract of the store, on every database. */
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcFlowStoreTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.123Z");

	private static final FlowKey KEY = new FlowKey("release", "orders/dev/1");

	private final DataSource dataSource;

	private final FlowStore store;

	JdbcFlowStoreTest(Databases database) {
		this.dataSource = database.shared();
		Databases.client(this.dataSource).sql("DELETE FROM flow").update();
		Databases.client(this.dataSource).sql("DELETE FROM flow_history").update();
		this.store = FlowStoreAccess.store(this.dataSource);
	}

	@Test
	void insertsOnceAndIsDueAtOnce() {
		assertThat(this.store.insert(KEY, saved("A", NOON))).isTrue();
		assertThat(this.store.insert(KEY, saved("B", NOON))).isFalse();
		assertThat(this.store.find(KEY)).hasValueSatisfying((flow) -> {
			assertThat(flow.text()).isEqualTo("{\"A\":1}");
			assertThat(flow.version()).isEqualTo(1);
			assertThat(flow.dueAt()).isEqualTo(NOON);
			assertThat(flow.startedAt()).isEqualTo(NOON);
		});
		assertThat(due(NOON)).containsExactly(KEY);
		assertThat(due(NOON.minusMillis(1))).isEmpty();
		assertThat(this.store.history(KEY)).extracting(Transition::reason).containsExactly("because A");
	}

	@Test
	void aSecondInsertLeavesTheCallersTransactionUsable() {
		this.store.insert(KEY, saved("A", NOON));
		FlowKey other = new FlowKey("release", "orders/dev/2");
		Databases.transactions(this.dataSource).executeWithoutResult((status) -> {
			assertThat(this.store.insert(KEY, saved("B", NOON))).isFalse();
			assertThat(this.store.insert(other, saved("C", NOON))).isTrue();
		});
		assertThat(this.store.find(other)).isPresent();
	}

	@Test
	void joinsTheCallersTransaction() {
		Databases.transactions(this.dataSource).executeWithoutResult((status) -> {
			this.store.insert(KEY, saved("A", NOON));
			status.setRollbackOnly();
		});
		assertThat(this.store.find(KEY)).isEmpty();
		assertThat(this.store.history(KEY)).isEmpty();
	}

	@Test
	void leasesToOneUntilTheLeaseIsOverAndThenRaisesTheEpoch() {
		this.store.insert(KEY, saved("A", NOON));
		assertThat(this.store.claim(KEY, "one", NOON, NOON.plusSeconds(8))).isTrue();
		assertThat(this.store.claim(KEY, "two", NOON.plusSeconds(7), NOON.plusSeconds(20))).isFalse();
		assertThat(due(NOON.plusSeconds(7))).isEmpty();
		assertThat(this.store.renew(KEY, "one", NOON.plusSeconds(10))).isTrue();
		assertThat(this.store.claim(KEY, "two", NOON.plusSeconds(9), NOON.plusSeconds(20))).isFalse();
		assertThat(due(NOON.plusSeconds(10))).containsExactly(KEY);
		assertThat(this.store.claim(KEY, "two", NOON.plusSeconds(10), NOON.plusSeconds(20))).isTrue();
		assertThat(this.store.renew(KEY, "one", NOON.plusSeconds(30))).isFalse();
		assertThat(this.store.load(KEY, "one")).isEmpty();
		assertThat(this.store.load(KEY, "two")).map(StoredFlow::epoch).contains(2L);
	}

	@Test
	void whatSleepsIsLeasedEarlyAndIsDueFromThenOn() {
		StoredFlow flow = claimed("one");
		assertThat(this.store.claimEarly(KEY, "two", NOON, NOON.plusSeconds(8))).as("leased").isFalse();
		assertThat(this.store.sleep(flow, "one", NOON.plusSeconds(3600))).isTrue();
		assertThat(this.store.claim(KEY, "two", NOON, NOON.plusSeconds(8))).as("not due").isFalse();
		assertThat(this.store.claimEarly(KEY, "two", NOON, NOON.plusSeconds(8))).isTrue();
		assertThat(this.store.load(KEY, "two")).map(StoredFlow::epoch).contains(1L);
		assertThat(due(NOON.plusSeconds(8))).as("taken over when the owner dies").containsExactly(KEY);
		assertThat(this.store.claimEarly(KEY, "three", NOON.plusSeconds(8), NOON.plusSeconds(20))).isTrue();
		assertThat(this.store.load(KEY, "three")).map(StoredFlow::epoch).contains(2L);
	}

	@Test
	void whatBacksOffOrHasEndedIsNotLeasedEarly() {
		this.store.fail(claimed("one"), "one", "no luck", NOON.plusSeconds(60));
		assertThat(this.store.claimEarly(KEY, "two", NOON, NOON.plusSeconds(8))).as("backs off").isFalse();
		assertThat(this.store.claimEarly(KEY, "two", NOON.plusSeconds(60), NOON.plusSeconds(68))).isTrue();
		StoredFlow flow = this.store.load(KEY, "two").orElseThrow();
		assertThat(this.store.save(flow, "two", List.of(new Saved("{}", "End", true, "over", NOON)))).isTrue();
		assertThat(this.store.sleep(flow, "two", NOON.plusSeconds(600))).isTrue();
		assertThat(this.store.claimEarly(KEY, "two", NOON.plusSeconds(61), NOON.plusSeconds(70))).as("ended").isFalse();
	}

	@Test
	void anOrdinaryClaimKeepsTheEpoch() {
		StoredFlow flow = claimed("one");
		assertThat(this.store.sleep(flow, "one", NOON)).isTrue();
		assertThat(this.store.claim(KEY, "two", NOON, NOON.plusSeconds(8))).isTrue();
		assertThat(this.store.load(KEY, "two")).map(StoredFlow::epoch).contains(1L);
	}

	@Test
	void savesOnlyTheLoadedVersionOfItsOwner() {
		StoredFlow flow = claimed("one");
		assertThat(this.store.save(flow, "two", List.of(saved("B", NOON)))).isFalse();
		assertThat(this.store.save(flow, "one", List.of(saved("B", NOON)))).isTrue();
		assertThat(this.store.save(flow, "one", List.of(saved("C", NOON)))).isFalse();
		assertThat(this.store.find(KEY)).map(StoredFlow::version).contains(2L);
		assertThat(this.store.history(KEY)).extracting(Transition::sequence, Transition::state)
			.containsExactly(org.assertj.core.groups.Tuple.tuple(1L, "A"),
					org.assertj.core.groups.Tuple.tuple(2L, "B"));
	}

	@Test
	void aTerminalStateRaisesTheEpochAndSleepsForEver() {
		StoredFlow flow = claimed("one");
		assertThat(this.store.save(flow, "one", List.of(new Saved("{}", "End", true, "over", NOON)))).isTrue();
		assertThat(this.store.sleep(flow, "one", null)).isTrue();
		assertThat(this.store.find(KEY)).hasValueSatisfying((ended) -> {
			assertThat(ended.ended()).isTrue();
			assertThat(ended.epoch()).isEqualTo(2);
			assertThat(ended.dueAt()).isNull();
		});
		assertThat(this.store.wake(KEY, NOON)).isFalse();
		assertThat(due(NOON.plusSeconds(1000))).isEmpty();
		assertThat(this.store.desire(KEY, "retry", "sam", NOON)).isTrue();
		assertThat(due(NOON)).containsExactly(KEY);
	}

	@Test
	void doesNotSleepOverAWakeUp() {
		StoredFlow flow = claimed("one");
		assertThat(this.store.wake(KEY, NOON)).isTrue();
		assertThat(this.store.sleep(flow, "one", NOON.plusSeconds(60))).isFalse();
		StoredFlow again = this.store.load(KEY, "one").orElseThrow();
		assertThat(this.store.sleep(again, "one", NOON.plusSeconds(60))).isTrue();
		assertThat(due(NOON)).isEmpty();
		this.store.wake(KEY, NOON.plusSeconds(2));
		assertThat(due(NOON.plusSeconds(2))).containsExactly(KEY);
	}

	@Test
	void aWakeUpDoesNotEndABackOffButADesireDoes() {
		StoredFlow flow = claimed("one");
		this.store.fail(flow, "one", "no route to host", NOON.plusSeconds(5));
		this.store.wake(KEY, NOON);
		assertThat(due(NOON.plusSeconds(4))).isEmpty();
		assertThat(this.store.find(KEY).orElseThrow().view("x").trouble()).satisfies((trouble) -> {
			assertThat(trouble.failures()).isEqualTo(1);
			assertThat(trouble.message()).isEqualTo("no route to host");
			assertThat(trouble.retryAt()).isEqualTo(NOON.plusSeconds(5));
		});
		this.store.desire(KEY, "abort", "sam", NOON);
		assertThat(due(NOON)).containsExactly(KEY);
	}

	@Test
	void aDesireThatCameDuringAFailingTickIsNotPutOff() {
		StoredFlow flow = claimed("one");
		this.store.desire(KEY, "abort", "sam", NOON);
		this.store.fail(flow, "one", "no route to host", NOON.plusSeconds(5));
		assertThat(due(NOON)).containsExactly(KEY);
		assertThat(this.store.find(KEY)).hasValueSatisfying((desired) -> {
			assertThat(desired.desire()).isEqualTo("abort");
			assertThat(desired.desiredBy()).isEqualTo("sam");
			assertThat(desired.desireVersion()).isEqualTo(1);
			assertThat(desired.epoch()).isEqualTo(2);
		});
	}

	@Test
	void listsByPrefixNewestFirstAndTakesThePrefixLiterally() {
		this.store.insert(new FlowKey("release", "orders/dev/1"), saved("A", NOON));
		this.store.insert(new FlowKey("release", "orders/dev/2"), saved("A", NOON.plusSeconds(1)));
		this.store.insert(new FlowKey("release", "orders/prod/1"), saved("A", NOON));
		this.store.insert(new FlowKey("onboarding", "orders/dev/1"), saved("A", NOON));
		assertThat(this.store.list("release", "orders/dev/", 10)).extracting((flow) -> flow.key().id())
			.containsExactly("orders/dev/2", "orders/dev/1");
		assertThat(this.store.list("release", "", 2)).hasSize(2);
		assertThat(this.store.list("release", "orders_", 10)).isEmpty();
		assertThat(this.store.list("release", "%", 10)).isEmpty();
	}

	@Test
	void ofManyDriversOneClaims() throws Exception {
		this.store.insert(KEY, saved("A", NOON));
		ExecutorService drivers = Executors.newFixedThreadPool(8);
		try {
			List<Callable<Boolean>> claims = java.util.stream.IntStream.range(0, 8)
				.<Callable<Boolean>>mapToObj(
						(i) -> () -> this.store.claim(KEY, "driver-" + i, NOON, NOON.plusSeconds(8)))
				.toList();
			int won = 0;
			for (Future<Boolean> claim : drivers.invokeAll(claims)) {
				won += claim.get() ? 1 : 0;
			}
			assertThat(won).isEqualTo(1);
		}
		finally {
			drivers.shutdownNow();
		}
	}

	private StoredFlow claimed(String owner) {
		this.store.insert(KEY, saved("A", NOON));
		assertThat(this.store.claim(KEY, owner, NOON, NOON.plusSeconds(8))).isTrue();
		return this.store.load(KEY, owner).orElseThrow();
	}

	private List<FlowKey> due(Instant now) {
		return this.store.due(List.of("release", "unused"), now, 10);
	}

	private static Saved saved(String name, Instant at) {
		return new Saved("{\"" + name + "\":1}", name, false, "because " + name, at);
	}

}
