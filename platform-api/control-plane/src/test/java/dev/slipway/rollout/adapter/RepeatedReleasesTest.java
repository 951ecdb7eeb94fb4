package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Configurations;
import dev.slipway.rollout.Demand;
import dev.slipway.rollout.Ended;
import dev.slipway.rollout.GateBook;
import dev.slipway.rollout.Manifests.Checked;
import dev.slipway.rollout.NoGates;
import dev.slipway.rollout.NoRules;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Proposals;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Release.Draft;
import dev.slipway.rollout.ReleaseEdits.Edit;
import dev.slipway.rollout.ReleaseKind;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.RolloutFakes;
import dev.slipway.rollout.Surroundings;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Strategy;
import dev.slipway.test.NoRepositories;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Releases that consist of what another consisted of. */
@NullUnmarked
class RepeatedReleasesTest {

	private static final String JOBS = """
			---
			apiVersion: batch/v1
			kind: Job
			metadata: {name: migrate, annotations: {slipway.dev/hook: before}}
			spec:
			  manualSelector: true
			  template:
			    metadata:
			      labels: {app: orders, tier: api, example.com/part: orders, sidecar.istio.io/inject: "false"}
			    spec: {containers: [{name: app, image: it}]}
			---
			apiVersion: batch/v1
			kind: Job
			metadata: {name: smoke, annotations: {slipway.dev/hook: after}}
			spec: {template: {spec: {containers: [{name: app, image: it}]}}}
			---
			apiVersion: batch/v1
			kind: Job
			metadata: {name: contract, annotations: {slipway.dev/hook: contract}}
			spec: {template: {spec: {containers: [{name: app, image: it}]}}}
			---
			apiVersion: v1
			kind: Service
			metadata: {name: orders-admin}
			spec: {selector: {example.com/part: orders}, ports: [{port: 9090}]}
			""";

	private final RolloutFakes fakes = new RolloutFakes();

	private final Proposals proposals = new Proposals(new YamlManifests(), repositories(), new OneEnvironment(null),
			this.fakes.store(), (environment, team, service, stable) -> {
				throw new Surroundings.Unanswered("it is not asked here", new IllegalStateException());
			}, new GateBook(List::of), Demand.UNKNOWN, new ManifestOverlay());

	private final Releases releases = new Releases(this.fakes.store(), this.fakes.journal(), this.fakes.flows(),
			new ReleaseKind(this.fakes.flows(), this.fakes.store(), this.fakes.journal(), null, null, new NoGates(),
					this.fakes.listener(), new NoRules(), Clock.systemUTC()),
			this.proposals, new NoRules(), Clock.systemUTC());

	@Test
	void aRestartOfWhatWasPromotedRunsNoMigrationAgain() {
		Release first = added(draft());
		assertThat(jobs(first)).containsExactly("migrate-r1", "smoke-r1", "contract-r1");
		this.fakes.store().record(first, Outcome.SUCCEEDED, "");
		Release again = this.releases.repeat(this.fakes.store().find("orders", "dev", 1).orElseThrow(), "sam");
		assertThat(jobs(again)).containsExactly("smoke-r2");
		this.fakes.store().record(again, Outcome.FAILED, "");
		Release third = this.releases.repeat(this.fakes.store().find("orders", "dev", 2).orElseThrow(), "sam");
		assertThat(jobs(third)).as("a failed restart is restarted").containsExactly("smoke-r3");
	}

	@Test
	void aRestartOfWhatFailedRunsThemAgain() {
		Release first = added(draft());
		this.fakes.store().record(first, Outcome.FAILED, "Job migrate-r1 failed");
		Release again = this.releases.repeat(this.fakes.store().find("orders", "dev", 1).orElseThrow(), "sam");
		assertThat(jobs(again)).containsExactly("migrate-r2", "smoke-r2", "contract-r2");
	}

	@Test
	void aRestartRunsWhatWasNotRunAfterThePromotion() {
		Release first = added(draft());
		this.fakes.store().record(first, Outcome.SUCCEEDED, "");
		this.fakes.store().rollBack(first, "taken back in its window");
		Release again = repeat(1);
		assertThat(jobs(again)).containsExactly("smoke-r2", "contract-r2");
		this.fakes.store().record(again, Outcome.FAILED, "");
		assertThat(jobs(repeat(2))).as("a failed restart is restarted").containsExactly("smoke-r3", "contract-r3");
		Release third = this.fakes.store().find("orders", "dev", 3).orElseThrow();
		this.fakes.store().record(third, Outcome.SUCCEEDED, "");
		this.fakes.ended(third, new Ended.Succeeded(third.plan(), true));
		assertThat(jobs(repeat(3))).as("its Job failed").containsExactly("smoke-r4", "contract-r4");
		Release fourth = this.fakes.store().find("orders", "dev", 4).orElseThrow();
		this.fakes.store().record(fourth, Outcome.SUCCEEDED, "");
		this.fakes.ended(fourth, new Ended.Succeeded(fourth.plan()));
		assertThat(jobs(repeat(4))).as("it succeeded").containsExactly("smoke-r5");
	}

	@Test
	void aRestartOfARollbackRunsNoMigration() {
		Release first = added(draft());
		this.fakes.store().record(first, Outcome.SUCCEEDED, "");
		Release back = this.releases.rollback(this.fakes.store().find("orders", "dev", 1).orElseThrow(), "sam");
		assertThat(jobs(back)).containsExactly("smoke-r2");
		this.fakes.store().record(back, Outcome.SUCCEEDED, "");
		this.fakes.store().rollBack(back, "taken back in its window");
		assertThat(jobs(repeat(2))).containsExactly("smoke-r3");
	}

	@Test
	void whatKnewNothingOfOneActiveReleaseComesBackInThatOrder() {
		Release first = added(draft());
		this.fakes.store().record(first, Outcome.SUCCEEDED, "");
		Draft draft = draft();
		Release alone = added(new Draft("orders", "dev", "shop", draft.image(), "b2", 2, 2, draft.strategy().alone(),
				draft.manifests(), null, "sam", Instant.EPOCH));
		assertThat(this.releases.rollback(this.fakes.store().find("orders", "dev", 1).orElseThrow(), "sam")
			.draft()
			.strategy()).as("it is not stable yet").isEqualTo(draft.strategy().withoutSteps());
		this.fakes.store().record(alone, Outcome.SUCCEEDED, "");
		Release back = this.releases.rollback(this.fakes.store().find("orders", "dev", 1).orElseThrow(), "sam");
		for (Release release : List.of(back, repeat(1))) {
			Strategy strategy = release.draft().strategy();
			assertThat(strategy.terms().singleActive()).isTrue();
			assertThat(strategy.terms().routing().router()).isEqualTo(Router.REPLICAS);
			assertThat(strategy.schedule(3, 3).floor()).isZero();
		}
	}

	private Release repeat(int number) {
		return this.releases.repeat(this.fakes.store().find("orders", "dev", number).orElseThrow(), "sam");
	}

	@Test
	void noServiceCanSelectThePodOfAJob() {
		JsonNode job = compiled(added(draft())).children()
			.stream()
			.filter((child) -> child.at("/metadata/name").asText().equals("migrate-r1"))
			.findFirst()
			.orElseThrow();
		assertThat(job.at("/spec/template/metadata/labels").fieldNames()).toIterable()
			.containsExactlyInAnyOrder("sidecar.istio.io/inject", HookObjects.HOOK_OF, Labels.RELEASE, Labels.TEAM,
					Labels.ENVIRONMENT);
		assertThat(job.path("spec").has("manualSelector")).isFalse();
	}

	@Test
	void aChangeOfConfigurationKeepsWhatWasAdopted() throws Exception {
		Release first = added(draft());
		this.fakes.store().record(first, Outcome.SUCCEEDED, "");
		Configurations configurations = new Configurations(this.releases, this.proposals, new ManifestOverlay());
		configure(configurations, Map.of("VERSION", "b2", "GREETING", "hello"));
		Release adopted = this.releases.adopt(
				new JsonReleaseEdits()
					.apply(this.fakes.store().find("orders", "dev", 2).orElseThrow().draft(),
							List.of(new Edit("Deployment", "orders", List.of("spec", "replicas"), 5),
									new Edit("Deployment", "orders",
											List.of("spec", "template", "spec", "containers", "[app]", "env",
													"[COLOUR]"),
											Map.of("name", "COLOUR", "value", "red")),
									new Edit("ConfigMap", "orders", List.of("data", "LIMIT"), "7"))),
				"sam");
		this.fakes.store().record(adopted, Outcome.SUCCEEDED, "");

		Release changed = configure(configurations, Map.of("COUNT", "3"));
		assertThat(changed.draft().replicas()).isEqualTo(5);
		assertThat(changed.draft().manifests()).contains("COLOUR");
		JsonNode map = new ObjectMapper().readTree(changed.draft().manifests())
			.findParents("kind")
			.stream()
			.filter((object) -> object.path("kind").asText().equals("ConfigMap"))
			.findFirst()
			.orElseThrow();
		assertThat(new ObjectMapper().convertValue(map.path("data"), Map.class))
			.isEqualTo(Map.of("VERSION", "a1", "LIMIT", "7", "COUNT", "3"));
		assertThat(new ManifestOverlay().of("orders", changed.draft().manifests())).isEqualTo(Map.of("COUNT", "3"));
	}

	private Release configure(Configurations configurations, Map<String, String> overrides) {
		Configurations.Current current = configurations.current("orders", "dev").orElseThrow();
		Release release = configurations.change(current, configurations.request(current, overrides, "sam", null));
		this.fakes.store().record(release, Outcome.SUCCEEDED, "");
		return release;
	}

	private Release added(Draft draft) {
		return this.fakes.store().add(draft, (added) -> {
		});
	}

	private static Draft draft() {
		Checked checked = new YamlManifests().check("orders", "dev",
				repositories().readTree("shop", "orders", "a1", "deploy"), "spec: {}".getBytes(StandardCharsets.UTF_8));
		return new Draft("orders", "dev", "shop", "shop/orders@sha256:1", "a1", 1, 2, checked.strategy(),
				checked.objects(), null, "sam", Instant.EPOCH);
	}

	private static Repositories repositories() {
		return new NoRepositories() {

			@Override
			public Map<String, byte[]> readTree(String team, String name, String commit, String folder) {
				Map<String, byte[]> files = new HashMap<>(
						new FixtureRepositories().readTree(team, name, commit, folder));
				files.put("deploy/jobs.yaml", JOBS.getBytes(StandardCharsets.UTF_8));
				return files;
			}

			@Override
			public java.util.Optional<byte[]> read(String team, String name, String commit, String path) {
				return new FixtureRepositories().read(team, name, commit, path);
			}

		};
	}

	private static ReleaseObjects compiled(Release release) {
		return ReleaseObjects.of(release, "shop-dev", "shop", Map.of());
	}

	private static List<String> jobs(Release release) {
		return compiled(release).children()
			.stream()
			.filter((child) -> child.path("kind").asText().equals("Job"))
			.map((ObjectNode child) -> child.at("/metadata/name").asText())
			.toList();
	}

}
