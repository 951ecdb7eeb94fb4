package dev.slipway.jenkins.adapter;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.slipway.jenkins.Difference;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.test.Databases;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same against a live Jenkins. {@code SLIPWAY_TEST_JENKINS} holds its address, a user
 * and an API token, separated by spaces; a folder with a name of its own is made there
 * and removed in the end.
 */
@NullUnmarked
@EnabledIfEnvironmentVariable(named = NamedJenkinsTest.VARIABLE, matches = NamedJenkinsTest.NAMED,
		disabledReason = NamedJenkinsTest.HOW)
class NamedJenkinsTest {

	static final String VARIABLE = "SLIPWAY_TEST_JENKINS";

	static final String NAMED = "\\s*\\S+\\s+\\S+\\s+\\S+\\s*";

	static final String HOW = "set SLIPWAY_TEST_JENKINS to 'URL user token' to try a live Jenkins";

	private final String team = "slipway-test-" + UUID.randomUUID().toString().substring(0, 8);

	@Test
	void aPipelineIsMadeSeenMendedAndTakenBack() {
		ProvisioningLab lab = new ProvisioningLab(settings(), Databases.memory(), "http://" + this.team, null);
		JenkinsHealth health = new JenkinsHealth(lab.client, new InstalledPlugins(lab.client, Clock.systemUTC()),
				"http://" + this.team);
		assertThat(health.check().up()).as(health.check().message()).isTrue();
		JenkinsPath job = JenkinsPath.ROOT.job(this.team).job("orders");
		Items items = new Items(lab.client);
		try {
			lab.provisioning.ensure(this.team, "orders");
			lab.provisioning.ensure(this.team, "orders");
			assertThat(lab.provisioning.inspect(this.team, "orders").differences()).isEmpty();
			assertThat(new Credentials(lab.client).ids(job)).contains("slipway-git", "slipway-token");
			lab.client.post(job.at("disable"), Map.of());
			assertThat(lab.provisioning.inspect(this.team, "orders").differences())
				.isEqualTo(List.of(new Difference("disabled", "false", "true")));
			assertThat(lab.provisioning.restore(this.team, "orders").differences()).isEmpty();
			assertThat(new Credentials(lab.client).ids(job)).contains("slipway-git", "slipway-token");
		}
		finally {
			lab.provisioning.remove(this.team, "orders");
		}
		assertThat(items.find(job)).isEmpty();
		assertThat(items.find(JenkinsPath.ROOT.job(this.team))).isEmpty();
	}

	static JenkinsSettings settings() {
		String[] named = System.getenv(VARIABLE).strip().split("\\s+");
		return new JenkinsSettings(URI.create(named[0]), named[1], named[2], true, null, Duration.ofSeconds(30),
				Duration.ofMinutes(1));
	}

}
