package dev.slipway.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Proves that a flow survives the death and the stalling of its driver anywhere.
 * <ul>
 * <li>{@link #crashes()} runs the flow once undisturbed and notes every port call (claim,
 * load, observe, save, each act, reschedule, and what the fake world marks with
 * {@link Lab#point}). Then it runs it again for each call, with the driver dying before
 * and after it and a new one taking over, and wants the same ending.</li>
 * <li>{@link #overtaken()} stalls the driver between save and act, lets another take over
 * (the epoch rises) for one turn or to the end, then lets the first do its late act, and
 * wants the same ending.</li>
 * <li>{@link #overtakenBy(String)} does so with a user's desire in the meantime, such as
 * {@code abort}, and wants that the late act undoes nothing.</li>
 * </ul>
 * Use it with one scenario a reachable path of the flow:
 *
 * <pre>
 * &#64;TestFactory
 * Stream&lt;DynamicTest&gt; survivesCrashes() {
 *     return new CrashKit&lt;&gt;((lab) -> new CanaryScenario(lab, healthy)).crashes();
 * }
 * </pre>
 *
 * For a rollout the fake world holds Deployments, weights and the epoch they carry, and
 * refuses writes below it; {@link Scenario#pass} makes pods ready. For an onboarding the
 * world holds repositories and pipelines by the key that the state keeps; scenarios are
 * success, failure at each step with compensation, and retry. For an experiment the world
 * holds the pods' faults, and the ending is "no fault left, same verdict".
 *
 * @param <S> the flow's sealed state
 */
public final class CrashKit<S> {

	private final Function<Lab, Scenario<S>> scenarios;

	private Object undisturbed;

	private List<String> trace = List.of();

	public CrashKit(Function<Lab, Scenario<S>> scenarios) {
		this.scenarios = scenarios;
	}

	/**
	 * One path of a flow through a fake world; a new one is made for each run.
	 *
	 * @param <S> the flow's sealed state
	 */
	public interface Scenario<S> {

		/** The kind under test, over the fake world. */
		FlowKind<S, ?, ?> kind();

		/** The flow's id. */
		String id();

		/** The flow's first state. */
		S initial();

		/**
		 * The world goes on by itself, as whenever the driver sleeps: pods become ready,
		 * a build ends, a user desires something by {@link Lab#desire}.
		 */
		void pass(Lab lab);

		/**
		 * What has to be the same after every crash: the world and what matters of the
		 * state.
		 */
		Object ending(FlowView<S> end);

	}

	/** A test for each port call and side. */
	public Stream<DynamicTest> crashes() {
		List<String> points = trace();
		return IntStream.range(0, points.size()).boxed().flatMap((index) -> Stream.of(true, false).map((before) -> {
			String name = "dies " + (before ? "before " : "after ") + (index + 1) + " " + points.get(index);
			return DynamicTest.dynamicTest(name, () -> crash(index, before));
		}));
	}

	/** A test for each act, overtaken for one turn and to the end. */
	public Stream<DynamicTest> overtaken() {
		return lateActs().stream().flatMap((late) -> Stream.of(false, true).map((toTheEnd) -> {
			String name = "stalls in " + late.name() + ", overtaken " + (toTheEnd ? "to the end" : "for one turn");
			return DynamicTest.dynamicTest(name, () -> {
				Object actual = new Lab().overtakenAt(late.index(), null, toTheEnd).run(this.scenarios);
				Assertions.assertEquals(undisturbed(), actual, name);
			});
		}));
	}

	/** A test for each act, overtaken to the end with a desire that came meanwhile. */
	public Stream<DynamicTest> overtakenBy(String desire) {
		return lateActs().stream().map((late) -> {
			String name = "stalls in " + late.name() + ", overtaken by " + desire;
			return DynamicTest.dynamicTest(name, () -> {
				Lab lab = new Lab().overtakenAt(late.index(), desire, true);
				Object actual = lab.run(this.scenarios);
				Assertions.assertEquals(Objects.requireNonNull(lab.endingBeforeLateAct()), actual,
						name + ": the late act must not undo what " + desire + " did");
			});
		});
	}

	private void crash(int index, boolean before) {
		Object actual = new Lab().crashAt(index, before).run(this.scenarios);
		Assertions.assertEquals(undisturbed(), actual, "the ending after the crash");
	}

	private synchronized Object undisturbed() {
		if (this.undisturbed == null) {
			Lab lab = new Lab();
			this.undisturbed = lab.run(this.scenarios);
			this.trace = List.copyOf(lab.trace());
		}
		return this.undisturbed;
	}

	private synchronized List<String> trace() {
		undisturbed();
		return this.trace;
	}

	private List<LateAct> lateActs() {
		List<String> points = trace();
		List<LateAct> acts = new ArrayList<>();
		for (int i = 0; i < points.size(); i++) {
			if (points.get(i).startsWith("act ")) {
				acts.add(new LateAct(i, (i + 1) + " " + points.get(i)));
			}
		}
		return acts;
	}

	private record LateAct(int index, String name) {
	}

}
