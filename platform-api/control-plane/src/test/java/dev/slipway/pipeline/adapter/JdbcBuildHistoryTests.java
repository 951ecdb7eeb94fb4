package dev.slipway.pipeline.adapter;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildHistory.SlowTest;
import dev.slipway.pipeline.BuildQuery;
import dev.slipway.pipeline.BuildQuery.Mark;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.Durations;
import dev.slipway.pipeline.TestCase;
import dev.slipway.test.Databases;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Past builds are read the same way from both databases. */
@ParameterizedClass
@EnumSource(Databases.class)
@NullUnmarked
class JdbcBuildHistoryTests {

	private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

	private final JdbcBuildStore store;

	private final JdbcBuildHistory history;

	JdbcBuildHistoryTests(Databases database) {
		DataSource fresh = database.fresh();
		this.store = new JdbcBuildStore(Databases.client(fresh), Databases.transactions(fresh));
		this.history = new JdbcBuildHistory(Databases.client(fresh));
		this.store.addPipeline("shop", "orders");
		this.store.addPipeline("pay", "invoices");
	}

	@Test
	void findsBuildsOfAllServicesInPages() {
		add("shop", "orders", "main", "a", "ann", 0);
		add("pay", "invoices", "main", "b", "bob", 0);
		add("shop", "orders", "fix", "c", "bob", 1);
		List<Build> all = this.history.find(query(null, null, Set.of(), null, null, null), 10);
		assertThat(all).extracting(JdbcBuildHistoryTests::name).containsExactly("orders2", "invoices1", "orders1");
		for (int i = 0; i < all.size(); i++) {
			assertThat(this.history.find(query(null, null, Set.of(), null, null, Mark.of(all.get(i))), 10))
				.isEqualTo(all.subList(i + 1, all.size()));
		}
		assertThat(this.history.find(query(Set.of("pay"), null, Set.of(), null, null, null), 10))
			.extracting(JdbcBuildHistoryTests::name)
			.containsExactly("invoices1");
		assertThat(this.history.find(query(Set.of(), null, Set.of(), null, null, null), 10)).isEmpty();
		assertThat(this.history.find(query(null, "orders", Set.of(BuildStatus.QUEUED), "fix", "bob", null), 10))
			.extracting(JdbcBuildHistoryTests::name)
			.containsExactly("orders2");
		assertThat(this.history.find(query(null, null, Set.of(BuildStatus.FAILURE), null, null, null), 10)).isEmpty();
	}

	@Test
	void findsTheBuildsOfACommit() {
		add("shop", "orders", "main", "a", "ann", 0);
		add("shop", "orders", "main", "b", "ann", 1);
		add("shop", "orders", "fix", "a", "ann", 2);
		assertThat(this.history.ofCommit("orders", "a")).extracting(Build::number).containsExactly(1, 3);
		assertThat(this.history.ofCommit("orders", "x")).isEmpty();
	}

	@Test
	void tellsOfTestsOverBuilds() {
		for (int i = 1; i <= 3; i++) {
			add("shop", "orders", (i == 2) ? "fix" : "main", "c" + i, "ann", i);
			this.store.addTests("orders", i,
					List.of(new TestCase("A", "steady", "PASSED", 10L * i, null),
							new TestCase("A", "shaky", (i == 2) ? "FAILED" : "PASSED", 100, null),
							new TestCase("A", "never", "SKIPPED", 999, null)));
		}
		add("shop", "orders", "main", "c4", "ann", 4); // ran no tests, so it does not
														// count
		assertThat(this.history.failingRuns("orders", null, 2, 9)).extracting((run) -> run.build() + run.test().name())
			.containsExactly("2shaky", "3shaky");
		assertThat(this.history.failingRuns("orders", "main", 9, 9)).isEmpty();
		assertThat(this.history.failingRuns("orders", null, 1, 9)).isEmpty();
		assertThat(this.history.testRuns("orders", "A", "steady", "main", 9)).extracting((run) -> run.commit())
			.containsExactly("c1", "c3");
		assertThat(this.history.slowest("orders", null, 9, 5)).containsExactly(new SlowTest("A", "shaky", 3, 100, 100),
				new SlowTest("A", "steady", 3, 20, 30));
	}

	@Test
	void ofManyFailingTestsTheWorstAreReadWithoutTheirMessages() {
		for (int i = 1; i <= 2; i++) {
			add("shop", "orders", "main", "c" + i, "ann", i);
			this.store.addTests("orders", i,
					List.of(new TestCase("A", "once", (i == 1) ? "FAILED" : "PASSED", 1, "why"),
							new TestCase("A", "worst", "FAILED", 1, "why"),
							new TestCase("B", "once", (i == 1) ? "FAILED" : "PASSED", 1, "why")));
		}
		assertThat(this.history.failingRuns("orders", null, 9, 2))
			.extracting((run) -> run.build() + run.test().suite() + run.test().name())
			.containsExactly("1Aonce", "1Aworst", "2Aonce", "2Aworst");
		assertThat(this.history.failingRuns("orders", null, 9, 1)).hasSize(2)
			.allSatisfy((run) -> assertThat(run.test().message()).isNull());
	}

	@Test
	void tellsHowLongBuildsAndStagesTook() {
		for (int i = 1; i <= 3; i++) {
			Build build = add("shop", "orders", "main", "c" + i, "ann", i).started(NOON);
			this.store.save(build);
			this.store.saveStage("orders", i, new BuildStage(1, null, "stage", "Build", BuildStatus.SUCCESS, NOON,
					NOON.plusMillis(100L * i), null, 0));
			this.store.save(
					build.ended((i == 2) ? BuildStatus.FAILURE : BuildStatus.SUCCESS, null, null, NOON.plusSeconds(i)));
		}
		assertThat(this.history.timed("orders", null, 9)).extracting((timed) -> timed.build().number())
			.containsExactly(1, 3);
		assertThat(this.history.timed("orders", "main", 1)).extracting((timed) -> timed.build().number())
			.containsExactly(3);
		assertThat(Durations.ofStages(this.history.timed("orders", null, 9)))
			.containsExactly(new Durations("Build", 2, 100, 300));
		assertThat(this.history.timed("invoices", null, 9)).isEmpty();
	}

	private static String name(Build build) {
		return build.service() + build.number();
	}

	private static BuildQuery query(Set<String> teams, String service, Set<BuildStatus> statuses, String branch,
			String person, Mark after) {
		return new BuildQuery(teams, service, statuses, branch, person, after);
	}

	private Build add(String team, String service, String branch, String commit, String by, int second) {
		return this.store
			.add(new BuildRequest(team, service, branch, commit, branch + commit + second, "Push", by),
					NOON.plusSeconds(second))
			.build();
	}

}
