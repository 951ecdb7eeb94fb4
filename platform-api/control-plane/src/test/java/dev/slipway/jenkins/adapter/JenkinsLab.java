package dev.slipway.jenkins.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.sql.DataSource;

import dev.slipway.jenkins.BuildHost;
import dev.slipway.jenkins.Follower;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.TrackedBuilds;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.ServerHealth;
import dev.slipway.pipeline.adapter.PipelineAccess;
import dev.slipway.test.Databases;
import dev.slipway.test.SettableClock;
import org.jspecify.annotations.NullUnmarked;

/**
 * A platform over a Jenkins double and a database in memory, in a time that the test
 * moves.
 */
@NullUnmarked
final class JenkinsLab implements AutoCloseable {

	final SettableClock clock = new SettableClock();

	final BuildingJenkins jenkins = new BuildingJenkins(this.clock);

	final List<String> news = Collections.synchronizedList(new ArrayList<>());

	final BuildStore store;

	final TrackedBuilds tracked;

	final BuildHost host;

	JenkinsBuilds server;

	Follower follower;

	JenkinsLab() {
		DataSource database = Databases.memory();
		this.store = PipelineAccess.store(database);
		this.store.addPipeline("shop", "orders");
		this.tracked = new JdbcTrackedBuilds(Databases.client(database), Databases.transactions(database));
		JenkinsSettings settings = new JenkinsSettings(this.jenkins.server.url(), "admin", "secret", true, null,
				Duration.ofSeconds(30), Duration.ofSeconds(30));
		this.host = new HttpJenkins(new JenkinsClient(settings, this.clock, (time) -> false));
		platform((host) -> host, (store) -> store, (tracked) -> tracked);
	}

	/** A platform starts over what is stored, with these in front of its ports. */
	void platform(Function<BuildHost, BuildHost> hosts, Function<BuildStore, BuildStore> stores,
			Function<TrackedBuilds, TrackedBuilds> places) {
		BuildHost one = hosts.apply(this.host);
		BuildStore two = stores.apply(this.store);
		TrackedBuilds three = places.apply(this.tracked);
		this.follower = new Follower(one, two, three, new News(),
				(team, service) -> JenkinsPath.ROOT.job(team).job(service), this.clock);
		this.server = new JenkinsBuilds(one, two, three, this.follower, new News(),
				() -> new ServerHealth("jenkins", true, "It answers.", null, Map.of()), () -> {
				}, this.clock);
	}

	/** Some seconds pass, with a round in each. */
	void pass(int seconds) {
		for (int second = 0; second < seconds; second++) {
			this.clock.advance(Duration.ofSeconds(1));
			this.follower.tick();
		}
	}

	BuildRequest push(String branch, String commit) {
		this.jenkins.push(branch, commit);
		return BuildRequest.ofPush("shop", "orders", branch, commit, "ann");
	}

	static BuildRequest byHand(String key, String commit) {
		return new BuildRequest("shop", "orders", "main", commit, "manual:ann:" + key, "Started by ann", "ann");
	}

	static String commit(int number) {
		return String.format("%040x", number);
	}

	Build now(Build build) {
		return this.store.find(build.service(), build.number()).orElseThrow();
	}

	List<Build> builds() {
		return this.store.list("orders", 1_000, 100);
	}

	@Override
	public void close() {
		this.jenkins.close();
	}

	private final class News implements BuildListener {

		@Override
		public void changed(Build build) {
			JenkinsLab.this.news.add("build " + build.number() + " " + build.status());
		}

		@Override
		public void stage(Build build, BuildStage stage) {
			JenkinsLab.this.news.add("stage " + stage.name() + " " + stage.status());
		}

		@Override
		public void log(Build build, long start, long next, String text) {
			JenkinsLab.this.news.add("log " + text);
		}

	}

}
