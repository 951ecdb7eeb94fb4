package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;

import dev.slipway.flow.FlowView;

import dev.slipway.flow.Step;
import dev.slipway.rollout.Hook.Standing;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Wishes.Command;
import dev.slipway.rollout.Wishes.Wish;
import dev.slipway.strategy.Stage;
import dev.slipway.strategy.Strategy;
import dev.slipway.test.SettableClock;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Release 2 replaces release 1, tick by tick, while users and gates do as they like. */
@NullUnmarked
class RandomRun {

	private static final int MOST_TICKS = 5000;

	final SettableClock clock = new SettableClock();

	final FakeCluster cluster = new FakeCluster();

	final FakeRouter router = new FakeRouter();

	final FakeStore store = new FakeStore();

	final FakeJournal journal = new FakeJournal();

	final List<String> history = new ArrayList<>();

	final Plan plan;

	/** What a gate says that is asked for the so-manyth time. */
	Conclusion gates = Conclusion.PASSED;

	boolean tripped;

	String desire;

	private final Random random;

	private final ReleaseKind kind = new ReleaseKind(new NoFlows(), this.store, this.journal, this.cluster, this.router,
			new Gating(), new ReleasePropertiesTest.Deaf(), new NoRules(), this.clock);

	RandomRun(Random random, int replicas, Strategy strategy) {
		this(random, replicas, strategy, FakeStore::draft);
	}

	RandomRun(Random random, int replicas, Strategy strategy, BiFunction<Integer, Strategy, Release.Draft> drafts) {
		this.random = random;
		Release first = this.store.add(drafts.apply(replicas, strategy), (release) -> {
		});
		this.store.record(first, Outcome.SUCCEEDED, "first");
		this.cluster.stable(1, replicas);
		this.router.start(Split.all(1));
		this.plan = this.store.add(drafts.apply(replicas, strategy), (release) -> {
		}).plan();
	}

	/** Ticks until the release has ended. */
	ReleaseState run(Runnable eachTick) {
		ReleaseState state = new Forward.Waiting(this.plan);
		for (int tick = 0; tick < MOST_TICKS; tick++) {
			eachTick.run();
			command(state);
			FlowView<ReleaseState> flow = view(state);
			Observed seen = this.kind.observe(flow);
			Step<ReleaseState, ReleaseAction> step = this.kind.next(state, seen, this.clock.instant());
			if (!step.state().equals(state)) {
				this.history.add(step.reason());
			}
			state = step.state();
			FlowView<ReleaseState> saved = view(state);
			step.actions().forEach((action) -> this.kind.act(saved, seen, action));
			assertHooks();
			if (step.wakeAfter() == null) {
				return state;
			}
			this.clock.advance(Duration.ofSeconds(1));
			this.cluster.pass(this.clock.instant());
			if (this.random.nextInt(3) > 0) {
				this.router.pass();
			}
		}
		throw new AssertionError("No end: " + this.history);
	}

	/** No pod of the candidate before its migration, and each Job at most once. */
	private void assertHooks() {
		if (this.cluster.pods(this.plan.number()) > 0) {
			assertThat(this.cluster.standing(HookMoment.BEFORE)).isIn(Standing.NONE, Standing.SUCCEEDED);
		}
		for (HookMoment moment : HookMoment.values()) {
			assertThat(this.cluster.starts(moment)).isLessThanOrEqualTo(1);
		}
	}

	private FlowView<ReleaseState> view(ReleaseState state) {
		return new FlowView<>(this.plan.flowId(), state, 1, 1, this.desire, "sam", 0, Instant.EPOCH, Instant.EPOCH,
				false, null);
	}

	/** Somebody answers what is asked, sooner or later, and now and then does more. */
	private void command(ReleaseState state) {
		if (this.random.nextInt(8) == 0) {
			tell(Wish.RESUME, state.stage(), "");
			tell(Wish.APPROVE, state.stage(), "go");
		}
		switch (this.random.nextInt(200)) {
			case 0 -> tell(Wish.PAUSE, state.stage(), "");
			case 1 -> tell(Wish.SKIP, state.stage(), "");
			case 2 -> tell(Wish.PROMOTE, state.stage(), "");
			default -> {
			}
		}
	}

	private void tell(Wish wish, int stage, String gate) {
		this.journal.commands.add(new Command(wish, stage, gate, "sam"));
	}

	private final class Gating implements Gates {

		@Override
		public Map<String, Reading> look(Release release, @Nullable Release stable, Stage stage, Instant since) {
			Map<String, Reading> readings = new HashMap<>();
			stage.gates().forEach((gate) -> {
				boolean early = RandomRun.this.random.nextInt(3) == 0;
				Conclusion conclusion = early ? Conclusion.NO_DATA : RandomRun.this.gates;
				readings.put(gate.name(), Reading.of(conclusion, "it is so"));
			});
			return readings;
		}

		@Override
		public @Nullable Reading tripped(Release release, @Nullable Release stable, Stage stage, Instant since) {
			return RandomRun.this.tripped ? Reading.of(Conclusion.FAILED, "12 of 100 requests failed") : null;
		}

		@Override
		public void forget(Release release) {
		}

	}

}
