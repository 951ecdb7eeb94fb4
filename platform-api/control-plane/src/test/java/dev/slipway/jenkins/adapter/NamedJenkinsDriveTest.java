package dev.slipway.jenkins.adapter;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The kit on a live Jenkins that {@code SLIPWAY_TEST_JENKINS} names. */
@NullUnmarked
@EnabledIfEnvironmentVariable(named = NamedJenkinsTest.VARIABLE, matches = NamedJenkinsTest.NAMED,
		disabledReason = NamedJenkinsTest.HOW)
class NamedJenkinsDriveTest extends JenkinsDriveKit {

	@Override
	JenkinsSettings jenkins() {
		return NamedJenkinsTest.settings();
	}

}
