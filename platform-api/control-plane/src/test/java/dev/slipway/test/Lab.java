package dev.slipway.test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.sql.DataSource;

import dev.slipway.flow.FlowKey;
import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowStore;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Step;
import dev.slipway.flow.StoredFlow;
import dev.slipway.flow.TickerAccess;
import dev.slipway.flow.adapter.FlowStoreAccess;
import dev.slipway.test.CrashKit.Scenario;

/**
 * One run of a scenario of the {@link CrashKit}: the real loop and store over memory, its
 * clock, and at most one disturbance.
 */
public final class Lab {

	private static final int MOST_ROUNDS = 500;

	private static final Duration LEASE_IS_OVER = Duration.ofMillis(8001);

	private static final Set<String> PORT_CALLS = Set.of("claim", "load", "save", "sleep");

	private static final DataSource DATABASE = Databases.memory();

	private final SettableClock clock = new SettableClock();

	private final FlowStore store = FlowStoreAccess.store(DATABASE);

	private final Flows flows = FlowStoreAccess.flows(this.store, this.clock);

	private final List<String> trace = new ArrayList<>();

	private String stateName = "";

	private int disturbedAt = -1;

	private boolean before;

	private boolean overtake;

	private boolean toTheEnd;

	private String desire;

	private Object endingBeforeLateAct;

	private Scenario<?> scenario;

	private FlowKey key;

	Lab() {
	}

	/** The time of this run. */
	public SettableClock clock() {
		return this.clock;
	}

	/**
	 * A fake port marks a call inside an act or an observation where the driver may die.
	 */
	public void point(String name) {
		reached(name, () -> null);
	}

	/** A user desires something of the flow. */
	public void desire(String what) {
		this.flows.desire(this.key.kind(), this.key.id(), what, "sam");
	}

	/** The flow as it is saved now. */
	public StoredFlow stored() {
		return this.store.find(this.key).orElseThrow();
	}

	Lab crashAt(int index, boolean sideBefore) {
		this.disturbedAt = index;
		this.before = sideBefore;
		return this;
	}

	Lab overtakenAt(int index, String byDesire, boolean untilEnd) {
		this.disturbedAt = index;
		this.before = true;
		this.overtake = true;
		this.desire = byDesire;
		this.toTheEnd = untilEnd;
		return this;
	}

	List<String> trace() {
		return this.trace;
	}

	Object endingBeforeLateAct() {
		return this.endingBeforeLateAct;
	}

	<S> Object run(Function<Lab, Scenario<S>> scenarios) {
		Databases.client(DATABASE).sql("DELETE FROM flow").update();
		Databases.client(DATABASE).sql("DELETE FROM flow_history").update();
		Scenario<S> made = scenarios.apply(this);
		this.scenario = made;
		this.key = new FlowKey(made.kind().name(), made.id());
		this.flows.start(made.kind(), made.id(), made.initial(), "Started");
		return toTheEnd(made);
	}

	private <S> Object toTheEnd(Scenario<S> made) {
		Consumer<FlowKey> driver = driver(made.kind());
		for (int round = 0; round < MOST_ROUNDS; round++) {
			try {
				driver.accept(this.key);
			}
			catch (Crash crash) {
				driver = driver(made.kind());
				this.clock.advance(LEASE_IS_OVER);
			}
			StoredFlow now = stored();
			if (now.ended() && now.dueAt() == null) {
				return ending(made, now);
			}
			made.pass(this);
			Instant dueAt = stored().dueAt();
			this.clock.advanceTo((dueAt != null) ? dueAt : this.clock.instant());
			this.clock.advance(Duration.ofMillis(1));
		}
		throw new AssertionError("The flow did not end in " + MOST_ROUNDS + " rounds: " + stored());
	}

	private static <S> Object ending(Scenario<S> made, StoredFlow stored) {
		FlowView<S> end = stored.view(FlowStoreAccess.codec().read(made.kind().stateType(), stored.text()));
		return made.ending(end);
	}

	private <S> Consumer<FlowKey> driver(FlowKind<S, ?, ?> kind) {
		return TickerAccess.ticker(watched(), FlowStoreAccess.codec(), new Watched<>(kind),
				UUID.randomUUID().toString(), this.clock);
	}

	private FlowStore watched() {
		return (FlowStore) Proxy.newProxyInstance(Lab.class.getClassLoader(), new Class<?>[] { FlowStore.class },
				(proxy, method, arguments) -> {
					Callable<Object> call = () -> method.invoke(this.store, arguments);
					try {
						return PORT_CALLS.contains(method.getName()) ? reached(method.getName(), call) : call.call();
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	private <T> T reached(String name, Callable<T> call) throws RuntimeException {
		int index = this.trace.size();
		this.trace.add(name + " in " + this.stateName);
		boolean disturbed = index == this.disturbedAt;
		if (disturbed && this.overtake) {
			overtake(this.scenario);
		}
		else if (disturbed && this.before) {
			throw new Crash();
		}
		T result = quietly(call);
		if (disturbed && !this.overtake && !this.before) {
			throw new Crash();
		}
		return result;
	}

	/** Another driver goes on while this one stalls. */
	private <S> void overtake(Scenario<S> made) {
		this.clock.advance(LEASE_IS_OVER);
		if (this.desire != null) {
			desire(this.desire);
		}
		if (this.toTheEnd) {
			this.endingBeforeLateAct = toTheEnd(made);
		}
		else {
			driver(made.kind()).accept(this.key);
		}
	}

	private static <T> T quietly(Callable<T> call) {
		try {
			return call.call();
		}
		catch (Exception ex) {
			throw Lab.<RuntimeException>sneaky(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static <E extends Exception> E sneaky(Exception ex) throws E {
		throw (E) ex;
	}

	/** The driver dies: an error that nothing in the loop handles. */
	private static final class Crash extends Error {

		private static final long serialVersionUID = 1L;

		Crash() {
			super("crashed by the kit", null, false, false);
		}

	}

	/** A kind whose port calls are counted. */
	private final class Watched<S, O, A> implements FlowKind<S, O, A> {

		private final FlowKind<S, O, A> kind;

		Watched(FlowKind<S, O, A> kind) {
			this.kind = kind;
		}

		@Override
		public String name() {
			return this.kind.name();
		}

		@Override
		public Class<S> stateType() {
			return this.kind.stateType();
		}

		@Override
		public O observe(FlowView<S> flow) {
			Lab.this.stateName = flow.state().getClass().getSimpleName();
			return reached("observe", () -> this.kind.observe(flow));
		}

		@Override
		public boolean observingStarts(S state) {
			return this.kind.observingStarts(state);
		}

		@Override
		public Step<S, A> next(S state, O observation, Instant now) {
			return this.kind.next(state, observation, now);
		}

		@Override
		public void act(FlowView<S> flow, O observation, A action) {
			Lab.this.stateName = flow.state().getClass().getSimpleName();
			reached("act " + action.getClass().getSimpleName(), () -> {
				this.kind.act(flow, observation, action);
				return null;
			});
		}

	}

}
