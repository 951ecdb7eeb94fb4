package dev.slipway.chaos.adapter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import dev.slipway.chaos.Blast;
import dev.slipway.chaos.Definition;
import dev.slipway.chaos.Experiment;
import dev.slipway.chaos.ExperimentStore;
import dev.slipway.chaos.ExperimentStore.PastRun;
import dev.slipway.chaos.ExperimentStore.RunKey;
import dev.slipway.chaos.Fault;
import dev.slipway.chaos.Halt;
import dev.slipway.chaos.Hypothesis;
import dev.slipway.chaos.Plan;
import dev.slipway.chaos.Schedule;
import dev.slipway.chaos.Verdict;
import dev.slipway.flow.adapter.FlowStoreAccess;
import dev.slipway.test.Databases;
import dev.slipway.timeline.TimelineEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The contract of the store, on every database. */
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcExperimentStoreTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.123Z");

	private final ExperimentStore store;

	JdbcExperimentStoreTest(Databases database) {
		DataSource dataSource = database.shared();
		Databases.client(dataSource).sql("DELETE FROM experiment_run").update();
		Databases.client(dataSource).sql("DELETE FROM experiment").update();
		this.store = new JdbcExperimentStore(Databases.client(dataSource), Databases.transactions(dataSource),
				FlowStoreAccess.codec());
		this.store.halt(Halt.OFF);
	}

	@Test
	void keepsWhatWasDefined() {
		Experiment kill = add("orders", new Fault.PodKill());
		Experiment slow = add("orders", new Fault.Latency(Duration.ofMillis(500)));
		assertThat(this.store.find(kill.id())).contains(kill);
		assertThat(this.store.find(slow.id())).contains(slow);
		assertThat(this.store.find(-1)).isEmpty();
		assertThat(this.store.list(Long.MAX_VALUE, 10)).containsExactly(slow, kill);
		assertThat(this.store.list(slow.id(), 10)).containsExactly(kill);
		assertThat(this.store.list(Long.MAX_VALUE, 1)).containsExactly(slow);
	}

	@Test
	void countsRunsAndLetsOneBeLiveOnATarget() {
		Experiment experiment = add("orders", new Fault.PodKill());
		Experiment other = add("orders", new Fault.PodKill());
		Experiment elsewhere = add("billing", new Fault.PodKill());
		List<Plan> started = new ArrayList<>();
		Plan first = this.store.open(experiment, "sam", NOON, started::add).orElseThrow();
		assertThat(started).containsExactly(first);
		assertThat(first.number()).isEqualTo(1);
		assertThat(this.store.open(experiment, "sam", NOON, started::add)).isEmpty();
		assertThat(this.store.open(other, "sam", NOON, started::add)).isEmpty();
		assertThat(this.store.open(elsewhere, "sam", NOON, started::add)).isPresent();
		assertThat(started).hasSize(2);
		assertThat(this.store.live()).containsExactly(new RunKey(experiment.id(), 1), new RunKey(elsewhere.id(), 1));
		assertThat(this.store.conclude(first, Verdict.PASSED, NOON)).isTrue();
		assertThat(this.store.conclude(first, Verdict.PASSED, NOON)).isFalse();
		assertThat(this.store.open(experiment, "sam", NOON, started::add)).map(Plan::number).contains(2);
		assertThat(this.store.runs(experiment.id(), 10)).containsExactly(new RunKey(experiment.id(), 2),
				new RunKey(experiment.id(), 1));
	}

	@Test
	void tellsTheRunsOnAServiceByTime() {
		Experiment kill = add("orders", new Fault.PodKill());
		Experiment slow = add("orders", new Fault.Latency(Duration.ofMillis(500)));
		Plan first = open(kill, NOON);
		this.store.conclude(first, Verdict.FAILED, NOON.plusSeconds(90));
		open(slow, NOON.plusSeconds(100));
		open(add("billing", new Fault.PodKill()), NOON);
		assertThat(this.store.runs("orders", NOON.plusSeconds(200), 10)).containsExactly(
				new PastRun(slow, 1, "sam", NOON.plusSeconds(100), null, null),
				new PastRun(kill, 1, "sam", NOON, Verdict.FAILED, NOON.plusSeconds(90)));
		assertThat(this.store.runs("orders", NOON, 10)).extracting(PastRun::experiment).containsExactly(kill);
		assertThat(new RunTimeline(this.store).entries("orders", NOON.plusSeconds(200), 1)).singleElement()
			.isEqualTo(new TimelineEntry(TimelineEntry.Kind.EXPERIMENT, NOON.plusSeconds(100), null, "dev",
					"a test, run 1", "RUNNING", "500 ms latency in dev", "sam",
					"/api/v1/experiments/" + slow.id() + "/runs/1"));
	}

	private Plan open(Experiment experiment, Instant at) {
		return this.store.open(experiment, "sam", at, (plan) -> {
		}).orElseThrow();
	}

	@Test
	void opensNothingWhenTheRestFails() {
		Experiment experiment = add("orders", new Fault.PodKill());
		assertThatIllegalStateException().isThrownBy(() -> this.store.open(experiment, "sam", NOON, (plan) -> {
			throw new IllegalStateException("no flow");
		}));
		assertThat(this.store.live()).isEmpty();
		assertThat(this.store.open(experiment, "sam", NOON, (plan) -> {
		})).map(Plan::number).contains(1);
	}

	@Test
	void keepsTheHaltSwitch() {
		assertThat(this.store.halt()).isEqualTo(Halt.OFF);
		Halt halt = new Halt(true, "outage", "sam", NOON);
		this.store.halt(halt);
		assertThat(this.store.halt()).isEqualTo(halt);
	}

	private Experiment add(String service, Fault fault) {
		return this.store.add("shop", new Definition("a test", service, "dev", fault, Blast.parse("50%"),
				Duration.ofSeconds(90), Hypothesis.DEFAULT, new Schedule("0 0 10 * * *", false, 60)), "sam", NOON);
	}

}
