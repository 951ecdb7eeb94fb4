package dev.slipway.onboarding;

import java.util.List;
import java.util.stream.Stream;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.onboarding.NewService.OnFailure;
import dev.slipway.scaffold.TemplateBroken;
import dev.slipway.test.CrashKit;
import dev.slipway.test.Lab;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The saga survives a driver that dies or is overtaken anywhere. */
class SagaCrashTests {

	private static final String ID = "orders-1";

	@TestFactory
	Stream<DynamicTest> aCreationSurvivesCrashes() {
		return new CrashKit<>((lab) -> new Scenario(lab, world(lab), false)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> aCompensationSurvivesCrashes() {
		return new CrashKit<>((lab) -> new Scenario(lab, failing(lab, "add-service"), false)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> aRetrySurvivesCrashes() {
		return new CrashKit<>((lab) -> new Scenario(lab, failing(lab, "ensure-database"), true)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> aCreationSurvivesBeingOvertaken() {
		CrashKit<OnboardingState> kit = new CrashKit<>((lab) -> new Scenario(lab, world(lab), false));
		return Stream.concat(kit.overtaken(), kit.overtakenBy("undo"));
	}

	private static SagaWorld world(Lab lab) {
		return new SagaWorld().claimed(ID).crashPoints(lab::point);
	}

	private static SagaWorld failing(Lab lab, String call) {
		return new Broken(world(lab), call).world();
	}

	/** Fails for good at every try but one after a retry. */
	private record Broken(SagaWorld world, String call) {

		Broken {
			world.fail(call, new TemplateBroken("files/x", 1, "mend me", null));
		}
	}

	private record Scenario(Lab lab, SagaWorld world, boolean retry) implements CrashKit.Scenario<OnboardingState> {

		@Override
		public FlowKind<OnboardingState, ?, ?> kind() {
			return new OnboardingFlow(this.world.stages(), this.world.journal,
					(kind, view) -> this.lab.stored().version() == view.version(), new Silent(), this.lab.clock());
		}

		@Override
		public String id() {
			return ID;
		}

		@Override
		public OnboardingState initial() {
			return OnboardingState.initial(SagaWorld.service(this.retry ? OnFailure.KEEP : OnFailure.UNDO));
		}

		@Override
		public void pass(Lab running) {
			if (this.retry && running.stored().text().contains("\"Failed\"") && running.stored().desire() == null) {
				running.desire("retry");
			}
		}

		@Override
		public Object ending(FlowView<OnboardingState> end) {
			return List.of(end.state().getClass().getSimpleName(), List.copyOf(this.world.things));
		}

	}

	private static final class Silent implements OnboardingEvents {

		@Override
		public void changed(String onboarding) {
			// followed by nobody
		}

		@Override
		public void ended(String outcome) {
			// counted by nobody
		}

	}

}
