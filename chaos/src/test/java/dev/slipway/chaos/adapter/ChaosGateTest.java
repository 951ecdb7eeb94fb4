package dev.slipway.chaos.adapter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

import dev.slipway.analysis.Cases;
import dev.slipway.chaos.Blast;
import dev.slipway.chaos.Experiment;
import dev.slipway.chaos.Experiments;
import dev.slipway.chaos.Fault;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;
import dev.slipway.test.Databases;
import dev.slipway.test.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Experiments that gates ask for, kept in a database. */
class ChaosGateTest {

	private static final GateSpec SLOW = Cases.spec("chaos", "fault", "latency", "latency", "250ms", "pods", "all",
			"duration", "30s", "errorRatio", "5%", "p95", "800ms");

	private final SettableClock clock = new SettableClock();

	private final DataSource database = Databases.H2.shared();

	private final Experiments experiments = ChaosAccess.experiments(this.database, this.clock);

	private final ChaosGate gate = new ChaosGate(this.experiments);

	@BeforeEach
	void empty() {
		for (String table : List.of("experiment_run", "experiment", "flow_history", "flow")) {
			Databases.client(this.database).sql("DELETE FROM " + table).update();
		}
	}

	private Reading look(int stage) {
		Instant now = this.clock.instant();
		return this.gate.look(
				new Gate.Call(Cases.CANDIDATE, Cases.STABLE, SLOW, Cases.stage(stage, Duration.ZERO, SLOW), now, now));
	}

	@Test
	void runsOneExperimentOnTheCandidateHoweverOftenItLooks() {
		Reading reading = look(1);
		assertThat(reading.conclusion()).isEqualTo(Conclusion.PENDING);
		assertThat(look(1)).isEqualTo(reading);
		assertThat(new ChaosGate(ChaosAccess.experiments(this.database, this.clock)).look(new Gate.Call(Cases.CANDIDATE,
				Cases.STABLE, SLOW, Cases.stage(1, Duration.ZERO, SLOW), this.clock.instant(), this.clock.instant())))
			.isEqualTo(reading);
		Experiment only = this.experiments.list(Long.MAX_VALUE, 10).get(0);
		assertThat(this.experiments.list(Long.MAX_VALUE, 10)).hasSize(1);
		assertThat(this.experiments.runs(only.id(), 10)).hasSize(1);
		assertThat(only.definition().candidate()).hasToString("Candidate[release=2, stage=1]");
		assertThat(only.definition().fault()).isEqualTo(new Fault.Latency(Duration.ofMillis(250)));
		assertThat(only.definition().blast()).isEqualTo(Blast.ALL);
		assertThat(only.definition().hypothesis().checks()).hasSize(3);
	}

	@Test
	void waitsWhileAnotherExperimentHasTheSameTarget() {
		look(1);
		assertThat(look(2).conclusion()).isEqualTo(Conclusion.PENDING);
		assertThat(look(2).explanation()).contains("Another experiment runs on orders in dev");
	}

	@Test
	void waitsWhileAllChaosIsHalted() {
		this.experiments.halt("outage", "sam");
		try {
			assertThat(look(1).explanation()).contains("halted by sam");
		}
		finally {
			this.experiments.release("over", "sam");
		}
		assertThat(look(1).explanation()).contains("runs");
	}

	@Test
	void saysWhatItDoesAndWhatIsWrongWithItsSettings() {
		assertThat(this.gate.problems(SLOW)).isEmpty();
		assertThat(this.gate.describe(SLOW)).startsWith(
				"The candidate has to hold out 250 ms latency of all of its pods " + "for 30 s: GET / within 5000 ms");
		assertThat(this.gate.problems(Cases.spec("chaos", "pods", "some", "path", "x", "fault", "flood"))).hasSize(3);
		assertThat(this.gate.problems(Cases.spec("chaos", "duration", "10s"))).singleElement()
			.asString()
			.contains("less than the duration");
	}

}
