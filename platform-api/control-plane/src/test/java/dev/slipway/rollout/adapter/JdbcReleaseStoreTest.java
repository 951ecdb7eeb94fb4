package dev.slipway.rollout.adapter;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.slipway.flow.adapter.FlowStoreAccess;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Release.Draft;
import dev.slipway.rollout.ReleaseQuery;
import dev.slipway.strategy.Amount;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.HeaderMatch;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;
import dev.slipway.strategy.Terms;
import dev.slipway.test.Databases;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ParameterizedClass
@EnumSource(Databases.class)
class JdbcReleaseStoreTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.000456Z");

	private final JdbcReleaseStore store;

	private final JdbcClient jdbc;

	JdbcReleaseStoreTest(Databases database) {
		DataSource dataSource = database.fresh();
		this.jdbc = Databases.client(dataSource);
		this.store = new JdbcReleaseStore(this.jdbc, Databases.transactions(dataSource), FlowStoreAccess.codec());
	}

	@Test
	void numbersReleasesPerServiceAndEnvironment() {
		assertThat(add("orders", "dev").number()).isEqualTo(1);
		assertThat(add("orders", "dev").number()).isEqualTo(2);
		assertThat(add("orders", "prod").number()).isEqualTo(1);
		assertThat(add("stock", "dev").number()).isEqualTo(1);
	}

	@Test
	void keepsWhatWasAdded() {
		Release added = add("orders", "dev");
		assertThat(this.store.find("orders", "dev", 1)).contains(added);
		assertThat(this.store.find("orders", "dev", 2)).isEmpty();
	}

	@Test
	void keepsTheFirstOutcome() {
		Release release = add("orders", "dev");
		assertThat(this.store.record(release, Outcome.ABORTED, "by sam")).isEqualTo(Outcome.ABORTED);
		assertThat(this.store.record(release, Outcome.SUCCEEDED, "late")).isEqualTo(Outcome.ABORTED);
		assertThat(this.store.find("orders", "dev", 1)).map(Release::reason).contains("by sam");
	}

	@Test
	void pointsToTheLastPromoted() {
		assertThat(this.store.stable("orders", "dev")).isEmpty();
		this.store.record(add("orders", "dev"), Outcome.SUCCEEDED, "ok");
		this.store.record(add("orders", "dev"), Outcome.SUCCEEDED, "ok");
		this.store.record(add("orders", "dev"), Outcome.FAILED, "bad");
		add("orders", "dev");
		assertThat(this.store.stable("orders", "dev")).map(Release::number).contains(2);
	}

	@Test
	void tellsTheStableOneOfEachServiceAndEnvironment() {
		for (String environment : List.of("dev", "dev", "prod")) {
			this.store.record(add("orders", environment), Outcome.SUCCEEDED, "ok");
			this.store.record(add("stock", environment), Outcome.SUCCEEDED, "ok");
		}
		this.store.record(add("orders", "dev"), Outcome.FAILED, "bad");
		this.store.record(add("billing", "dev"), Outcome.ABORTED, "by sam");
		assertThat(this.store.stables()).map((one) -> one.draft().environment() + " " + one.objectName())
			.containsExactlyInAnyOrder("dev orders-r2", "dev stock-r2", "prod orders-r1", "prod stock-r1");
	}

	@Test
	void tellsWhichHaveNotComeToRest() {
		List<Release> all = IntStream.range(0, 4).mapToObj((i) -> add("orders", "dev")).toList();
		add("orders", "prod");
		add("stock", "dev");
		this.store.end(all.get(0), NOON);
		this.store.end(all.get(2), NOON);
		assertThat(this.store.open("orders", "dev")).containsExactly(4, 2);
		assertThat(this.store.open("billing", "dev")).isEmpty();
	}

	@Test
	void listsTheNewestFirst() {
		IntStream.range(0, 5).forEach((i) -> add("orders", "dev"));
		assertThat(this.store.list("orders", "dev", 5, 2)).map(Release::number).containsExactly(4, 3);
	}

	@Test
	void listsAServicesReleasesOfAllEnvironmentsByTime() {
		Instant noon = Instant.parse("2026-01-05T12:00:00.000456Z");
		add("orders", "prod", noon);
		add("orders", "dev", noon);
		add("orders", "dev", noon.plusSeconds(1));
		add("stock", "dev", noon);
		assertThat(this.store.list("orders", noon.plusSeconds(9), 10)).map(Release::objectName)
			.containsExactly("orders-r2", "orders-r1", "orders-r1");
		assertThat(this.store.list("orders", noon.plusSeconds(9), 10)).map((one) -> one.draft().environment())
			.containsExactly("dev", "dev", "prod");
		assertThat(this.store.list("orders", noon, 1)).singleElement()
			.satisfies((one) -> assertThat(one.draft().environment()).isEqualTo("dev"));
	}

	@Test
	void findsThoseUnderWayAndThoseAtRest() {
		for (int i = 0; i < 4; i++) {
			add("orders", "dev", NOON.plusSeconds(i));
		}
		flow(1, true);
		flow(2, false);
		flow(3, false);
		this.store.end(this.store.find("orders", "dev", 3).orElseThrow(), NOON.plusSeconds(60));
		assertThat(found(true, null)).as("4 has no flow, 3 has come to rest").containsExactly("orders-r2");
		assertThat(found(false, null)).containsExactly("orders-r4", "orders-r3", "orders-r1");
		assertThat(found(null, null)).hasSize(4);
	}

	@Test
	void findsThoseOfSomeTeamsPageByPage() {
		for (String service : List.of("stock", "orders", "billing")) {
			add(service, "prod", NOON);
			add(service, "dev", NOON);
			add(service, "dev", NOON);
		}
		add("orders", "dev", NOON.plusSeconds(1));
		List<Release> all = this.store.find(new ReleaseQuery(null, Set.of("shop", "other"), null), 100);
		assertThat(all).hasSize(10);
		assertThat(all.get(0).number()).isEqualTo(3);
		List<Release> pages = new ArrayList<>();
		ReleaseQuery.Mark after = null;
		for (List<Release> page = page(after); !page.isEmpty(); page = page(after)) {
			pages.addAll(page);
			after = ReleaseQuery.Mark.of(page.get(page.size() - 1));
		}
		assertThat(pages).isEqualTo(all);
		assertThat(this.store.find(new ReleaseQuery(null, Set.of("other"), null), 100)).isEmpty();
		assertThat(this.store.find(new ReleaseQuery(null, Set.of(), null), 100)).isEmpty();
	}

	private List<Release> page(ReleaseQuery.@Nullable Mark after) {
		return this.store.find(new ReleaseQuery(null, null, after), 3);
	}

	private List<String> found(@Nullable Boolean live, @Nullable Set<String> teams) {
		return this.store.find(new ReleaseQuery(live, teams, null), 100).stream().map(Release::objectName).toList();
	}

	private void flow(int number, boolean ended) {
		this.jdbc
			.sql("INSERT INTO flow (kind, id, state, version, epoch, desire_version, wake_seq, ended, failures, "
					+ "started_at, updated_at) VALUES ('release', :id, '{}', 1, 1, 0, 0, :ended, 0, :at, :at)")
			.param("id", "orders/dev/" + number)
			.param("ended", ended)
			.param("at", OffsetDateTime.ofInstant(NOON, ZoneOffset.UTC))
			.update();
	}

	@Test
	void pointsToThePromotedBeforeANumber() {
		this.store.record(add("orders", "dev"), Outcome.SUCCEEDED, "ok");
		this.store.record(add("orders", "dev"), Outcome.FAILED, "bad");
		this.store.record(add("orders", "dev"), Outcome.SUCCEEDED, "ok");
		assertThat(this.store.stableBefore("orders", "dev", 3)).map(Release::number).contains(1);
		assertThat(this.store.stableBefore("orders", "dev", 1)).isEmpty();
	}

	@Test
	void knowsTheBuildsThatOneCanGoBackTo() {
		for (int build = 1; build <= 4; build++) {
			this.store.record(add("orders", "dev", build), (build == 3) ? Outcome.FAILED : Outcome.SUCCEEDED, "x");
		}
		add("orders", "dev", 5);
		this.store.record(add("orders", "prod", 1), Outcome.SUCCEEDED, "ok");
		this.store.record(add("stock", "dev", 9), Outcome.SUCCEEDED, "ok");
		assertThat(this.store.builds("orders", 3)).containsExactlyInAnyOrder(5, 4, 2, 1);
		assertThat(this.store.builds("orders", 1)).containsExactlyInAnyOrder(5, 1);
		assertThat(this.store.builds("billing", 3)).isEmpty();
	}

	private Release add(String service, String environment, int build) {
		Draft draft = draft(service, environment);
		return this.store.add(new Draft(service, environment, draft.team(), draft.image(), draft.commit(), build,
				draft.replicas(), draft.strategy(), "[]", null, "sam", draft.requestedAt()), (release) -> {
				});
	}

	@Test
	void addsNothingWhenWhatGoesAlongsideFails() {
		assertThatIllegalStateException().isThrownBy(() -> this.store.add(draft("orders", "dev"), (release) -> {
			throw new IllegalStateException("no flow");
		}));
		assertThat(this.store.find("orders", "dev", 1)).isEmpty();
	}

	@Test
	void givesNoNumberTwice() {
		List<CompletableFuture<Release>> all = IntStream.range(0, 6)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> add("orders", "dev")))
			.toList();
		assertThat(all.stream().map(CompletableFuture::join)).map(Release::number)
			.containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
	}

	private Release add(String service, String environment) {
		return this.store.add(draft(service, environment), (release) -> {
		});
	}

	private void add(String service, String environment, Instant at) {
		this.store.add(draft(service, environment, at), (release) -> {
		});
	}

	private static Draft draft(String service, String environment) {
		return draft(service, environment, Instant.parse("2026-01-05T10:00:00.123Z"));
	}

	private static Draft draft(String service, String environment, Instant at) {
		Strategy strategy = new Canary(
				List.of(new CanaryStep(25, Amount.parse("1"), new HeaderMatch("X-Canary", "yes"), 10,
						new Hold(Duration.ofSeconds(90), true),
						List.of(new GateSpec("go", "approval", Map.of("role", "owner"))))),
				Duration.ofMinutes(10), Terms.defaults());
		return new Draft(service, environment, "shop", "shop/orders@sha256:1", "c0ffee1", null, 2, strategy, "[]", 7, 6,
				true, "sam", at);
	}

}
