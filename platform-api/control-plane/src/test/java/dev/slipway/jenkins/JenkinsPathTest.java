package dev.slipway.jenkins;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Paths as recorded in 08-multibranch, versions, and refusals that last. */
class JenkinsPathTest {

	@ParameterizedTest
	@CsvSource({ "main, /job/mbt/job/shop/job/main", "feature/login, /job/mbt/job/shop/job/feature%252Flogin",
			"fix/a+b#1, /job/mbt/job/shop/job/fix%252Fa+b%25231", "wip/übung, /job/mbt/job/shop/job/wip%252F%C3%BCbung",
			"$(touch x), /job/mbt/job/shop/job/%2524(touch%20x)" })
	void branchesAreFound(String branch, String path) {
		assertThat(JenkinsPath.ROOT.job("mbt").job("shop").branch(branch).value()).isEqualTo(path);
	}

	@ParameterizedTest
	@CsvSource({ "https://ci.example.com/jenkins/job/a/job/b/, /job/a/job/b", "/jenkins/queue/item/7/, /queue/item/7",
			"http://x/job/a/1/?x=1, /job/a/1" })
	void whatJenkinsNamesIsFoundFromOurAddress(String url, String path) {
		assertThat(JenkinsPath.within(url)).isEqualTo(path);
	}

	@ParameterizedTest
	@CsvSource({ "2.528.1, false", "2.479, false", "2.478.3, true", "1.651, true", "3.0, false", "x, true",
			"'', true" })
	void versionsAreCompared(String version, boolean old) {
		assertThat(JenkinsVersion.of(version).before(JenkinsVersion.OLDEST)).isEqualTo(old);
	}

	@Test
	void refusalsAreBelievedWhenNothingElseWasAnswered() {
		Instant noon = Instant.parse("2026-11-21T12:00:00Z");
		Refusals refusals = new Refusals(Duration.ofSeconds(30));
		assertThat(refusals.refused(noon)).isFalse();
		assertThat(refusals.refused(noon.plusSeconds(29))).isFalse();
		assertThat(refusals.refused(noon.plusSeconds(30))).isTrue();
		refusals.otherwise();
		assertThat(refusals.refused(noon.plusSeconds(40))).isFalse();
	}

}
