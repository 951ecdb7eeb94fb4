package dev.slipway.jenkins.adapter;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import dev.slipway.jenkins.Follower;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.adapter.PipelineAccess;
import dev.slipway.test.Databases;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Prints how soon the platform knows of a stage that begins on a Jenkins, by polling
 * alone, and how many calls that and an idle fleet take.
 */
@NullUnmarked
class JenkinsFollowBench {

	private static final int STAGES = 20;

	private final Map<String, Long> seen = new ConcurrentHashMap<>();

	@Test
	void follow() {
		Clock clock = Clock.systemUTC();
		DataSource database = Databases.memory();
		BuildStore store = PipelineAccess.store(database);
		store.addPipeline("shop", "orders");
		try (BuildingJenkins jenkins = new BuildingJenkins(clock)) {
			JenkinsClient client = new JenkinsClient(new JenkinsSettings(jenkins.server.url(), "admin", "secret", true,
					null, Duration.ofSeconds(30), Duration.ofSeconds(30)), clock, JenkinsClient.Pause.SLEEP);
			Follower follower = new Follower(new HttpJenkins(client), store,
					new JdbcTrackedBuilds(Databases.client(database), Databases.transactions(database)), new Seen(),
					(team, service) -> JenkinsPath.ROOT.job(team).job(service), clock);
			Leader leader = new Leader(Databases.client(database), clock, Leader.Task.FOLLOWING);
			try (FollowerLoop loop = new FollowerLoop(follower, leader, clock)) {
				loop.start();
				long idle = calls(jenkins, Duration.ofSeconds(20));
				jenkins.push("main", JenkinsLab.commit(1));
				Build build = store
					.add(BuildRequest.ofPush("shop", "orders", "main", JenkinsLab.commit(1), "ann"), clock.instant())
					.build();
				follower.note(build);
				loop.wake();
				long[] millis = stages(jenkins);
				long busy = calls(jenkins, Duration.ofSeconds(20));
				System.out.printf(
						"BENCH follow a Jenkins: a stage is known after %,d ms (median), %,d ms (worst of %d); "
								+ "%.1f calls a second for one build that runs, %.1f for an idle fleet%n",
						millis[STAGES / 2], millis[STAGES - 1], STAGES, busy / 20.0, idle / 20.0);
			}
		}
	}

	private static long calls(BuildingJenkins jenkins, Duration during) {
		int before = jenkins.server.asked().size();
		long end = System.nanoTime() + during.toNanos();
		Awaitility.await().atMost(during.plusMinutes(1)).until(() -> System.nanoTime() > end);
		return jenkins.server.asked().size() - before;
	}

	private long[] stages(BuildingJenkins jenkins) {
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !jenkins.job("main").runs.isEmpty());
		DoubleRun run = jenkins.job("main").runs.get(0);
		long[] millis = new long[STAGES];
		for (int number = 0; number < STAGES; number++) {
			String name = "Stage " + number;
			long begun = System.nanoTime();
			run.tree = """
					{"status":"ok","data":{"complete":false,"stages":[{"id":"%d","name":"%s","state":"running",\
					"type":"STAGE","startTimeMillis":%d,"children":[]}]}}""".formatted(number + 6, name, run.startedAt);
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.pollInterval(Duration.ofMillis(10))
				.until(() -> this.seen.containsKey(name));
			millis[number] = (this.seen.get(name) - begun) / 1_000_000;
		}
		Arrays.sort(millis);
		return millis;
	}

	private final class Seen implements BuildListener {

		@Override
		public void changed(Build build) {
			// only stages are counted
		}

		@Override
		public void stage(Build build, BuildStage stage) {
			JenkinsFollowBench.this.seen.putIfAbsent(stage.name(), System.nanoTime());
		}

		@Override
		public void log(Build build, long start, long next, String text) {
			// only stages are counted
		}

	}

}
