package dev.slipway.flow;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.flow.adapter.FlowStoreAccess;
import dev.slipway.test.Databases;
import dev.slipway.test.SettableClock;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** States between which nothing is done. */
@NullUnmarked
class WalkTest {

	private static final int END = 20;

	private final SettableClock clock = new SettableClock();

	private final FlowStore store = FlowStoreAccess.store(Databases.memory());

	private final Flows flows = FlowStoreAccess.flows(this.store, this.clock);

	private final List<String> calls = new ArrayList<>();

	private final List<Integer> told = new ArrayList<>();

	/** The version that was saved when they were told. */
	private final List<Long> savedThen = new ArrayList<>();

	private final FlowKey key = new FlowKey("hike", "a");

	private final Hike kind = new Hike();

	private final Ticker ticker = new Ticker(recorded(), FlowStoreAccess.codec(), Map.of("hike", this.kind), "one",
			DriverSettings.defaults(), this.clock);

	@Test
	void areSavedTogetherBeforeTheNextAction() {
		this.kind.actsAt = 4;
		this.kind.staysAt = 5;
		this.flows.start(this.kind, "a", new At(1), "started");
		this.ticker.run(this.key);
		assertThat(this.calls).containsExactly("claim", "load", "save", "act as 4 of version 4", "load", "save",
				"sleep");
		assertThat(this.store.find(this.key)).map(StoredFlow::version).contains(5L);
		assertThat(this.store.history(this.key)).extracting(Transition::sequence, Transition::reason)
			.containsExactly(line(1, "started"), line(2, "to 2"), line(3, "to 3"), line(4, "to 4"), line(5, "to 5"));
	}

	@Test
	void areToldWhenTheyAreSaved() {
		this.kind.actsAt = 4;
		this.kind.staysAt = 5;
		this.flows.start(this.kind, "a", new At(1), "started");
		this.ticker.run(this.key);
		assertThat(this.told).containsExactly(1, 2, 3, 4, 5);
		assertThat(this.savedThen).containsExactly(4L, 4L, 4L, 5L, 5L);
	}

	@Test
	void areToldUpToTheOneThatCannotBeObserved() {
		this.kind.darkAt = 3;
		this.flows.start(this.kind, "a", new At(1), "started");
		this.ticker.run(this.key);
		assertThat(this.told).containsExactly(1, 2);
	}

	@Test
	void areSavedByEightAtMost() {
		this.flows.start(this.kind, "a", new At(1), "started");
		this.ticker.run(this.key);
		assertThat(this.calls).containsExactly("claim", "load", "save", "load", "save", "load", "save", "sleep");
		assertThat(this.store.history(this.key)).hasSize(END);
		FlowView<At> end = this.flows.find(this.kind, "a").orElseThrow();
		assertThat(end.ended()).isTrue();
		assertThat(end.version()).isEqualTo(END);
		assertThat(end.epoch()).as("raised by the end").isEqualTo(2);
	}

	@Test
	void areSavedUpToTheOneThatCannotBeObserved() {
		this.kind.darkAt = 3;
		this.flows.start(this.kind, "a", new At(1), "started");
		this.ticker.run(this.key);
		assertThat(this.calls).containsExactly("claim", "load", "save", "fail");
		FlowView<At> view = this.flows.find(this.kind, "a").orElseThrow();
		assertThat(view.state()).isEqualTo(new At(3));
		assertThat(view.trouble().message()).isEqualTo("it is dark");
		assertThat(view.trouble().failures()).isOne();
	}

	@Test
	void areNotSavedByWhoWasOvertaken() {
		this.kind.overtakenAt = 3;
		this.kind.actsAt = 4;
		this.flows.start(this.kind, "a", new At(1), "started");
		this.ticker.run(this.key);
		assertThat(this.calls).containsExactly("claim", "load", "save", "load");
		assertThat(this.store.history(this.key)).hasSize(1);
		assertThat(this.told).as("what never came to be").isEmpty();
	}

	@Test
	void areSavedBeforeTheOneWhereLookingStartsSomething() {
		this.kind.startsAt = 3;
		this.kind.staysAt = 4;
		this.flows.start(this.kind, "a", new At(1), "started");
		this.ticker.run(this.key);
		assertThat(this.calls).containsExactly("claim", "load", "save", "load", "start as 3 of version 3", "save",
				"sleep");
	}

	@Test
	void startNothingForWhoWasOvertaken() {
		this.kind.overtakenAt = 2;
		this.kind.startsAt = 3;
		this.flows.start(this.kind, "a", new At(1), "started");
		this.ticker.run(this.key);
		assertThat(this.calls).containsExactly("claim", "load", "save", "load");
	}

	@Test
	void areNotSavedWhenSomethingElseIsDesiredMeanwhile() {
		this.kind.stoppedAt = 3;
		this.flows.start(this.kind, "a", new At(1), "started");
		this.ticker.run(this.key);
		assertThat(this.store.history(this.key)).hasSize(1);
		assertThat(this.calls).containsExactly("claim", "load", "save", "load", "sleep");
	}

	private static org.assertj.core.groups.Tuple line(long sequence, String reason) {
		return org.assertj.core.groups.Tuple.tuple(sequence, reason);
	}

	private FlowStore recorded() {
		return (FlowStore) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { FlowStore.class },
				(proxy, method, arguments) -> {
					this.calls.add(method.getName());
					return method.invoke(this.store, arguments);
				});
	}

	/** Goes on by one, with nothing to do but at one place. */
	private final class Hike implements FlowKind<At, Boolean, String> {

		private int actsAt;

		private int staysAt;

		private int darkAt;

		private int overtakenAt;

		private int startsAt;

		private int stoppedAt;

		@Override
		public String name() {
			return "hike";
		}

		@Override
		public Class<At> stateType() {
			return At.class;
		}

		@Override
		public Boolean observe(FlowView<At> flow) {
			int place = flow.state().place();
			if (place == this.darkAt) {
				throw new IllegalStateException("it is dark");
			}
			if (place == this.overtakenAt) {
				Instant later = WalkTest.this.clock.instant().plusSeconds(3600);
				WalkTest.this.store.claim(WalkTest.this.key, "two", later, later.plusSeconds(8));
			}
			if (place == this.startsAt) {
				WalkTest.this.calls.add("start as " + place + " of version " + flow.version());
			}
			if (place == this.stoppedAt) {
				WalkTest.this.store.desire(WalkTest.this.key, "stop", "sam", WalkTest.this.clock.instant());
			}
			return flow.desire() == null;
		}

		@Override
		public boolean observingStarts(At state) {
			return state.place() == this.startsAt;
		}

		@Override
		public void tell(FlowView<At> flow, Boolean seen) {
			WalkTest.this.told.add(flow.state().place());
			WalkTest.this.savedThen
				.add(WalkTest.this.store.find(WalkTest.this.key).map(StoredFlow::version).orElse(0L));
		}

		@Override
		public Step<At, String> next(At state, Boolean seen, Instant now) {
			int place = state.place();
			if (place == END) {
				return Step.ended(state, List.of());
			}
			if (place == this.staysAt || !seen) {
				return Step.stay(state, Duration.ofSeconds(1), List.of());
			}
			At next = new At(place + 1);
			String reason = "to " + next.place();
			return (next.place() == END) ? Step.end(next, reason, List.of())
					: Step.move(next, reason, (next.place() == this.actsAt) ? List.of("act") : List.of());
		}

		@Override
		public void act(FlowView<At> flow, Boolean seen, String action) {
			WalkTest.this.calls.add(action + " as " + flow.state().place() + " of version " + flow.version());
		}

	}

	record At(int place) {
	}

}
