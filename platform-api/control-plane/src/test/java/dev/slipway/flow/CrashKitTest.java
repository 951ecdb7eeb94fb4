package dev.slipway.flow;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.slipway.flow.Traffic.Moving;
import dev.slipway.test.CrashKit;
import dev.slipway.test.Lab;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** The loop survives crashes, and the kit finds the flows that do not. */
class CrashKitTest {

	private static final Consumer<Lab> NOTHING = (lab) -> {
	};

	private static final Consumer<Lab> ABORT = (lab) -> {
		if (lab.stored().version() == 2 && lab.stored().desire() == null) {
			lab.desire("abort");
		}
	};

	@TestFactory
	Stream<DynamicTest> trafficSurvivesCrashes() {
		return new CrashKit<>((lab) -> new Scenario(lab, new FencedRoad(), NOTHING)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> anAbortSurvivesCrashes() {
		return new CrashKit<>((lab) -> new Scenario(lab, new FencedRoad(), ABORT)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> trafficSurvivesBeingOvertaken() {
		CrashKit<Traffic.State> kit = new CrashKit<>((lab) -> new Scenario(lab, new FencedRoad(), NOTHING));
		return Stream.concat(kit.overtaken(), kit.overtakenBy("abort"));
	}

	@Test
	void findsThatAnUnfencedWriteUndoesAnAbort() {
		CrashKit<Traffic.State> kit = new CrashKit<>((lab) -> new Scenario(lab, new PlainRoad(), NOTHING));
		assertThat(failures(kit.overtakenBy("abort"))).isNotEmpty();
	}

	@Test
	void findsThatARelativeWriteIsDoneTwice() {
		CrashKit<Traffic.State> kit = new CrashKit<>((lab) -> new Scenario(lab, new AddingRoad(), NOTHING));
		assertThat(failures(kit.crashes())).isNotEmpty();
	}

	private static List<String> failures(Stream<DynamicTest> tests) {
		return tests.filter((test) -> {
			try {
				test.getExecutable().execute();
				return false;
			}
			catch (Throwable ex) {
				return true;
			}
		}).map(DynamicTest::getDisplayName).toList();
	}

	private record Scenario(Lab lab, PlainRoad road,
			Consumer<Lab> meanwhile) implements CrashKit.Scenario<Traffic.State> {

		@Override
		public FlowKind<Traffic.State, ?, ?> kind() {
			return new Traffic(this.road);
		}

		@Override
		public String id() {
			return "a/1";
		}

		@Override
		public Traffic.State initial() {
			return new Moving(50);
		}

		@Override
		public void pass(Lab running) {
			this.road.shown = this.road.written;
			this.meanwhile.accept(running);
		}

		@Override
		public Object ending(FlowView<Traffic.State> end) {
			return List.of(end.state(), this.road.written);
		}

	}

	private static class PlainRoad implements Traffic.Road {

		protected int written;

		protected int shown;

		@Override
		public int weight() {
			return this.shown;
		}

		@Override
		public void write(long epoch, int percent) {
			this.written = percent;
		}

	}

	private static final class FencedRoad extends PlainRoad {

		private long fence;

		@Override
		public void write(long epoch, int percent) {
			if (epoch < this.fence) {
				throw new IllegalStateException("fenced off by epoch " + this.fence);
			}
			this.fence = epoch;
			this.written = percent;
		}

	}

	private static final class AddingRoad extends PlainRoad {

		@Override
		public void write(long epoch, int percent) {
			this.written += 10;
		}

	}

}
