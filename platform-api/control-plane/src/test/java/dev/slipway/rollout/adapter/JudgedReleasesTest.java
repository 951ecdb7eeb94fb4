package dev.slipway.rollout.adapter;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.slipway.catalog.Catalog;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.test.OneService;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Candidates that run, but run badly, are found out by what is measured of them and taken
 * back with nobody's help.
 */
@NullUnmarked
@EnabledOnOs(OS.LINUX)
@RealReleasesTest.With(JudgedReleasesTest.Telemetry.class)
class JudgedReleasesTest extends RealReleasesTest {

	@Test
	void aCandidateWithFivePercentErrorsBreaksItsGuardRail() throws Exception {
		succeed(request("a1"));
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Release bad = end(request("b2:faulty:guarded"));
			assertThat(bad.outcome()).isEqualTo(Outcome.FAILED);
			assertThat(bad.reason()).contains("Rolled back to release 1", "Guard rail errors");
			assertThat(this.releases.findings(bad)).anySatisfy((found) -> {
				assertThat(found.reading().conclusion()).isEqualTo(Conclusion.FAILED);
				assertThat(found.reading().evidence()).isNotEmpty();
			});
			assertServedBy("a1", load);
		}
	}

	@Test
	void aCandidateThatTakesTwiceAsLongFailsItsComparison() throws Exception {
		succeed(request("a1:steady"));
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Release slow = end(request("b2:slower:compared"));
			assertThat(slow.outcome()).isEqualTo(Outcome.FAILED);
			assertThat(slow.reason()).contains("Rolled back to release 1", "Gate compare", "p95");
			assertServedBy("a1", load);
			assertThat(load.failures()).isEmpty();
		}
	}

	@Test
	void aCandidateThatIsAsGoodPassesItsComparison() throws Exception {
		succeed(request("a1:steady"));
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Release good = succeed(request("b2:steady:compared"));
			assertThat(this.releases.findings(good)).anyMatch(
					(found) -> found.gate().equals("compare") && found.reading().conclusion() == Conclusion.PASSED);
			assertServedBy("b2", load);
			assertThat(load.failures()).isEmpty();
		}
	}

	/** What was lost before the end is told; afterwards nothing is. */
	private static void assertServedBy(String version, OpenLoad load) throws InterruptedException {
		Awaitility.await().until(() -> load.answers(version) > 0);
		List<String> lost = List.copyOf(load.failures());
		int before = load.answers(version);
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> load.answers(version) > before + 2 * PER_SECOND);
		load.finish();
		System.out.println(load.sent() + " requests, users lost " + load.failures().size());
		assertThat(load.failures()).allMatch((failure) -> failure.contains(" 500 "));
		assertThat(load.failures()).hasSameSizeAs(lost);
	}

	@Configuration(proxyBeanMethods = false)
	@ComponentScan({ "dev.slipway.telemetry.adapter", "dev.slipway.analysis.adapter" })
	static class Telemetry {

		@Bean
		Clock clock() {
			return Clock.systemUTC();
		}

		@Bean
		Catalog catalog() {
			return new OneService();
		}

	}

}
