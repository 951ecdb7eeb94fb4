package dev.slipway.pipeline.adapter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import javax.sql.DataSource;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildInput.Answer;
import dev.slipway.pipeline.BuildInput.Parameter;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore.BuildProcess;
import dev.slipway.pipeline.BuildStore.OpenInput;
import dev.slipway.pipeline.BuildStore.Pipeline;
import dev.slipway.pipeline.TestCase;
import dev.slipway.test.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Builds are kept the same way by both databases. */
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcBuildStoreTests {

	private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");

	private final JdbcBuildStore store;

	JdbcBuildStoreTests(Databases database) {
		DataSource fresh = database.fresh();
		this.store = new JdbcBuildStore(Databases.client(fresh), Databases.transactions(fresh));
		this.store.addPipeline("shop", "orders");
	}

	private static BuildRequest request(String key) {
		return new BuildRequest("shop", "orders", "main", "c".repeat(40), key, "Push by ann", "ann");
	}

	@Test
	void numbersBuildsWithoutGapsAndKnowsAKeyAgain() {
		assertThat(this.store.add(request("a"), NOON).build().number()).isEqualTo(1);
		assertThat(this.store.add(request("b"), NOON).build().number()).isEqualTo(2);
		assertThat(this.store.add(request("a"), NOON)).satisfies((added) -> {
			assertThat(added.fresh()).isFalse();
			assertThat(added.build().number()).isEqualTo(1);
		});
		assertThat(this.store.list("orders", 100, 10)).extracting(Build::number).containsExactly(2, 1);
		assertThat(this.store.list("orders", 2, 10)).extracting(Build::number).containsExactly(1);
		assertThat(this.store.findByKey("orders", "b")).map(Build::number).contains(2);
	}

	@Test
	void keepsWhatABuildWasStartedWith() {
		Map<String, String> parameters = Map.of("target", "ü \"prod\"", "empty", "");
		this.store.add(
				new BuildRequest("shop", "orders", "main", "c".repeat(40), "k", "Started by ann", "ann", parameters),
				NOON);
		assertThat(this.store.find("orders", 1))
			.hasValueSatisfying((build) -> assertThat(build.request().parameters()).isEqualTo(parameters));
	}

	@Test
	void keepsInputsAndTheirAnswers() {
		this.store.add(request("a"), NOON);
		BuildInput asked = new BuildInput("Approve", "To prod?", "Ship it",
				List.of(new Parameter("where", "choice", "Which one", null, List.of("blue", "green"))),
				Set.of("RELEASER"), NOON, null);
		BuildInput later = new BuildInput("Again", "Sure?", "Yes", List.of(), Set.of(), NOON.plusSeconds(1), null);
		this.store.saveInput("orders", 1, later);
		this.store.saveInput("orders", 1, asked);
		assertThat(this.store.inputs("orders", 1)).containsExactly(asked, later);
		assertThat(this.store.openInputs()).containsExactly(new OpenInput("orders", 1, asked),
				new OpenInput("orders", 1, later));
		BuildInput answered = asked.answered(new Answer(false, "bob", NOON.plusSeconds(2)));
		this.store.saveInput("orders", 1, answered);
		assertThat(this.store.inputs("orders", 1)).containsExactly(answered, later);
		assertThat(this.store.openInputs()).containsExactly(new OpenInput("orders", 1, later));
		assertThat(this.store.inputs("orders", 2)).isEmpty();
	}

	@Test
	void listsBuildsByTime() {
		this.store.add(request("a"), NOON);
		this.store.add(request("b"), NOON);
		this.store.add(request("c"), NOON.plusMillis(1));
		assertThat(this.store.list("orders", NOON.plusSeconds(1), 10)).extracting(Build::number)
			.containsExactly(3, 2, 1);
		assertThat(this.store.list("orders", NOON, 1)).extracting(Build::number).containsExactly(2);
		assertThat(this.store.list("orders", NOON.minusMillis(1), 10)).isEmpty();
	}

	@Test
	void forgetsBuildsThatHaveEndedOnly() {
		for (String key : List.of("a", "b", "c", "d")) {
			Build build = this.store.add(request(key), NOON).build();
			if (!key.equals("b")) {
				this.store.save(build.ended(BuildStatus.ABORTED, null, null, NOON));
			}
		}
		assertThat(this.store.endedBut("orders", 0)).containsExactly(4, 3, 1);
		assertThat(this.store.endedBut("orders", 1)).containsExactly(3, 1);
		assertThat(this.store.endedBut("orders", 9)).isEmpty();
		this.store.remove("orders", 1);
		this.store.remove("orders", 2);
		assertThat(this.store.list("orders", 100, 10)).extracting(Build::number).containsExactly(4, 3, 2);
		assertThat(this.store.add(request("e"), NOON).build().number()).isEqualTo(5);
	}

	@Test
	void addsOncePerKeyFromManyThreads() throws Exception {
		Set<Integer> numbers = new ConcurrentSkipListSet<>();
		List<Thread> threads = new java.util.ArrayList<>();
		for (int i = 0; i < 12; i++) {
			String key = "key-" + i % 3;
			Thread thread = new Thread(() -> numbers.add(this.store.add(request(key), NOON).build().number()));
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(numbers).containsExactly(1, 2, 3);
	}

	@Test
	void refusesABuildWithoutPipeline() {
		BuildRequest unknown = new BuildRequest("shop", "billing", "main", "c", "k", "x", "ann");
		assertThatThrownBy(() -> this.store.add(unknown, NOON)).isInstanceOf(NoSuchElementException.class)
			.hasMessage("The service billing has no pipeline");
	}

	@Test
	void keepsAllOfABuildAndNothingChangesAnEndedOne() {
		Build queued = this.store.add(request("a"), NOON).build();
		Build running = queued.started(NOON.plusSeconds(1));
		assertThat(this.store.save(running)).isTrue();
		assertThat(this.store.find("orders", 1)).contains(running);
		assertThat(this.store.unfinished()).containsExactly(running);
		Build failed = running.ended(BuildStatus.FAILURE, "r/shop/orders@sha256:1",
				new BuildFailure("Test", "2 tests failed", "mend"), NOON.plusSeconds(9));
		assertThat(this.store.save(failed)).isTrue();
		assertThat(this.store.save(running.ended(BuildStatus.SUCCESS, null, null, NOON))).isFalse();
		assertThat(this.store.find("orders", 1)).contains(failed);
		assertThat(this.store.unfinished()).isEmpty();
	}

	@Test
	void keepsStagesInOrder() {
		this.store.add(request("a"), NOON);
		BuildStage outer = new BuildStage(1, null, "stage", "Par", BuildStatus.RUNNING, NOON, null, null, 10);
		BuildStage branch = new BuildStage(2, 1, "branch", "a", BuildStatus.RUNNING, NOON, null, null, 20);
		this.store.saveStage("orders", 1, outer);
		this.store.saveStage("orders", 1, branch);
		BuildStage ended = outer.ended(BuildStatus.FAILURE, "boom", NOON.plusSeconds(2));
		this.store.saveStage("orders", 1, ended);
		assertThat(this.store.stages("orders", 1)).containsExactly(ended, branch);
	}

	@Test
	void keepsTestsAndTheProcess() {
		this.store.add(request("a"), NOON);
		TestCase passed = new TestCase("A", "one", "PASSED", 5, null);
		TestCase failed = new TestCase("A", "two", "FAILED", 6, "expected 1");
		this.store.addTests("orders", 1, List.of(passed));
		this.store.addTests("orders", 1, List.of(failed));
		assertThat(this.store.tests("orders", 1)).containsExactly(passed, failed);
		assertThat(this.store.process("orders", 1)).isEmpty();
		this.store.saveProcess("orders", 1, new BuildProcess(7, 8, "c", "token-id"));
		assertThat(this.store.process("orders", 1)).contains(new BuildProcess(7, 8, "c", "token-id"));
	}

	@Test
	void aPipelineIsNewUntilItsFirstBuildAndGoesWithItsBuilds() {
		assertThat(this.store.pipelines(true)).containsExactly(new Pipeline("shop", "orders", false));
		this.store.addPipeline("shop", "orders");
		this.store.add(request("a"), NOON);
		this.store.saveStage("orders", 1,
				new BuildStage(1, null, "stage", "x", BuildStatus.RUNNING, NOON, null, null, 0));
		assertThat(this.store.pipelines(true)).isEmpty();
		assertThat(this.store.pipelines(false)).containsExactly(new Pipeline("shop", "orders", true));
		this.store.removePipeline("orders");
		assertThat(this.store.pipeline("orders")).isEmpty();
		assertThat(this.store.find("orders", 1)).isEmpty();
	}

}
