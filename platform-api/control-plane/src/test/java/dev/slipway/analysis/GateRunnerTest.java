package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

import dev.slipway.observability.Origin;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.metrics.embedded.ScrapedPods;
import dev.slipway.observability.metrics.embedded.ScrapedPods.Pod;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Stage;
import dev.slipway.test.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Time and threads are the test's: it ticks, and runs what was handed to the executor.
 */
class GateRunnerTest {

	private static final GateSpec SCRIPTED = Cases.spec("scripted");

	private final SettableClock clock = new SettableClock();

	private final Instant since = this.clock.instant();

	private final Deque<Runnable> work = new ArrayDeque<>();

	private final List<String> woken = new ArrayList<>();

	private final ScriptedGate scripted = new ScriptedGate();

	private List<GateSpec> guardRails = List.of();

	private final KeptRails kept = new KeptRails();

	private boolean full;

	private final GateRunner runner = new GateRunner(List.of(this.scripted, new ApprovalGate()),
			(release) -> this.guardRails, (task) -> {
				if (this.full) {
					throw new RejectedExecutionException("full");
				}
				this.work.add(task);
			}, this.woken::add, (ended) -> this.woken.add("end of " + ended.objectName()), this.kept, this.clock);

	/** The release asks about a stage with that gate. */
	private Reading ask(int number, GateSpec... specs) {
		Stage stage = Cases.stage(number, Duration.ZERO, specs);
		return this.runner.look(Cases.CANDIDATE, Cases.STABLE, stage, this.since)
			.getOrDefault("g", Reading.of(Conclusion.NO_DATA, "not asked"));
	}

	private @Nullable Reading tripped() {
		return this.runner.tripped(Cases.CANDIDATE, Cases.STABLE, Cases.stage(1, Duration.ZERO), this.clock.instant());
	}

	/** Lets time pass, ticks, and lets the gates look. */
	private void pass(Duration time) {
		this.clock.advance(time);
		this.runner.tick();
		run();
	}

	private void run() {
		while (!this.work.isEmpty()) {
			this.work.poll().run();
		}
	}

	@Test
	void aForecastThatDoesNotComeHoldsUpNothing() {
		Stage stage = Cases.stage(1, Duration.ZERO, SCRIPTED);
		assertThat(this.runner.foresee(Cases.CANDIDATE, Cases.STABLE, stage)).as("nobody looks").isEmpty();
		this.full = true;
		assertThat(this.runner.foresee(Cases.CANDIDATE, Cases.STABLE, stage)).as("too much to do").isEmpty();
		GateRunner quick = new GateRunner(List.of(this.scripted), (release) -> List.of(), Runnable::run, (flow) -> {
		}, (ended) -> {
		}, this.kept, this.clock);
		assertThat(quick.foresee(Cases.CANDIDATE, Cases.STABLE, stage)).isEqualTo("It will see enough.");
		this.scripted.fails(new IllegalStateException("down"));
		assertThat(quick.foresee(Cases.CANDIDATE, Cases.STABLE, stage)).isEmpty();
		assertThat(quick.foresee(Cases.CANDIDATE, Cases.STABLE, Cases.stage(1, Duration.ZERO))).isEmpty();
	}

	@Test
	void askingCostsNothingAndTheGateLooksInItsOwnTime() {
		this.scripted.says(Conclusion.PENDING, "not yet");
		assertThat(ask(1, SCRIPTED).explanation()).isEqualTo("It has not looked yet");
		assertThat(this.scripted.calls()).isEmpty();
		run();
		assertThat(ask(1, SCRIPTED).explanation()).isEqualTo("not yet");
		assertThat(this.scripted.calls()).singleElement()
			.satisfies((call) -> assertThat(call.key()).isEqualTo("orders/dev/2/1/g"))
			.satisfies((call) -> assertThat(call.stable()).isEqualTo(Cases.STABLE));
	}

	@Test
	void looksAtItsIntervalOneLookAtATime() {
		this.scripted.says(Conclusion.PENDING, "not yet");
		ask(1, Cases.spec("scripted", "interval", "10s"));
		run();
		pass(Duration.ofSeconds(9));
		assertThat(this.scripted.calls()).hasSize(1);
		this.clock.advance(Duration.ofSeconds(1));
		this.runner.tick();
		this.clock.advance(Duration.ofSeconds(20));
		this.runner.tick();
		assertThat(this.work).hasSize(1);
		run();
		assertThat(this.scripted.calls()).hasSize(2)
			.last()
			.satisfies((call) -> assertThat(call.since()).isEqualTo(this.since));
	}

	@Test
	void wakesTheReleaseWhenThereIsSomethingNew() {
		this.scripted.says(Conclusion.PENDING, "not yet");
		ask(1, SCRIPTED);
		run();
		assertThat(this.woken).containsExactly("orders/dev/2");
		pass(Duration.ofSeconds(5));
		assertThat(this.woken).hasSize(1);
		this.scripted.says(Conclusion.PENDING, "soon");
		pass(Duration.ofSeconds(5));
		assertThat(this.woken).hasSize(2);
		this.scripted.says(Conclusion.PASSED, "soon");
		pass(Duration.ofSeconds(5));
		assertThat(this.woken).hasSize(3);
	}

	@Test
	void whatIsDecidedStays() {
		for (Conclusion last : List.of(Conclusion.PASSED, Conclusion.FAILED, Conclusion.INCONCLUSIVE,
				Conclusion.NOT_APPLICABLE)) {
			this.scripted.says(last, "once");
			ask(last.ordinal(), SCRIPTED);
			run();
			this.scripted.says(Conclusion.PENDING, "again");
			pass(Duration.ofMinutes(1));
			assertThat(ask(last.ordinal(), SCRIPTED).conclusion()).isEqualTo(last);
		}
	}

	@Test
	void anotherStageBeginsAnew() {
		this.scripted.says(Conclusion.PASSED, "first");
		ask(1, SCRIPTED);
		run();
		this.scripted.says(Conclusion.FAILED, "second");
		assertThat(ask(2, SCRIPTED).conclusion()).isEqualTo(Conclusion.PENDING);
		run();
		assertThat(ask(2, SCRIPTED).explanation()).isEqualTo("second");
	}

	@Test
	void aLookOfAStageThatIsOverSaysNothing() {
		this.scripted.says(Conclusion.FAILED, "late");
		ask(1, SCRIPTED);
		ask(2);
		run();
		assertThat(this.woken).isEmpty();
		assertThat(this.scripted.calls()).isEmpty();
	}

	@Test
	void aGateThatThrowsHasNoDataAndTellsWhy() {
		this.scripted.fails(new IllegalStateException("Prometheus does not answer"));
		ask(1, SCRIPTED);
		run();
		Reading reading = ask(1, SCRIPTED);
		assertThat(reading.conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(reading.explanation()).isEqualTo("It could not look: Prometheus does not answer");
		this.scripted.says(Conclusion.PASSED, "fine");
		pass(Duration.ofSeconds(5));
		assertThat(ask(1, SCRIPTED).conclusion()).isEqualTo(Conclusion.PASSED);
	}

	@Test
	void aLookThatTakesTooLongHasNoDataAndIsInterrupted() {
		GateSpec spec = Cases.spec("scripted", "lookTimeout", "3s");
		this.scripted.says(Conclusion.PASSED, "too late");
		this.scripted.during(() -> {
			this.clock.advance(Duration.ofSeconds(3));
			this.runner.tick();
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		});
		ask(1, spec);
		run();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		Reading reading = ask(1, spec);
		assertThat(reading.conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(reading.explanation()).contains("3 s", "lookTimeout");
		this.scripted.during(() -> {
		});
		pass(Duration.ofSeconds(5));
		assertThat(ask(1, spec).conclusion()).isEqualTo(Conclusion.PASSED);
	}

	@Test
	void whoDoesNotDecideInTimeSaysSoAndGoesOnLooking() {
		GateSpec spec = Cases.spec("scripted", "timeout", "1m");
		this.scripted.says(Conclusion.PENDING, "waits for more");
		ask(1, spec);
		run();
		pass(Duration.ofMinutes(1));
		assertThat(ask(1, spec).conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
		assertThat(ask(1, spec).explanation()).isEqualTo("Not decided within 60 s. waits for more");
		this.scripted.says(Conclusion.NO_DATA, "no requests");
		pass(Duration.ofMinutes(1));
		assertThat(ask(1, spec).conclusion()).isEqualTo(Conclusion.NO_DATA);
		this.scripted.says(Conclusion.PASSED, "at last");
		pass(Duration.ofMinutes(1));
		assertThat(ask(1, spec).conclusion()).isEqualTo(Conclusion.PASSED);
	}

	@Test
	void withoutATimeoutItIsTenMinutesBeyondTheStage() {
		this.scripted.says(Conclusion.PENDING, "waits");
		ask(1, SCRIPTED);
		run();
		pass(Duration.ofMinutes(10).minusMillis(1));
		assertThat(ask(1, SCRIPTED).conclusion()).isEqualTo(Conclusion.PENDING);
		pass(Duration.ofSeconds(5));
		assertThat(ask(1, SCRIPTED).conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
		assertThat(Pace.ofGate(SCRIPTED, Cases.stage(1, Duration.ofMinutes(30))).timeout())
			.isEqualTo(Duration.ofMinutes(100));
	}

	@Test
	void whatNobodyKnowsOrCannotBeUsedFailsWithTheRemedy() {
		Reading unknown = ask(1, Cases.spec("magic"));
		assertThat(unknown.conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(unknown.explanation()).contains("\"magic\"", "approval, scripted");
		Reading unusable = ask(2, Cases.spec("scripted", "bad", "setting"));
		assertThat(unusable.conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(unusable.explanation()).contains("bad: no such setting");
	}

	@Test
	void whatPeopleHaveToApproveIsNotAskedHere() {
		assertThat(this.runner.look(Cases.CANDIDATE, null, Cases.stage(1, Duration.ZERO, Cases.spec("approval")),
				this.since))
			.isEmpty();
		assertThat(new ApprovalGate().problems(Cases.spec("approval", "role", "BOSS")).toString()).contains("operator");
	}

	@Test
	void whenThereIsTooMuchToDoItLooksLater() {
		this.scripted.says(Conclusion.PASSED, "fine");
		this.full = true;
		ask(1, SCRIPTED);
		this.full = false;
		pass(Duration.ofSeconds(5));
		assertThat(ask(1, SCRIPTED).conclusion()).isEqualTo(Conclusion.PASSED);
	}

	@Test
	void whatEndedIsForgotten() {
		this.scripted.says(Conclusion.PENDING, "not yet");
		ask(1, SCRIPTED);
		run();
		this.runner.forget(Cases.CANDIDATE);
		assertThat(this.woken).last().isEqualTo("end of orders-r2");
		pass(Duration.ofMinutes(1));
		assertThat(this.scripted.calls()).hasSize(1);
	}

	@Test
	void aReleaseThatDoesNotAskIsWokenAndThenLetGo() {
		this.scripted.says(Conclusion.PENDING, "not yet");
		ask(1, SCRIPTED);
		run();
		this.woken.clear();
		pass(Duration.ofMinutes(3));
		assertThat(this.woken).containsExactly("orders/dev/2");
		ask(1, SCRIPTED);
		pass(Duration.ofMinutes(3));
		assertThat(this.woken).hasSize(2);
		pass(Duration.ofMinutes(3));
		int calls = this.scripted.calls().size();
		pass(Duration.ofMinutes(3));
		assertThat(this.scripted.calls()).hasSize(calls);
	}

	@Test
	void guardRailsAreWatchedUntilTheyBreak() {
		this.guardRails = List.of(SCRIPTED);
		this.scripted.says(Conclusion.PASSED, "holds");
		assertThat(tripped()).isNull();
		run();
		assertThat(this.woken).isEmpty();
		pass(Duration.ofSeconds(1));
		assertThat(this.scripted.calls()).hasSize(2);
		assertThat(tripped()).isNull();
		this.scripted.says(Conclusion.FAILED, "too many errors");
		pass(Duration.ofSeconds(1));
		assertThat(this.woken).containsExactly("orders/dev/2");
		this.scripted.says(Conclusion.PASSED, "holds");
		pass(Duration.ofSeconds(1));
		Reading reading = tripped();
		assertThat(reading).isNotNull();
		assertThat(reading.explanation()).isEqualTo("Guard rail g: too many errors");
		assertThat(reading.evidence()).containsEntry("guardRail", "g");
	}

	@Test
	void guardRailsKnowAfterARestartSinceWhenTheyAreWatched() {
		this.guardRails = List.of(SCRIPTED);
		this.scripted.says(Conclusion.PENDING, "holds");
		assertThat(tripped()).isNull();
		run();
		pass(Duration.ofMinutes(10));
		GateRunner restarted = new GateRunner(List.of(this.scripted), (release) -> this.guardRails, Runnable::run,
				this.woken::add, (ended) -> {
				}, this.kept, this.clock);
		int calls = this.scripted.calls().size();
		restarted.tripped(Cases.CANDIDATE, Cases.STABLE, Cases.stage(1, Duration.ZERO), this.clock.instant());
		assertThat(this.scripted.calls()).hasSize(calls + 1);
		assertThat(this.scripted.calls().get(calls).since()).isEqualTo(this.scripted.calls().get(0).since())
			.isBefore(this.clock.instant().minus(Duration.ofMinutes(9)));
	}

	@Test
	void gatesOfAStageThatIsOverAreAskedNoMoreThoughTheNextHasNone() {
		this.guardRails = List.of(new GateSpec("rail", "approval", Map.of()));
		this.scripted.says(Conclusion.PENDING, "not yet");
		ask(1, SCRIPTED);
		run();
		this.runner.tripped(Cases.CANDIDATE, Cases.STABLE, Cases.stage(1, Duration.ZERO), this.since);
		pass(Duration.ofSeconds(5));
		assertThat(this.scripted.calls()).hasSize(2);
		this.runner.tripped(Cases.CANDIDATE, Cases.STABLE, Cases.stage(2, Duration.ZERO), this.since);
		pass(Duration.ofSeconds(5));
		assertThat(this.scripted.calls()).hasSize(2);
	}

	@Test
	void guardRailsDoNotWaitForTheirTimeWhenThereAreSamples() {
		this.guardRails = List.of(Cases.spec("scripted", "interval", "1h"));
		this.scripted.says(Conclusion.PENDING, "holds");
		tripped();
		run();
		Origin candidate = new Origin("orders", "shop", "dev", "2", "orders-r2-a");
		this.runner.samples(new Origin("orders", "shop", "dev", "1", "orders-r1-a"));
		this.runner.samples(new Origin("orders", "shop", "prod", "2", "orders-r2-a"));
		run();
		assertThat(this.scripted.calls()).hasSize(1);
		this.runner.samples(candidate);
		run();
		assertThat(this.scripted.calls()).hasSize(2);
		this.runner.samples(candidate);
		this.runner.samples(candidate);
		assertThat(this.work).hasSize(1);
		run();
		pass(Duration.ofMillis(250));
		assertThat(this.scripted.calls()).hasSize(4);
	}

	@Test
	void aScrapeThatMakesItDecidableWakesTheReleaseByItself() {
		try (ScrapedPods pods = new ScrapedPods(this.clock)) {
			GateKit kit = new GateKit(pods.store(), Cases.none(LogStore.class), (release, from, to) -> List.of(),
					(release) -> Map.of(), new KeptRails());
			GateSpec rail = new GateSpec("errors", "metric", Map.of("metric", "errorRatio", "max", "5%"));
			GateRunner real = kit.runner(List.of(kit.metric()), (release) -> List.of(rail), Runnable::run,
					this.woken::add, (ended) -> {
					}, this.clock);
			Pod pod = pods.pod("shop", "orders", 2, "orders-r2-a");
			pods.scrape();
			assertThat(real.tripped(Cases.CANDIDATE, Cases.STABLE, Cases.stage(1, Duration.ZERO), this.since)).isNull();
			pod.answers(40, 500, 10);
			// Nothing but the scrape happens.
			pods.scrape();
			assertThat(this.woken).containsExactly("orders/dev/2");
			Reading reading = real.tripped(Cases.CANDIDATE, Cases.STABLE, Cases.stage(1, Duration.ZERO), this.since);
			assertThat(reading).isNotNull();
			assertThat(reading.explanation()).startsWith("Guard rail errors: errorRatio: 40 of 40");
		}
	}

}
