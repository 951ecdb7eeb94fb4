package dev.slipway.jenkins.adapter;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.slipway.jenkins.BuildHost;
import dev.slipway.jenkins.Follower;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.Owned;
import dev.slipway.jenkins.PipelinePlan;
import dev.slipway.jenkins.TrackedBuilds;
import dev.slipway.pipeline.AllListeners;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.ServerHealth;
import dev.slipway.pipeline.adapter.PipelineAccess;
import dev.slipway.test.Databases;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;

/**
 * A platform that drives a plain pipeline {@code orders/main} in a folder of its own on
 * any Jenkins. All of it is removed in the end.
 */
@NullUnmarked
final class DrivenPlatform implements AutoCloseable {

	static final String COMMIT = "0".repeat(40);

	private static final String WORKFLOW = "org.jenkinsci.plugins.workflow.";

	final String team = "slipway-test-" + UUID.randomUUID().toString().substring(0, 8);

	final JenkinsClient client;

	final BuildStore store;

	final Follower follower;

	final JenkinsBuilds server;

	private final Items items;

	private final JenkinsPath main = JenkinsPath.ROOT.job(this.team).job("orders").job("main");

	private int wishes;

	DrivenPlatform(JenkinsSettings settings, Clock clock) {
		DataSource database = Databases.memory();
		this.store = PipelineAccess.store(database);
		this.store.addPipeline(this.team, "orders");
		this.client = new JenkinsClient(settings, clock, JenkinsClient.Pause.SLEEP);
		this.items = new Items(this.client);
		BuildHost host = new HttpJenkins(this.client);
		TrackedBuilds tracked = new JdbcTrackedBuilds(Databases.client(database), Databases.transactions(database));
		BuildListener nobody = new AllListeners(Stream::empty);
		this.follower = new Follower(host, this.store, tracked, nobody,
				(team, service) -> JenkinsPath.ROOT.job(team).job(service), clock);
		this.server = new JenkinsBuilds(host, this.store, tracked, this.follower, nobody,
				() -> new ServerHealth("jenkins", true, "It answers.", null, Map.of()), () -> {
				}, clock);
	}

	/** The pipeline does this from now on. */
	void pipeline(PipelineScript script) {
		List<Owned> owned = owned(script);
		if (this.items.find(this.main).isPresent()) {
			this.items.update(this.main, ConfigXml.of(PipelinePlan.PLAIN_ROOT, owned));
			return;
		}
		List<Owned> described = List.of(Owned.text("description", "Made by a test of Slipway; may be removed"));
		JenkinsPath folder = JenkinsPath.ROOT.job(this.team);
		this.items.create(JenkinsPath.ROOT, this.team, PipelinePlan.FOLDER_ROOT, described);
		this.items.create(folder, "orders", PipelinePlan.FOLDER_ROOT, described);
		this.items.create(folder.job("orders"), "main", PipelinePlan.PLAIN_ROOT, owned);
	}

	private static List<Owned> owned(PipelineScript script) {
		String parameters = "properties/hudson.model.ParametersDefinitionProperty/parameterDefinitions/"
				+ "hudson.model.StringParameterDefinition";
		return List.of(Owned.text(parameters + "[name=SLIPWAY_KEY]/name", "SLIPWAY_KEY"),
				Owned.text(parameters + "[name=SLIPWAY_KEY]/defaultValue", ""),
				Owned.text(parameters + "[name=TARGET]/name", "TARGET"),
				Owned.text(parameters + "[name=TARGET]/defaultValue", "nowhere"),
				Owned.typed("definition", WORKFLOW + "cps.CpsFlowDefinition"),
				Owned.text("definition/script", script.groovy()), Owned.text("definition/sandbox", "true"),
				Owned.text("disabled", "false", "false"));
	}

	/** A person wants a build with these parameters. */
	BuildRequest wish(Map<String, String> parameters) {
		this.wishes++;
		return new BuildRequest(this.team, "orders", "main", COMMIT, "manual:ann:" + this.team + this.wishes,
				"Started by ann", "ann", parameters);
	}

	Build await(Build build, BuildStatus status) {
		until("build " + build.number() + " is " + status, () -> now(build).status() == status);
		return now(build);
	}

	/** Rounds of the follower until it is so. */
	void until(String what, Callable<Boolean> so) {
		Awaitility.await(what)
			.atMost(Duration.ofMinutes(3))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> {
				this.follower.tick();
				return so.call();
			});
	}

	Build now(Build build) {
		return this.store.find("orders", build.number()).orElseThrow();
	}

	@Override
	public void close() {
		this.items.delete(JenkinsPath.ROOT.job(this.team));
	}

}
