package dev.slipway.rollout.adapter;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;

import dev.slipway.catalog.Catalog;
import dev.slipway.chaos.Experiment;
import dev.slipway.chaos.Experiments;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.test.OneService;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Canaries with an experiment in their step, on pods that are processes: one hurts a
 * candidate that holds out, the other, at the same time, one that does not.
 */
@NullUnmarked
@EnabledOnOs(OS.LINUX)
@RealReleasesTest.With(ChaosReleasesTest.Chaos.class)
class ChaosReleasesTest extends RealReleasesTest {

	private final Experiments experiments = context.getBean(Experiments.class);

	@Test
	void whatTheExperimentFindsDecidesOfTheRelease() throws Exception {
		String frail = this.service + "-frail";
		String tired = "tired" + ProcessHandle.current().pid() + "-" + System.nanoTime();
		Release first = request("a1");
		Release firstFrail = request(frail, "a1:one");
		succeed(first);
		Awaitility.await().atMost(Duration.ofMinutes(4)).until(() -> ended(firstFrail));
		try {
			Release hurt = request("b2:hurt");
			Release fallen = request(frail, tired + ":one:tired:hurt:all");
			succeed(hurt);
			Awaitility.await().atMost(Duration.ofMinutes(4)).until(() -> ended(fallen));
			assertThat(this.releases.findings(hurt)).anySatisfy((found) -> {
				assertThat(found.gate()).isEqualTo("chaos");
				assertThat(found.reading().conclusion()).isEqualTo(Conclusion.PASSED);
				assertThat(found.reading().explanation()).contains("PASSED");
			});
			Release end = this.releases.find(frail, "dev", fallen.number()).orElseThrow();
			assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.FAILED);
			assertThat(end.reason()).contains("Rolled back to release 1", "Gate chaos", "FAILED");
			assertThat(this.releases.stable(frail, "dev")).map(Release::number).contains(1);
		}
		finally {
			Files.deleteIfExists(FixtureServer.trace(tired));
		}
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> this.experiments.live().isEmpty());
		assertThat(this.experiments.list(Long.MAX_VALUE, 9)).extracting(Experiment::definition)
			.allSatisfy((definition) -> assertThat(definition.candidate()).isNotNull())
			.hasSize(2);
	}

	private Release request(String name, String behaviour) {
		return this.releases
			.request(new ReleaseRequest(team(), name, "dev", image, behaviour, 1, StrategyChanges.none(), "sam"));
	}

	private boolean ended(Release release) {
		return this.releases.flow(release).map((flow) -> flow.ended()).orElse(false);
	}

	@Configuration(proxyBeanMethods = false)
	@ComponentScan(
			basePackages = { "dev.slipway.telemetry.adapter", "dev.slipway.analysis.adapter",
					"dev.slipway.chaos.adapter" },
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Test\\$.*"))
	static class Chaos {

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
