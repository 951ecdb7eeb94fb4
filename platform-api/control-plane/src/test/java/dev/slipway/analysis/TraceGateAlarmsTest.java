package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How often releases that are alike, and such that are not, fail the gate. */
@NullUnmarked
class TraceGateAlarmsTest {

	private static final Instant SINCE = Instant.parse("2026-01-05T12:00:00Z");

	private static final int RUNS = 600;

	private final Random random = new Random(20260105);

	/**
	 * At 0.05 of both sides a half are alarms; who judges at each of the 25 looks has
	 * more than all.
	 */
	@Test
	void falseAlarmsStayBelowAlphaThoughItIsAskedEveryFiveSeconds() throws Exception {
		int alarms = failures(0.2, 0.2);
		assertThat(alarms).isLessThan((int) (RUNS * 0.05));
	}

	@Test
	void aReleaseThatIsWorseFails() throws Exception {
		assertThat(failures(0.2, 0.4)).isGreaterThan((int) (RUNS * 0.95));
	}

	private int failures(double stable, double candidate) throws Exception {
		int failed = 0;
		for (int run = 0; run < RUNS; run++) {
			List<SpanSeen> theirs = spans(stable);
			List<SpanSeen> ours = spans(candidate);
			Gate gate = new TraceGate((release, from, to) -> ((release == Cases.STABLE) ? theirs : ours).stream()
				.filter((span) -> !span.start().isBefore(from) && span.start().isBefore(to))
				.toList());
			failed += (decision(gate).conclusion() == Conclusion.FAILED) ? 1 : 0;
		}
		return failed;
	}

	private static Reading decision(Gate gate) throws Exception {
		Reading reading = Reading.of(Conclusion.PENDING, "");
		for (int second = 0; reading.conclusion() == Conclusion.PENDING && second <= 180; second += 5) {
			reading = gate.look(Cases.call(Cases.STABLE, Cases.spec("traces"), SINCE, SINCE.plusSeconds(second)));
		}
		return reading;
	}

	/** Two a second. */
	private List<SpanSeen> spans(double failing) {
		List<SpanSeen> spans = new ArrayList<>();
		for (int i = 0; i < 400; i++) {
			spans.add(new SpanSeen("t" + i, "http get /orders", true, null, this.random.nextDouble() < failing,
					SINCE.plusMillis(500L * i), Duration.ofMillis(20)));
		}
		return spans;
	}

}
