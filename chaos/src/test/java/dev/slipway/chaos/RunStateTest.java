package dev.slipway.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.flow.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Decisions: state and observation give state and actions. */
class RunStateTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

	private static final Fault KILL = new Fault.PodKill();

	private static final Fault SLOW = new Fault.Latency(Duration.ofMillis(500));

	private static final Look OK = Look.holds("200");

	private final Injection injection = new Injection(List.of(new Victim("a", "a")), 3, NOON, NOON.plusSeconds(60));

	@Test
	void writesTheFaultDownWithItsEndBeforeItIsInjected() {
		Step<RunState, RunAction> step = new Pending(Runs.plan(SLOW), NOON).next(seen(3, Map.of(), OK, null), NOON);
		Injecting next = (Injecting) step.state();
		assertThat(next.faultEndsAt()).isEqualTo(NOON.plusSeconds(60));
		assertThat(next.victims()).hasSize(1);
		assertThat(step.actions()).containsExactly(new RunAction.Inject(next.victims()));
	}

	@Test
	void waitsAMinuteForTheSteadyStateAndThenInjectsNothing() {
		Pending pending = new Pending(Runs.plan(SLOW), NOON);
		Seen bad = seen(3, Map.of(), Look.violated("503"), null);
		assertThat(pending.next(bad, NOON.plusSeconds(59)).state()).isEqualTo(pending);
		assertThat(pending.next(bad, NOON.plusSeconds(59)).actions()).isEmpty();
		assertExit(pending.next(bad, NOON.plusSeconds(60)), Verdict.NOT_RUN, "503");
	}

	@Test
	void noDataIsNoSteadyState() {
		Pending pending = new Pending(Runs.plan(SLOW), NOON);
		Seen blind = seen(3, Map.of(), Look.noData("no address"), null);
		assertExit(pending.next(blind, NOON.plusSeconds(60)), Verdict.NOT_RUN, "no address");
	}

	@Test
	void refusesToHitTheOnlyPodUnlessAsked() {
		Seen single = seen(1, Map.of(), OK, null);
		assertExit(new Pending(Runs.plan(KILL), NOON).next(single, NOON), Verdict.NOT_RUN, "ask for ALL");
		Step<RunState, RunAction> asked = new Pending(Runs.plan(KILL, Blast.ALL), NOON).next(single, NOON);
		assertThat(asked.state()).isInstanceOf(Injecting.class);
	}

	@ParameterizedTest
	@CsvSource({ "ACTIVE,is on already", "UNKNOWN,does not answer", "UNABLE,has no chaos-monkey" })
	void refusesPodsThatCannotCarryTheFault(Tampering tampering, String why) {
		Seen seen = seen(2, Map.of("a", tampering, "b", tampering), OK, null);
		assertExit(new Pending(Runs.plan(SLOW), NOON).next(seen, NOON), Verdict.NOT_RUN, why);
	}

	@ParameterizedTest
	@CsvSource({ "ONE,1,0", "ONE,2,1", "ONE,9,1", "50%,1,0", "50%,2,1", "50%,3,1", "50%,4,2", "10%,3,1", "99%,2,1",
			"ALL,1,1", "ALL,3,3" })
	void neverHitsAllPodsUnlessAsked(String blast, int pods, int hit) {
		assertThat(Blast.parse(blast).of(pods)).isEqualTo(hit);
	}

	@ParameterizedTest
	@CsvSource({ "0%", "100%", "SOME", "x%" })
	void refusesBlastsThatMakeNoSense(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Blast.parse(text)).withMessageContaining("ALL");
	}

	@Test
	void injectsAgainUntilItShows() {
		Injecting injecting = new Injecting(Runs.plan(SLOW), this.injection);
		Step<RunState, RunAction> step = injecting.next(seen(3, Map.of(), OK, null), NOON.plusSeconds(1));
		assertThat(step.state()).isEqualTo(injecting);
		assertThat(step.actions()).containsExactly(new RunAction.Inject(this.injection.victims()));
		assertThat(injecting.next(seen(3, Map.of("a", Tampering.ACTIVE), OK, null), NOON.plusSeconds(1)).state())
			.isInstanceOf(Observing.class);
		assertExit(injecting.next(seen(3, Map.of(), OK, null), NOON.plusSeconds(30)), Verdict.INCONCLUSIVE,
				"could not be injected");
	}

	@Test
	void toleratesAShortViolationAndNoLongOne() {
		Observing fine = new Observing(Runs.plan(SLOW), this.injection, null, true);
		Seen bad = seen(3, Map.of(), Look.violated("503"), null);
		Observing noticed = (Observing) fine.next(bad, NOON.plusSeconds(5)).state();
		assertThat(noticed.badSince()).isEqualTo(NOON.plusSeconds(5));
		assertThat(noticed.next(bad, NOON.plusSeconds(15)).state()).isEqualTo(noticed);
		assertThat(noticed.next(seen(3, Map.of(), OK, null), NOON.plusSeconds(9)).state()).isEqualTo(fine);
		assertExit(noticed.next(bad, NOON.plusSeconds(16)), Verdict.FAILED, "503");
		assertExit(noticed.next(seen(3, Map.of(), Look.noData("nothing"), null), NOON.plusSeconds(16)),
				Verdict.INCONCLUSIVE, "nothing");
	}

	@Test
	void passesNothingThatHeldAtNoTime() {
		Instant end = NOON.plusSeconds(60);
		Observing begun = new Observing(Runs.plan(SLOW), this.injection);
		Seen bad = seen(3, Map.of(), Look.violated("503"), null);
		Observing late = (Observing) begun.next(bad, NOON.plusSeconds(55)).state();
		assertExit(late.next(bad, end), Verdict.FAILED, "503");
		assertExit(late.next(seen(3, Map.of(), Look.noData("nothing"), null), end), Verdict.INCONCLUSIVE, "nothing");
		Seen good = seen(3, Map.of(), OK, null);
		Observing held = (Observing) late.next(good, NOON.plusSeconds(57)).state();
		assertThat(held).isEqualTo(begun.next(good, NOON.plusSeconds(57)).state());
		assertExit(held.next(bad, NOON.plusSeconds(58)).state().next(bad, end), Verdict.PASSED, "held");
	}

	@Test
	void watchesThatThePodsThatWereNotHitStayReady() {
		Observing fine = new Observing(Runs.plan(KILL), this.injection, null, true);
		assertThat(fine.next(seen(2, Map.of(), OK, null), NOON).state()).isEqualTo(fine);
		assertThat(fine.next(seen(1, Map.of(), OK, null), NOON).reason()).contains("1 pods are ready, 2 should be");
	}

	@Test
	void endsTheFaultInTime() {
		Observing fine = new Observing(Runs.plan(SLOW), this.injection, null, true);
		Step<RunState, RunAction> early = fine.next(seen(3, Map.of(), OK, null), NOON.plusMillis(59_600));
		assertThat(early.wakeAfter()).isEqualTo(Duration.ofMillis(400));
		assertExit(fine.next(seen(3, Map.of(), OK, null), NOON.plusSeconds(60)), Verdict.PASSED, "held");
	}

	@Test
	void everyLiveStateStopsWhenItIsTold() {
		Seen stop = seen(3, Map.of("a", Tampering.ACTIVE), OK, "Aborted by sam");
		List<RunState> live = List.of(new Pending(Runs.plan(SLOW), NOON),
				new Injecting(Runs.plan(SLOW), this.injection),
				new Observing(Runs.plan(SLOW), this.injection, null, true),
				new Observing(Runs.plan(SLOW), this.injection, NOON, true));
		for (RunState state : live) {
			assertExit(state.next(stop, NOON.plusSeconds(3)), Verdict.ABORTED, "sam");
		}
	}

	@Test
	void recoveryEndsOnlyWhenNoFaultIsLeftAndTheServiceIsHealthy() {
		Recovering recovering = recovering(Verdict.PASSED, false);
		for (Tampering left : List.of(Tampering.ACTIVE, Tampering.UNKNOWN)) {
			Step<RunState, RunAction> step = recovering.next(seen(3, Map.of("a", left), OK, null), NOON.plusSeconds(1));
			assertThat(step.state()).isEqualTo(recovering);
			assertThat(step.actions()).containsExactly(new RunAction.TakeBack(this.injection.victims()));
		}
		assertThat(recovering.next(seen(2, Map.of(), OK, null), NOON.plusSeconds(1)).state()).isEqualTo(recovering);
		Step<RunState, RunAction> end = recovering.next(seen(3, Map.of(), OK, null), NOON.plusSeconds(1));
		assertThat(end.state().verdict()).isEqualTo(Verdict.PASSED);
		assertThat(end.state().healthy()).isTrue();
		assertThat(end.wakeAfter()).isNull();
	}

	@Test
	void replacesAPodThatDoesNotLetGo() {
		Seen stuck = seen(3, Map.of("a", Tampering.UNKNOWN), OK, null);
		Step<RunState, RunAction> step = recovering(Verdict.PASSED, false).next(stuck, NOON.plusSeconds(30));
		assertThat(step.state()).isEqualTo(recovering(Verdict.PASSED, true));
		assertThat(step.actions()).containsExactly(new RunAction.Replace(this.injection.victims()));
	}

	@ParameterizedTest
	@CsvSource({ "PASSED,FAILED", "FAILED,FAILED", "ABORTED,ABORTED", "INCONCLUSIVE,INCONCLUSIVE" })
	void aServiceThatStaysBrokenSpoilsAPass(Verdict before, Verdict after) {
		Seen broken = seen(2, Map.of(), OK, null);
		RunState end = recovering(before, false).next(broken, NOON.plusSeconds(180)).state();
		assertThat(end.verdict()).isEqualTo(after);
		assertThat(end.healthy()).isFalse();
		assertThat(end.reasons()).last().asString().contains("2 pods are ready, 3 should be");
	}

	@Test
	void theEndFencesTheVictimsAndRecordsTheVerdict() {
		Step<RunState, RunAction> end = recovering(Verdict.PASSED, false).next(seen(3, Map.of(), OK, null), NOON);
		assertThat(end.actions()).containsExactly(new RunAction.Conclude(Verdict.PASSED),
				new RunAction.TakeBack(this.injection.victims()));
		assertThat(end.state().next(Seen.NOTHING, NOON).actions()).isEqualTo(end.actions());
		assertThat(end.state().next(Seen.NOTHING, NOON).wakeAfter()).isNull();
	}

	private Recovering recovering(Verdict verdict, boolean replacing) {
		return new Recovering(Runs.plan(SLOW), this.injection, Outcome.of(verdict, "so far"), NOON, replacing);
	}

	private static void assertExit(Step<RunState, RunAction> step, Verdict verdict, String why) {
		assertThat(step.state()).isInstanceOf(Recovering.class);
		Outcome outcome = ((Recovering) step.state()).outcome();
		assertThat(outcome.verdict()).isEqualTo(verdict);
		assertThat(outcome.reasons()).singleElement().asString().contains(why);
		assertThat(step.actions()).containsExactly(new RunAction.TakeBack(step.state().victims()));
	}

	private static Seen seen(int ready, Map<String, Tampering> tampering, Look look, @Nullable String stop) {
		List<PodSeen> pods = new ArrayList<>();
		Map<String, Tampering> all = new HashMap<>();
		for (String name : List.of("a", "b", "c").subList(0, ready)) {
			pods.add(new PodSeen(name, name, true, false));
			all.put(name, Tampering.NONE);
		}
		all.putAll(tampering);
		return new Seen(pods, ready, all, List.of(look), stop);
	}

}
