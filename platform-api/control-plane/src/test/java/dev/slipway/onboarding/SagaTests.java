package dev.slipway.onboarding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import javax.sql.DataSource;

import dev.slipway.flow.FlowKey;
import dev.slipway.flow.FlowStore;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.StoredFlow;
import dev.slipway.flow.TickerAccess;
import dev.slipway.flow.adapter.FlowStoreAccess;
import dev.slipway.onboarding.NewService.OnFailure;
import dev.slipway.onboarding.Onboarding.Progress;
import dev.slipway.onboarding.Onboarding.Status;
import dev.slipway.onboarding.Onboarding.StepStatus;
import dev.slipway.scaffold.TemplateBroken;
import dev.slipway.test.Databases;
import dev.slipway.test.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The saga in a world that fails, driven by the real loop. */
class SagaTests {

	private static final DataSource DATABASE = Databases.memory();

	private static final String[] WHOLE = { "build c1", "database dev", "database prod", "name orders of ID",
			"namespace shop-dev", "namespace shop-prod", "pipeline orders", "repository orders by ID",
			"service orders" };

	private final String id = "orders-" + UUID.randomUUID();

	private final SettableClock clock = new SettableClock();

	private final FlowStore store = FlowStoreAccess.store(DATABASE);

	private final Flows flows = FlowStoreAccess.flows(this.store, this.clock);

	private final SagaWorld world = new SagaWorld().claimed(this.id);

	private final List<String> outcomes = new ArrayList<>();

	private final OnboardingFlow flow = new OnboardingFlow(this.world.stages(), this.world.journal,
			(kind, view) -> this.flows.find(kind, view.id()).orElseThrow().version() == view.version(), new Events(),
			this.clock);

	@Test
	void makesAServiceStageByStage() {
		Onboarding onboarding = run(OnFailure.KEEP);
		assertThat(onboarding.status()).isEqualTo(Status.SUCCEEDED);
		assertThat(onboarding.steps()).extracting(Progress::stage).containsExactly(Stage.values());
		assertThat(onboarding.steps()).extracting(Progress::status).containsOnly(StepStatus.DONE);
		assertThat(onboarding.steps()).allSatisfy((step) -> assertThat(step.durationMillis()).isNotNull());
		assertWhole();
		assertThat(this.world.calls).containsSubsequence("validate", "render", "create-repository", "ensure-pipeline",
				"ensure-namespace", "ensure-database", "add-service", "build");
		assertThat(this.outcomes).containsExactly("succeeded");
	}

	@ParameterizedTest
	@ValueSource(strings = { "validate", "render", "create-repository", "ensure-pipeline", "ensure-namespace",
			"ensure-database", "add-service", "build" })
	void aPassingFailureOfAnyStageIsTriedAgain(String call) {
		this.world.fail(call, passing("busy"), passing("busy still"));
		Onboarding onboarding = run(OnFailure.KEEP);
		assertThat(onboarding.status()).isEqualTo(Status.SUCCEEDED);
		assertThat(onboarding.steps()).anySatisfy((step) -> assertThat(step.attempts()).isEqualTo(3));
		assertWhole();
	}

	@ParameterizedTest
	@ValueSource(strings = { "validate", "render", "create-repository", "ensure-pipeline", "ensure-namespace",
			"ensure-database", "add-service", "build" })
	void aLastingFailureOfAnyStageWaitsAndIsResumedByRetry(String call) {
		this.world.fail(call, lasting());
		Onboarding failed = run(OnFailure.KEEP);
		assertThat(failed.status()).isEqualTo(Status.FAILED);
		assertThat(failed.reason()).contains("mend me");
		assertThat(failed.steps()).filteredOn((step) -> step.status() == StepStatus.FAILED)
			.singleElement()
			.satisfies((step) -> assertThat(step.reason()).contains("mend me"));
		assertThat(desire("retry").status()).isEqualTo(Status.SUCCEEDED);
		assertWhole();
		assertThat(this.outcomes).containsExactly("failed", "succeeded");
	}

	@ParameterizedTest
	@ValueSource(strings = { "validate", "render", "create-repository", "ensure-pipeline", "ensure-namespace",
			"ensure-database", "add-service", "build" })
	void aLastingFailureOfAnyStageLeavesNothingBehind(String call) {
		this.world.fail(call, lasting());
		Onboarding undone = run(OnFailure.UNDO);
		assertThat(undone.status()).isEqualTo(Status.UNDONE);
		assertThat(undone.reason()).contains("mend me");
		assertThat(this.world.things).isEmpty();
		assertThat(this.outcomes).containsExactly("undone");
	}

	@Test
	void stagesAreTakenBackInReverse() {
		this.world.fail("build", lasting());
		run(OnFailure.UNDO);
		assertThat(this.world.calls).containsSubsequence("remove-service", "remove-environment", "remove-pipeline",
				"delete-repository", "release-name");
	}

	@Test
	void failsAfterFourTriesAndIsUndone() {
		this.world.fail("ensure-pipeline", passing("1"), passing("2"), passing("3"), passing("4"));
		Instant before = this.clock.instant();
		Onboarding failed = run(OnFailure.KEEP);
		assertThat(failed.status()).isEqualTo(Status.FAILED);
		assertThat(failed.reason()).isEqualTo("4");
		assertThat(Duration.between(before, this.clock.instant())).isGreaterThan(Duration.ofSeconds(20));
		assertThat(desire("undo").status()).isEqualTo(Status.UNDONE);
		assertThat(this.world.things).isEmpty();
		assertThat(this.outcomes).containsExactly("failed", "undone");
	}

	@Test
	void takingBackIsTriedUntilNothingIsLeft() {
		this.world.fail("build", lasting())
			.fail("delete-repository", passing("1"), passing("2"), lasting(), passing("4"), passing("5"));
		assertThat(run(OnFailure.UNDO).status()).isEqualTo(Status.UNDONE);
		assertThat(this.world.things).isEmpty();
	}

	@Test
	void anUndoOvertakesABackOff() {
		this.world.fail("ensure-database", passing("1"), passing("2"), passing("3"));
		start(OnFailure.KEEP);
		Consumer<FlowKey> driver = driver();
		for (int i = 0; i < 20 && !(report().steps().get(5).status() == StepStatus.RETRYING); i++) {
			driver.accept(key());
			this.clock.advance(Duration.ofMillis(60));
		}
		assertThat(report().steps()).anySatisfy((step) -> assertThat(step.status()).isEqualTo(StepStatus.RETRYING));
		assertThat(desire("undo").status()).isEqualTo(Status.UNDONE);
		assertThat(this.world.things).isEmpty();
		assertThat(report().steps()).filteredOn((step) -> step.stage() == Stage.CATALOG)
			.extracting(Progress::status)
			.containsExactly(StepStatus.SKIPPED);
	}

	@Test
	void aRetryThatCameBeforeTheFailureIsNotObeyedAfterIt() {
		this.world.fail("build", lasting());
		start(OnFailure.KEEP);
		this.flows.desire(OnboardingFlow.NAME, this.id, "retry", "ann");
		assertThat(drive().status()).isEqualTo(Status.FAILED);
	}

	@Test
	void theNameOfAnotherIsNotTouched() {
		this.world.things.clear();
		this.world.claimed("another");
		Onboarding undone = run(OnFailure.UNDO);
		assertThat(undone.status()).isEqualTo(Status.UNDONE);
		assertThat(undone.reason()).contains("claimed by another");
		assertThat(this.world.things).containsExactly("name orders of another");
	}

	@Test
	void whatWasAdoptedMeanwhileIsNotTakenBack() {
		this.world.adopted("add-service");
		Onboarding undone = run(OnFailure.UNDO);
		assertThat(undone.status()).isEqualTo(Status.UNDONE);
		assertThat(undone.reason()).contains("there is a service orders already");
		assertThat(this.world.calls).contains("remove-pipeline", "delete-repository", "release-name")
			.doesNotContain("remove-service", "remove-environment", "build");
		assertThat(this.world.things).contains("service orders", "namespace shop-dev");
	}

	@ParameterizedTest
	@EnumSource(OnFailure.class)
	void statesSurviveTheirJson(OnFailure onFailure) {
		this.world.fail("build", passing("x"), lasting());
		run(onFailure);
		assertThat(this.flows.history(OnboardingFlow.NAME, this.id)).extracting("state").contains("Working", "Waiting");
	}

	private void assertWhole() {
		assertThat(this.world.things.stream().map((thing) -> thing.replace(this.id, "ID"))).containsExactly(WHOLE);
	}

	private static RuntimeException passing(String message) {
		return new UncheckedIOException(message, new IOException("no peer"));
	}

	private static RuntimeException lasting() {
		return new TemplateBroken("files/x", 3, "mend me", null);
	}

	private void start(OnFailure onFailure) {
		this.flows.start(this.flow, this.id, OnboardingState.initial(SagaWorld.service(onFailure)), "asked for");
	}

	private Onboarding run(OnFailure onFailure) {
		start(onFailure);
		return drive();
	}

	private Onboarding desire(String what) {
		this.flows.desire(OnboardingFlow.NAME, this.id, what, "ann");
		return drive();
	}

	/** Ticks until nothing is due within ten minutes. */
	private Onboarding drive() {
		Consumer<FlowKey> driver = driver();
		for (int i = 0; i < 200; i++) {
			driver.accept(key());
			StoredFlow stored = this.store.find(key()).orElseThrow();
			Instant dueAt = stored.dueAt();
			if (dueAt == null || Duration.between(this.clock.instant(), dueAt).toMinutes() > 10) {
				return report();
			}
			this.clock.advanceTo(dueAt);
			this.clock.advance(Duration.ofMillis(1));
		}
		throw new AssertionError("The onboarding never rests: " + report());
	}

	private Consumer<FlowKey> driver() {
		return TickerAccess.ticker(this.store, FlowStoreAccess.codec(), this.flow, "test", this.clock);
	}

	private FlowKey key() {
		return new FlowKey(OnboardingFlow.NAME, this.id);
	}

	private Onboarding report() {
		FlowView<OnboardingState> view = this.flows.find(this.flow, this.id).orElseThrow();
		return OnboardingReport.of(view, this.world.journal.entries(this.id));
	}

	private final class Events implements OnboardingEvents {

		@Override
		public void changed(String onboarding) {
			// followed by nobody
		}

		@Override
		public void ended(String outcome) {
			SagaTests.this.outcomes.add(outcome);
		}

	}

}
