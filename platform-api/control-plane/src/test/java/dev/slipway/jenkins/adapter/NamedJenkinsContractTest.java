package dev.slipway.jenkins.adapter;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.jenkins.BuildHost;
import dev.slipway.jenkins.Follower;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.TrackedBuilds;
import dev.slipway.pipeline.AllListeners;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.adapter.BuildServerContract;
import dev.slipway.test.Databases;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A live Jenkins is a build server: the platform provisions a multibranch pipeline for a
 * repository, and each push becomes a run of it. The repository is served on this
 * machine's loopback interface, so the Jenkins has to be on it, too.
 */
@NullUnmarked
@EnabledIfEnvironmentVariable(named = NamedJenkinsTest.VARIABLE, matches = NamedJenkinsTest.NAMED,
		disabledReason = NamedJenkinsTest.HOW)
class NamedJenkinsContractTest extends BuildServerContract {

	private final String team = "slipway-test-" + UUID.randomUUID().toString().substring(0, 8);

	private GitDaemon git;

	private ProvisioningLab lab;

	private Follower follower;

	private JenkinsBuilds server;

	@BeforeEach
	void provision(@TempDir Path folder) {
		JenkinsSettings settings = NamedJenkinsTest.settings();
		Assumptions.assumeTrue(settings.url().getHost().matches("localhost|127\\..*"),
				"the Jenkins is elsewhere and cannot fetch from this machine's loopback interface");
		this.git = new GitDaemon(folder);
		this.git.commit("README", "A repository of a test of Slipway");
		DataSource database = Databases.memory();
		this.lab = new ProvisioningLab(settings, database, "http://" + this.team, null, this.git.url());
		Assumptions.assumeTrue(this.lab.plugins.current().multibranch(), "this Jenkins has no multibranch pipelines");
		this.lab.provisioning.ensure(this.team, "orders");
		BuildHost host = new HttpJenkins(this.lab.client);
		TrackedBuilds tracked = new JdbcTrackedBuilds(Databases.client(database), Databases.transactions(database));
		BuildListener nobody = new AllListeners(java.util.stream.Stream::empty);
		Clock clock = Clock.systemUTC();
		this.follower = new Follower(host, this.lab.builds, tracked, nobody,
				(team, service) -> JenkinsPath.ROOT.job(team).job(service), clock);
		this.server = new JenkinsBuilds(host, this.lab.builds, tracked, this.follower, nobody,
				() -> new JenkinsHealth(this.lab.client, this.lab.plugins, "http://" + this.team).check(), () -> {
				}, clock);
	}

	@AfterEach
	void remove() {
		if (this.lab != null) {
			this.lab.provisioning.remove(this.team, "orders");
			new Items(this.lab.client).delete(JenkinsPath.ROOT.job(this.team));
		}
		if (this.git != null) {
			this.git.close();
		}
	}

	@Override
	protected BuildServer server() {
		return this.server;
	}

	@Override
	protected BuildRequest request(Does what) {
		String commit = this.git.commit("Jenkinsfile", switch (what) {
			case SUCCEED -> "echo 'said by the pipeline'\n";
			case FAIL -> "error 'it broke'\n";
			case HANG -> "sleep 600\n";
		});
		return BuildRequest.ofPush(this.team, "orders", "main", commit, "ann");
	}

	@Override
	protected Build await(Build build, BuildStatus status) {
		Awaitility.await("build " + build.number() + " is " + status)
			.atMost(Duration.ofMinutes(5))
			.pollInterval(Duration.ofMillis(200))
			.until(() -> {
				this.follower.tick();
				return now(build).status() == status;
			});
		return now(build);
	}

	private Build now(Build build) {
		return this.lab.builds.find("orders", build.number()).orElseThrow();
	}

}
