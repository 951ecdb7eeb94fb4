package dev.slipway.jenkins.adapter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

import dev.slipway.jenkins.BuildHost;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.JobSeen;
import dev.slipway.jenkins.PollingPlan;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.LogChunk;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One build or job that makes trouble keeps no other from being followed. */
@NullUnmarked
class JenkinsTroublesTest {

	private static final String C1 = JenkinsLab.commit(1);

	private static final String C2 = JenkinsLab.commit(2);

	private static final String MAIN = "/job/shop/job/orders/job/main";

	private final JenkinsLab lab = new JenkinsLab();

	@AfterEach
	void close() {
		this.lab.close();
	}

	/** In front of a port: some calls fail. */
	private static <T> T failing(Class<T> port, T real, BiPredicate<String, Object[]> calls, RuntimeException with) {
		return port
			.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] { port }, (proxy, method, arguments) -> {
				if (calls.test(method.getName(), arguments)) {
					throw with;
				}
				try {
					return method.invoke(real, arguments);
				}
				catch (InvocationTargetException ex) {
					throw ex.getCause();
				}
			}));
	}

	private void hosts(BiPredicate<String, Object[]> calls, JenkinsTrouble.Kind kind) {
		JenkinsTrouble trouble = new JenkinsTrouble(kind, "it was told to fail", "none",
				kind == JenkinsTrouble.Kind.TIMEOUT, 0, null);
		this.lab.platform((host) -> failing(BuildHost.class, host, calls, trouble), (store) -> store,
				(tracked) -> tracked);
	}

	@Test
	void aBuildThatCannotBeWrittenDownEndsAndTheOthersGoOn() {
		this.lab.platform((host) -> host,
				(store) -> failing(BuildStore.class, store,
						(method, given) -> method.equals("saveStage") && given[1].equals(1),
						new IllegalStateException("value too long for the column")),
				(tracked) -> tracked);
		Build bad = this.lab.server.trigger(this.lab.push("main", C1));
		Build good = this.lab.server.trigger(this.lab.push("next", C2));
		this.lab.pass(2);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		run.tree = """
				{"status":"ok","data":{"complete":false,"stages":[
				{"id":"6","name":"Build","state":"running","type":"STAGE","startTimeMillis":%d,"children":[]}]}}"""
			.formatted(run.startedAt);
		this.lab.jenkins.job("next").runs.get(0).ends("SUCCESS");
		this.lab.pass(5);
		assertThat(this.lab.now(good).status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.now(bad).status()).isEqualTo(BuildStatus.RUNNING);
		this.lab.pass(240);
		assertThat(this.lab.now(bad).status()).isEqualTo(BuildStatus.FAILURE);
		assertThat(this.lab.now(bad).failure().message()).contains("value too long for the column");
	}

	@Test
	void aJobThatFailsIsNoOutage() {
		hosts((method, given) -> method.equals("runs") && given[0].equals(MAIN), JenkinsTrouble.Kind.FAILED);
		this.lab.follower.told(MAIN);
		Build build = this.lab.server.trigger(this.lab.push("next", C2));
		this.lab.pass(3);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
		assertThat(this.lab.follower.notice(build)).isNull();
	}

	@Test
	void aRunThatNeverAnswersIsNoOutage() {
		Build slow = this.lab.server.trigger(this.lab.push("main", C1));
		Build build = this.lab.server.trigger(this.lab.push("next", C2));
		this.lab.pass(3);
		hosts((method, given) -> method.equals("run") && given[0].equals(MAIN), JenkinsTrouble.Kind.TIMEOUT);
		this.lab.pass(2);
		this.lab.jenkins.job("next").runs.get(0).ends("SUCCESS");
		this.lab.pass(3);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.now(slow).status()).isEqualTo(BuildStatus.RUNNING);
		assertThat(String.valueOf(this.lab.follower.notice(this.lab.now(slow)))).doesNotContain("cannot be asked now");
	}

	@Test
	void aQuestionThatCannotBeKeptIsToBeAnsweredInJenkins() {
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		this.lab.jenkins.job("main").runs.get(0).input = "A".repeat(201);
		this.lab.pass(3);
		assertThat(this.lab.store.inputs("orders", 1)).isEmpty();
		assertThat(this.lab.follower.notice(this.lab.now(build))).contains("its id").endsWith("Answer it in Jenkins");
		this.lab.jenkins.job("main").runs.get(0).ends("SUCCESS");
		this.lab.pass(3);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.SUCCESS);
	}

	@Test
	void whoWasRefusedDidNotAnswer() {
		this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		run.input = "Go-live";
		this.lab.pass(2);
		hosts((method, given) -> method.equals("answer"), JenkinsTrouble.Kind.FORBIDDEN);
		assertThatThrownBy(() -> this.lab.server.answer("orders", 1, "Go-live", true, Map.of(), "ann"))
			.isInstanceOf(JenkinsTrouble.class);
		assertThat(this.lab.tracked.answering("orders", 1, "Go-live")).isEmpty();
		run.input = null;
		this.lab.pass(3);
		assertThat(this.lab.store.inputs("orders", 1).get(0).answer().actor()).isEqualTo("the build server");
	}

	@Test
	void anAnswerThatWasLostOnTheWayIsStillHis() {
		this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		run.input = "Go-live";
		this.lab.pass(2);
		hosts((method, given) -> method.equals("answer"), JenkinsTrouble.Kind.TIMEOUT);
		assertThatThrownBy(() -> this.lab.server.answer("orders", 1, "Go-live", true, Map.of(), "ann"))
			.isInstanceOf(JenkinsTrouble.class);
		run.input = null;
		this.lab.pass(3);
		assertThat(this.lab.store.inputs("orders", 1).get(0).answer().actor()).isEqualTo("ann");
	}

	@Test
	void anAbortedPushThatJenkinsNeverBuildsIsForgotten() {
		Build build = this.lab.server.trigger(BuildRequest.ofPush("shop", "orders", "gone", C1, "ann"));
		assertThat(this.lab.server.abort("orders", build.number(), "bob")).isTrue();
		this.lab.pass(5);
		assertThat(this.lab.tracked.alive()).isEqualTo(1);
		this.lab.clock.advance(Duration.ofMinutes(61));
		this.lab.pass(40);
		assertThat(this.lab.tracked.alive()).isZero();
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(this.lab.now(build).failure().message()).isEqualTo("Aborted by bob");
	}

	@Test
	void whatJenkinsTellsIsCutAndCleaned() {
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		run.tests = """
				{"suites":[{"name":"s","cases":[{"className":"T","name":"a\\u0000b","status":"FAILED",\
				"duration":0.01,"errorDetails":"no\\u0000ne"}]}]}""";
		run.files.put("target/slipway-image.json", "{\"image\":\"" + "i".repeat(600) + "\"}");
		run.ends("SUCCESS");
		this.lab.pass(3);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.now(build).image()).isNull();
		assertThat(this.lab.store.tests("orders", 1).get(0).name()).isEqualTo("ab");
		Map<String, String> many = Map.of("A", "x".repeat(9_000), "B", "y");
		BuildRequest request = new BuildRequest("shop", "orders", "main", C1, "key", "cau\0se", "bob", many);
		Build kept = this.lab.store.add(request, this.lab.clock.instant()).build();
		assertThat(this.lab.now(kept).request().parameters()).containsEntry("B", "y")
			.hasEntrySatisfying("A", (value) -> assertThat(value).hasSize(1_000));
		assertThat(this.lab.now(kept).request().cause()).isEqualTo("cause");
	}

	@Test
	void theCommitThatWasReallyBuiltIsRecorded() {
		this.lab.jenkins.push("main", C2);
		this.lab.jenkins.job("main").indexed = C2;
		Build build = this.lab.server.trigger(JenkinsLab.byHand("1", C1));
		this.lab.pass(2);
		this.lab.jenkins.leaveQueue();
		this.lab.pass(3);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
		assertThat(this.lab.now(build).request().commit()).isEqualTo(C2);
	}

	@Test
	void aPushIsGivenUpOnlySomeTimeAfterAScan() {
		Instant now = this.lab.clock.instant();
		Duration age = Duration.ofHours(3);
		assertThat(PollingPlan.hopeless(null, age, now)).isFalse();
		assertThat(PollingPlan.hopeless(now.minus(age), age, now)).isFalse();
		assertThat(PollingPlan.hopeless(now.minusSeconds(60), age, now)).isFalse();
		assertThat(PollingPlan.hopeless(now.minusSeconds(700), age, now)).isTrue();
		assertThat(PollingPlan.hopeless(now.minusSeconds(700), Duration.ofMinutes(59), now)).isFalse();
	}

	@Test
	void anAnswerThatFailedAfterItWasTakenIsNotAskedForAgain() {
		this.lab.jenkins.push("main", C1);
		this.lab.jenkins.declares.add("SLIPWAY_KEY");
		this.lab.jenkins.job("main").indexed = C1;
		JenkinsTrouble trouble = new JenkinsTrouble(JenkinsTrouble.Kind.FAILED, "500", "none", false, 500, null);
		this.lab.platform((host) -> failing(BuildHost.class, host, (method, given) -> {
			if (method.equals("enqueue")) {
				host.enqueue((JobSeen) given[0], Map.of("SLIPWAY_KEY", "manual:ann:1"));
			}
			return method.equals("enqueue");
		}, trouble), (store) -> store, (tracked) -> tracked);
		Build build = this.lab.server.trigger(JenkinsLab.byHand("1", C1));
		this.lab.pass(2);
		this.lab.jenkins.leaveQueue();
		this.lab.pass(30);
		assertThat(this.lab.jenkins.posts).isEqualTo(1);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
	}

	@Test
	void aBuildThatJenkinsNeverTakesEnds() {
		this.lab.jenkins.push("main", C1);
		this.lab.jenkins.job("main").indexed = C1;
		JenkinsTrouble trouble = new JenkinsTrouble(JenkinsTrouble.Kind.FAILED, "500: bad choice", "none", false, 500,
				null);
		this.lab.platform(
				(host) -> failing(BuildHost.class, host, (method, given) -> method.equals("enqueue"), trouble),
				(store) -> store, (tracked) -> tracked);
		Build build = this.lab.server.trigger(JenkinsLab.byHand("1", C1));
		this.lab.pass(120);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.FAILURE);
		assertThat(this.lab.now(build).failure().message()).contains("500: bad choice");
	}

	@Test
	void stagesThatNeverComeKeepNoRunFromItsEnd() {
		hosts((method, given) -> method.equals("stages"), JenkinsTrouble.Kind.TIMEOUT);
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(3);
		this.lab.jenkins.job("main").runs.get(0).ends("SUCCESS");
		this.lab.pass(60);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.SUCCESS);
	}

	@Test
	void stagesThatAreSlowNowAndThenAreStillAskedFor() {
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(3);
		AtomicInteger asked = new AtomicInteger();
		hosts((method, given) -> method.equals("stages") && asked.incrementAndGet() % 3 != 0,
				JenkinsTrouble.Kind.TIMEOUT);
		this.lab.pass(120);
		assertThat(asked).hasValueGreaterThan(6);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
	}

	@Test
	void anOldBuildShowsNoLogOfTheBranchThatCameBack() {
		this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		this.lab.jenkins.job("main").runs.get(0).ends("SUCCESS");
		this.lab.pass(2);
		this.lab.jenkins.jobs.clear();
		this.lab.server.trigger(this.lab.push("main", C2));
		this.lab.pass(3);
		this.lab.jenkins.job("main").runs.get(0).files.put("a.txt", "of the second");
		assertThat(this.lab.server.log("orders", 1, 0))
			.isEqualTo(new LogChunk("Jenkins no longer has this build.\n", 0, true));
		assertThat(this.lab.server.artifacts("orders", 1)).isEmpty();
		assertThat(this.lab.server.log("orders", 2, 0).text()).contains(C2);
	}

}
