package dev.slipway.jenkins.adapter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.slipway.jenkins.BuildHost;
import dev.slipway.jenkins.Newest;
import dev.slipway.jenkins.adapter.TranscriptServer.Answer;
import dev.slipway.jenkins.adapter.TranscriptServer.Asked;
import dev.slipway.pipeline.Build;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many calls it takes to know what happens on a Jenkins, and how soon it is known.
 */
@NullUnmarked
class JenkinsFleetTest {

	private static final Pattern RANGE = Pattern.compile("\\{([0-9]+),([0-9]+)\\}$");

	private final JenkinsLab lab = new JenkinsLab();

	@AfterEach
	void close() {
		this.lab.close();
	}

	/** A folder of so many pipelines, each with an old build of its branch main. */
	private Answer folder(Asked asked, int size) {
		Matcher range = RANGE
			.matcher(java.net.URLDecoder.decode(asked.path(), java.nio.charset.StandardCharsets.UTF_8));
		if (!asked.path().startsWith("/job/shop/api/json") || !range.find()) {
			return Answer.json("{\"builds\":[]}");
		}
		int to = Math.min(size, Integer.parseInt(range.group(2)));
		return Answer.json(IntStream.range(Integer.parseInt(range.group(1)), to)
			.mapToObj((i) -> "{\"name\":\"svc-" + i
					+ "\",\"jobs\":[{\"name\":\"main\",\"lastBuild\":{\"timestamp\":1000}}]}")
			.collect(Collectors.joining(",", "{\"jobs\":[", "]}")));
	}

	@Test
	void anIdleFleetOf500IsAskedLessThanOnceASecond() {
		this.lab.jenkins.server.otherwise((asked) -> folder(asked, 500));
		for (int service = 0; service < 500; service++) {
			this.lab.store.addPipeline("shop", "svc-" + service);
			this.lab.tracked.knownUntil("/job/shop/job/svc-" + service + "/job/main", "svc-" + service,
					java.time.Instant.ofEpochMilli(1000));
		}
		this.lab.pass(20);
		List<Asked> before = this.lab.jenkins.server.asked();
		this.lab.pass(120);
		List<Asked> asked = this.lab.jenkins.server.asked()
			.subList(before.size(), this.lab.jenkins.server.asked().size());
		assertThat(asked).hasSizeBetween(50, 120);
		for (int from = 0; from < 500; from += 100) {
			String range = "%7B" + from + "%2C" + (from + 100) + "%7D";
			String plain = "%7B" + from + "," + (from + 100) + "%7D";
			assertThat(asked).as("the pipelines from %d on are looked at", from)
				.anyMatch((one) -> one.path().endsWith(range) || one.path().endsWith(plain));
		}
	}

	@Test
	void aFolderThatOthersFillIsLookedThrough() {
		int[] alone = new int[1];
		this.lab.platform((host) -> filled(host, alone), (store) -> store, (tracked) -> tracked);
		this.lab.jenkins.push("main", JenkinsLab.commit(1));
		this.lab.jenkins.startedBy("bob", "main");
		this.lab.pass(20);
		assertThat(this.lab.builds()).extracting((build) -> build.request().startedBy()).containsExactly("bob");
		assertThat(alone[0]).as("one pipeline is asked for alone where others fill pages").isPositive();
	}

	/** Others have the first 300 items of the folder. */
	private static BuildHost filled(BuildHost real, int[] alone) {
		return (BuildHost) Proxy.newProxyInstance(BuildHost.class.getClassLoader(), new Class<?>[] { BuildHost.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("newest") && arguments.length == 3) {
						int from = (int) arguments[1];
						return (from < 300) ? new Newest.Page(100, List.of())
								: real.newest((String) arguments[0], 0, 100);
					}
					if (method.getName().equals("newest")) {
						alone[0]++;
					}
					try {
						return method.invoke(real, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	@Test
	void aStageThatChangesIsSeenWithinTwoSecondsWhileTenBuildsRun() {
		for (int branch = 0; branch < 10; branch++) {
			this.lab.server.trigger(this.lab.push("feature/" + branch, JenkinsLab.commit(branch + 1)));
		}
		this.lab.pass(10);
		for (int branch = 0; branch < 10; branch++) {
			DoubleRun run = this.lab.jenkins.job("feature/" + branch).runs.get(0);
			run.tree = """
					{"status":"ok","data":{"complete":false,"stages":[{"id":"6","name":"Stage %d","state":"running",\
					"type":"STAGE","startTimeMillis":%d,"children":[]}]}}""".formatted(branch, run.startedAt);
		}
		this.lab.pass(2);
		assertThat(this.lab.news).filteredOn((line) -> line.matches("stage Stage [0-9] RUNNING")).hasSize(10);
	}

	@Test
	void theLogsOfOldRunsAreReadOnceWhileAPushWaits() {
		for (int number = 1; number <= 15; number++) {
			this.lab.jenkins.push("main", JenkinsLab.commit(number));
			this.lab.jenkins.scan();
			this.lab.jenkins.job("main").runs.get(0).ends("SUCCESS");
			this.lab.clock.advance(Duration.ofMinutes(1));
		}
		this.lab.jenkins.job("main").buildable = true;
		this.lab.pass(20);
		this.lab.tracked.knownUntil("/job/shop/job/orders/job/main", "orders", this.lab.clock.instant());
		Build waits = this.lab.server.trigger(this.lab.push("gone", JenkinsLab.commit(99)));
		this.lab.jenkins.heads.remove("gone");
		this.lab.server
			.trigger(dev.slipway.pipeline.BuildRequest.ofPush("shop", "orders", "main", JenkinsLab.commit(100), "ann"));
		this.lab.pass(5);
		long before = logs();
		this.lab.pass(30);
		assertThat(this.lab.now(waits).status().ended()).isFalse();
		assertThat(logs() - before).as("logs read again").isZero();
	}

	private long logs() {
		return this.lab.jenkins.server.asked()
			.stream()
			.filter((one) -> one.path().contains("/logText/progressiveText"))
			.count();
	}

}
