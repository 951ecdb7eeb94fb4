package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.drift.Difference;
import dev.slipway.drift.Drift;
import dev.slipway.drift.Drift.Ending;
import dev.slipway.drift.DriftStore;
import dev.slipway.drift.Drifts;
import dev.slipway.drift.Policy;
import dev.slipway.rollout.BreakGlass;
import dev.slipway.rollout.Manifests.Checked;
import dev.slipway.rollout.NoGates;
import dev.slipway.rollout.NoRules;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Release.Draft;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.ReleaseKind;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.RolloutFakes;
import dev.slipway.rollout.Split;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Terms;
import dev.slipway.strategy.Terms.Newer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Somebody edits the route of a promoted release, while none is live. */
@NullUnmarked
class RouteDriftTest {

	@TempDir
	static Path folder;

	private static SimulatedReleases simulated;

	private static KubernetesClient client;

	private final RolloutFakes fakes = new RolloutFakes();

	private final Reach reach = simulated.reach();

	private final KubernetesReleases deployments = new KubernetesReleases(this.reach, Map.of());

	private final KubernetesRouter router = new KubernetesRouter(this.reach);

	private final Releases releases = new Releases(this.fakes.store(), this.fakes.journal(), this.fakes.flows(),
			new ReleaseKind(this.fakes.flows(), this.fakes.store(), this.fakes.journal(), this.deployments, this.router,
					new NoGates(), this.fakes.listener(), new NoRules(), Clock.systemUTC()),
			null, new NoRules(), Clock.systemUTC());

	private final Drifts drifts = new Drifts(new Kept(),
			new BreakGlass(this.fakes.store(), this.releases, this.router, this.deployments, Clock.systemUTC()),
			new KubernetesLiveObjects(this.reach, this.deployments, Map.of()), new JsonReleaseEdits(), this.releases,
			Policy.SHOW, Clock.systemUTC());

	@BeforeAll
	static void start() throws Exception {
		simulated = new SimulatedReleases(folder);
		client = simulated.client();
	}

	@AfterAll
	static void stop() {
		simulated.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"HTTP_ROUTE | HTTPRoute | {'spec':{'rules':[{'backendRefs':[{'name':'orders-r9','port':8080,'weight':1}]}]}} "
					+ "| spec.rules[0].backendRefs[orders-r9]",
			"HTTP_ROUTE | HTTPRoute | {'spec':{'rules':[{'backendRefs':[{'name':'http-r1','port':8080,'weight':90},"
					+ "{'name':'http-r9','port':8080,'weight':10}]}]}} | spec.rules[0].backendRefs[http-r9]",
			"HTTP_ROUTE | HTTPRoute | {'spec':{'hostnames':['evil.example.com']}} | spec.hostnames[0]",
			"ISTIO | VirtualService | {'spec':{'http':[{'route':[{'weight':50,'destination':{'host':'mesh-r1'}},"
					+ "{'weight':50,'destination':{'host':'mesh-r9'}}]}]}} | spec.http[0].route[1]",
			"ISTIO | VirtualService | {'spec':{'http':[{'mirror':{'host':'mesh-r9'},"
					+ "'route':[{'weight':100,'destination':{'host':'mesh-r1'}}]}]}} | spec.http[0].mirror" })
	void seesAndPutsBackWhereRequestsGo(Router kind, String name, String edit, String path) {
		Release release = promoted((kind == Router.ISTIO) ? "mesh" : "http", kind);
		assertThat(paths(release)).as("as it was promoted").isEmpty();
		Object before = route(release, name).get().getAdditionalProperties().get("spec");
		route(release, name).patch(PatchContext.of(PatchType.JSON_MERGE), edit.replace('\'', '"'));
		assertThat(paths(release)).contains(path);
		assertThatIllegalStateException().as("where requests go is no wish of a release")
			.isThrownBy(() -> this.drifts.adopt(release.draft().service(), "dev", "sam"));
		putBack(release);
		assertThat(route(release, name).get().getAdditionalProperties().get("spec")).usingRecursiveComparison()
			.ignoringFields("hostnames")
			.isEqualTo(before);
		route(release, name).delete();
		assertThat(paths(release)).hasSize(1);
		putBack(release);
	}

	/** At rest the team's Ingress and the entry Service do alone. */
	@Test
	void seesAndTakesAwayAnIngressThatDivertsRequests() {
		client.resource(ingress("edge", Map.of())).create();
		Release release = promoted("edge", Router.NGINX);
		assertThat(paths(release)).as("as it was promoted").isEmpty();
		client.resource(ingress("edge-canary", Map.of())).create();
		assertThat(paths(release)).as("one like others").isEmpty();
		client.resource(ingress("edge-canary", Map.of(NginxRoute.ANNOTATION, "true"))).update();
		assertThat(this.drifts.look("edge", "dev")).singleElement().satisfies((drift) -> {
			assertThat(drift.difference().kind()).isEqualTo("Ingress");
			assertThat(drift.difference().name()).isEqualTo("edge-canary");
			assertThat(drift.difference().wanted()).isNull();
			assertThat(drift.difference().found()).isEqualTo("there");
		});
		assertThatIllegalStateException().isThrownBy(() -> this.drifts.adopt("edge", "dev", "sam"));
		putBack(release);
		assertThat(client.network().v1().ingresses().inNamespace("shop-dev").withName("edge-canary").get()).isNull();
		assertThat(paths(release)).isEmpty();
	}

	/** A release that began between the look and the write has marked what it made. */
	@Test
	void leavesWhatALaterReleaseWroteUntilThatHasEnded() {
		client.resource(ingress("late", Map.of())).create();
		Release release = promoted("late", Router.NGINX);
		client.resource(ingress("late-canary", Map.of(NginxRoute.ANNOTATION, "true", Labels.EPOCH, "2.1"))).create();
		this.drifts.restore("late", "dev", "sam");
		assertThat(canary("late")).as("release 2 has written it").isNotNull();
		patch(release, "{'metadata':{'annotations':{'" + Labels.EPOCH + "':'2.1'}},'spec':{'replicas':5}}");
		this.drifts.restore("late", "dev", "sam");
		assertThat(deployment(release).getSpec().getReplicas()).as("release 2 has written it").isEqualTo(5);
		Release failed = this.fakes.store().add(release.draft(), (added) -> {
		});
		this.fakes.store().record(failed, Outcome.FAILED, "");
		putBack(release);
		assertThat(canary("late")).isNull();
		assertThat(deployment(release).getSpec().getReplicas()).isEqualTo(2);
	}

	private static Ingress canary(String service) {
		return client.network().v1().ingresses().inNamespace("shop-dev").withName(service + "-canary").get();
	}

	private static Ingress ingress(String name, Map<String, String> annotations) {
		return new IngressBuilder().withNewMetadata()
			.withName(name)
			.withNamespace("shop-dev")
			.withAnnotations(annotations)
			.endMetadata()
			.withNewSpec()
			.addNewRule()
			.withHost("edge.example.com")
			.withNewHttp()
			.addNewPath()
			.withPath("/")
			.withPathType("Prefix")
			.withNewBackend()
			.withNewService()
			.withName("edge")
			.withNewPort()
			.withNumber(8080)
			.endPort()
			.endService()
			.endBackend()
			.endPath()
			.endHttp()
			.endRule()
			.endSpec()
			.build();
	}

	@Test
	void finishesADeploymentThatWasMadeAgainByAPlatformThatDiedThen() {
		Release release = promoted("again", Router.SELECTOR);
		client.resource(deployment(release)).delete();
		this.deployments.create(release, this.releases.atRest("again", "dev"));
		assertThat(deployment(release).getMetadata().getLabels()).containsEntry(Labels.ROLE, "candidate");
		assertThat(paths(release)).contains("metadata.labels[slipway.dev/role]", "spec.replicas");
		putBack(release);
		assertThat(deployment(release).getMetadata().getLabels()).containsEntry(Labels.ROLE, "stable");
		assertThat(deployment(release).getSpec().getReplicas()).isEqualTo(2);
		assertThat(paths(release)).isEmpty();
	}

	@Test
	void podsOfAnEarlierVersionWithoutARoleAreNoDriftAndNotRestarted() {
		Release release = promoted("before", Router.SELECTOR);
		patch(release, "{'spec':{'template':{'metadata':{'labels':{'slipway.dev/role':null}}}}}");
		assertThat(paths(release)).isEmpty();
		patch(release, "{'spec':{'replicas':5}}");
		assertThat(paths(release)).containsExactly("spec.replicas");
		putBack(release);
		assertThat(deployment(release).getSpec().getReplicas()).isEqualTo(2);
		assertThat(deployment(release).getSpec().getTemplate().getMetadata().getLabels())
			.doesNotContainKey(Labels.ROLE);
	}

	private Release promoted(String service, Router router) {
		Checked checked = new YamlManifests().check(service, "dev",
				new FixtureRepositories().readTree("shop", service, "a1", "deploy"),
				"spec: {}".getBytes(StandardCharsets.UTF_8));
		Terms terms = new Terms(Duration.ZERO, Duration.ofSeconds(60), Duration.ZERO, Routing.of(router), List.of(),
				Newer.SUPERSEDES);
		Release release = this.fakes.store()
			.add(new Draft(service, "dev", "shop", "shop/orders@sha256:1", "a1", 1, 2,
					new Canary(List.of(), Duration.ZERO, terms), checked.objects(), null, "sam", Instant.EPOCH),
					(added) -> {
					});
		this.fakes.store().record(release, Outcome.SUCCEEDED, "");
		Fence fence = new Fence(1, 7);
		this.deployments.create(release, fence);
		this.deployments.scale(release, 2, this.deployments.look(release), fence);
		this.router.route(release, new Split(1, 1, null, 0, null, 0), fence);
		this.deployments.promote(release, 3, fence);
		return release;
	}

	/** What a controller changed meanwhile is left, and looked at again. */
	private void putBack(Release release) {
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
			this.drifts.restore(release.draft().service(), "dev", "sam");
			return paths(release).isEmpty();
		});
	}

	/** Whatever controllers write to it at the same time. */
	private static void patch(Release release, String patch) {
		client.apps()
			.deployments()
			.inNamespace("shop-dev")
			.withName(release.objectName())
			.patch(PatchContext.of(PatchType.JSON_MERGE), patch.replace('\'', '"'));
	}

	private List<String> paths(Release release) {
		return this.drifts.look(release.draft().service(), "dev")
			.stream()
			.map(Drift::difference)
			.map(Difference::path)
			.toList();
	}

	private static Resource<GenericKubernetesResource> route(Release release, String kind) {
		return client
			.genericKubernetesResources(
					kind.equals("HTTPRoute") ? "gateway.networking.k8s.io/v1" : "networking.istio.io/v1", kind)
			.inNamespace("shop-dev")
			.withName(release.draft().service());
	}

	private static Deployment deployment(Release release) {
		return client.apps().deployments().inNamespace("shop-dev").withName(release.objectName()).get();
	}

	/** In memory. */
	private static final class Kept implements DriftStore {

		private final List<Drift> open = new ArrayList<>();

		private long ids;

		@Override
		public Policy policy(String service, String environment) {
			return null;
		}

		@Override
		public void set(String service, String environment, Policy policy, String by, Instant at) {
			throw new UnsupportedOperationException();
		}

		@Override
		public List<Drift> open(String service, String environment) {
			return List.copyOf(this.open);
		}

		@Override
		public List<Drift> list(String service, Instant until, int limit) {
			return List.of();
		}

		@Override
		public void add(String service, String environment, int release, Difference difference, Instant at) {
			this.open.add(new Drift(++this.ids, service, environment, release, difference, at, null, null, null));
		}

		@Override
		public void end(Drift drift, Ending ending, String by, Instant at) {
			this.open.removeIf((one) -> one.id() == drift.id());
		}

	}

}
