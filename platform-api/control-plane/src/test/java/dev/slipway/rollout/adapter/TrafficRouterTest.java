package dev.slipway.rollout.adapter;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.rollout.Manifests;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.ReleaseCluster.Refused;
import dev.slipway.rollout.Split;
import dev.slipway.rollout.Traffic;
import dev.slipway.rollout.TrafficRouter;
import dev.slipway.strategy.HeaderMatch;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Terms;
import dev.slipway.strategy.Terms.Newer;
import dev.slipway.test.Kubeconfigs;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What every router does, by the objects that it leaves in a cluster, read as the
 * documentation of each router says ({@link RoutedShares}).
 */
@NullUnmarked
@ParameterizedClass
@EnumSource(Router.class)
class TrafficRouterTest {

	private static final Fence FENCE = new Fence(2, 1);

	private static final HeaderMatch TESTERS = new HeaderMatch("X-Tester", "yes");

	@TempDir
	static Path folder;

	private static SimulatedCluster cluster;

	private static KubernetesClient kubernetes;

	private static final AtomicInteger services = new AtomicInteger();

	@Parameter
	Router router;

	private final String service = "orders" + services.incrementAndGet();

	private final Reach reach = new Reach(new OneEnvironment(kubernetes),
			new Views(new OneEnvironment(kubernetes), new OneCluster(kubernetes), Clock.systemUTC()));

	private final TrafficRouter routes = new KubernetesRouter(this.reach);

	private final RoutedShares shares = new RoutedShares(kubernetes, this.service);

	@BeforeAll
	static void start() throws Exception {
		cluster = SimulatedCluster.start(folder, (pod) -> true);
		kubernetes = Kubeconfigs.client(cluster.kubeconfig());
	}

	@AfterAll
	static void stop() {
		kubernetes.close();
		cluster.close();
	}

	@BeforeEach
	void oneStableRelease() {
		KubernetesReleases releases = new KubernetesReleases(this.reach, Map.of());
		releases.create(release(1, this.router), new Fence(1, 1));
		kubernetes
			.resource(new IngressBuilder().withNewMetadata()
				.withName(this.service)
				.withNamespace("shop-dev")
				.addToAnnotations("kubernetes.io/ingress.class", "nginx")
				.endMetadata()
				.withNewSpec()
				.addNewRule()
				.withHost("orders.example.com")
				.withNewHttp()
				.addNewPath()
				.withPath("/")
				.withPathType("Prefix")
				.withNewBackend()
				.withNewService()
				.withName(this.service)
				.withNewPort()
				.withName("http")
				.endPort()
				.endService()
				.endBackend()
				.endPath()
				.endHttp()
				.endRule()
				.endSpec()
				.build())
			.create();
		releases.create(release(2, this.router), FENCE);
		route(all(1));
	}

	@Test
	void allRequestsGoToOneRelease() {
		assertThat(this.shares.of(this.router, 1)).isEqualTo((this.router == Router.REPLICAS) ? null : 100);
		route(all(2));
		assertThat(this.shares.of(this.router, 2)).isEqualTo((this.router == Router.REPLICAS) ? null : 100);
		assertThat(
				kubernetes.network().v1().ingresses().inNamespace("shop-dev").withName(this.service + "-canary").get())
			.isNull();
	}

	@Test
	void bothReleasesHaveTheirShare() {
		assumeTrue(this.router.weighted(), this.router + " knows no weights");
		for (int weight : List.of(0, 1, 25, 50, 99, 100)) {
			route(split(weight, null, 0));
			assertThat(this.shares.of(this.router, 2)).isEqualTo(weight);
			assertThat(this.shares.of(this.router, 1)).isEqualTo(100 - weight);
			assertThat(this.shares.entry()).as("what the entry Service selects").isEqualTo("1");
		}
	}

	@Test
	void aHeaderLeadsToTheCandidate() {
		assumeTrue(this.router.matchesHeaders(), this.router + " matches no headers");
		route(split(10, TESTERS, 0));
		assertThat(this.shares.withHeader(this.router, TESTERS, 2)).isTrue();
		assertThat(this.shares.of(this.router, 2)).isEqualTo(10);
		route(split(10, null, 0));
		assertThat(this.shares.withHeader(this.router, TESTERS, 2)).isFalse();
	}

	@Test
	void theCandidateGetsCopies() {
		assumeTrue(this.router.mirrors(), this.router + " does not mirror");
		route(split(0, null, 30));
		assertThat(this.shares.mirrored(this.router, 2)).isEqualTo(30);
		assertThat(this.shares.of(this.router, 2)).isZero();
		route(split(0, null, 0));
		assertThat(this.shares.mirrored(this.router, 2)).isZero();
	}

	@Test
	void whatIsWrittenIsNotWrittenAgain() {
		route(split(25, null, 0));
		String before = this.shares.versions();
		this.routes.route(release(2, this.router), split(25, null, 0), FENCE);
		assertThat(this.shares.versions()).isEqualTo(before);
	}

	@Test
	void whatSomebodyElseChangedIsPutRight() {
		assumeTrue(this.router.weighted(), this.router + " knows no weights");
		route(split(25, null, 0));
		this.shares.change(this.router, split(25, null, 0));
		assertThat(this.routes.look(release(2, this.router), split(25, null, 0)).written()).isFalse();
		route(split(25, null, 0));
		assertThat(this.shares.of(this.router, 2)).isEqualTo(25);
	}

	@Test
	void aWriterThatWasOvertakenChangesNothing() {
		route(split(50, null, 0));
		String before = this.shares.versions();
		Fence late = new Fence(1, 9);
		this.routes.route(release(1, this.router), all(1), late);
		assertThat(this.shares.versions()).isEqualTo(before);
	}

	/** Somebody may have written it there by hand: requests would be lost with it. */
	@Test
	void aReleaseThatARouteStillNamesIsNotDeleted() {
		assumeTrue(this.router.weighted(), this.router + " names no release's Service");
		KubernetesReleases releases = new KubernetesReleases(this.reach, Map.of());
		route(split(50, null, 0));
		releases.promote(release(1, this.router), 0, FENCE);
		assertThat(deployed(2)).isTrue();
		route(all(1));
		releases.promote(release(1, this.router), 0, FENCE);
		assertThat(deployed(2)).isFalse();
	}

	private boolean deployed(int number) {
		Deployment found = kubernetes.apps()
			.deployments()
			.inNamespace("shop-dev")
			.withName(this.service + "-r" + number)
			.get();
		return found != null && found.getMetadata().getDeletionTimestamp() == null;
	}

	@Test
	void theRouteBeforeGoesWhenAnotherRouterStands() {
		route(split(50, null, 0));
		Router other = (this.router == Router.SELECTOR) ? Router.REPLICAS : Router.SELECTOR;
		this.routes.route(release(2, other), all(2), FENCE);
		assertThat(this.shares.routes()).isEmpty();
		assertThat(this.shares.entry()).isEqualTo((other == Router.REPLICAS) ? null : "2");
		assertThat(this.routes.look(release(2, other), all(2)).written()).isTrue();
	}

	@Test
	void aMissingIngressIsNamed() {
		assumeTrue(this.router == Router.NGINX, "only NGINX divides by the team's own Ingress");
		kubernetes.network().v1().ingresses().inNamespace("shop-dev").withName(this.service).delete();
		assertThatThrownBy(() -> route(split(50, null, 0))).isInstanceOf(Refused.class)
			.hasMessageContaining("no Ingress " + this.service)
			.hasMessageContaining("deploy/");
	}

	@Test
	void whatSomebodyDeletedDoesNotBarTheWayBack() {
		Release second = release(2, this.router);
		this.routes.route(second, split(50, null, 0), FENCE);
		kubernetes.network().v1().ingresses().inNamespace("shop-dev").withName(this.service).delete();
		kubernetes.services().inNamespace("shop-dev").withName(this.service).delete();
		Traffic divided = this.routes.look(second, split(50, null, 0));
		assertThat(divided.written()).isEqualTo(this.router != Router.NGINX);
		if (this.router == Router.NGINX) {
			assertThat(divided.trouble()).contains("no Ingress " + this.service);
		}
		this.routes.route(second, all(1), FENCE);
		assertThat(this.routes.look(second, all(1)).written()).isTrue();
	}

	@Test
	void callersOfTheServiceComeBackThoughTheRouteIsRefused() {
		assumeTrue(this.router.weighted(), "the others write the Service alone");
		route(all(2));
		TrafficRouter refused = new KubernetesRouter(this.reach, Map.of(this.router, refusing()));
		Release second = release(2, this.router);
		assertThatThrownBy(() -> refused.route(second, split(50, null, 0), FENCE)).isInstanceOf(Refused.class);
		assertThat(selected()).isEqualTo("2");
		assertThatThrownBy(() -> refused.route(second, all(1), FENCE)).isInstanceOf(Refused.class);
		assertThat(selected()).isEqualTo("1");
	}

	private String selected() {
		return kubernetes.services()
			.inNamespace("shop-dev")
			.withName(this.service)
			.get()
			.getSpec()
			.getSelector()
			.get(Labels.RELEASE);
	}

	/** As a cluster whose role lost the right to write it. */
	private static Route refusing() {
		return (Route) Proxy.newProxyInstance(Route.class.getClassLoader(), new Class<?>[] { Route.class },
				(proxy, method, arguments) -> {
					throw new Refused("the cluster refuses the route: forbidden", null);
				});
	}

	/** Written, and confirmed as the router's controller would do. */
	private void route(Split wanted) {
		this.routes.route(release(2, this.router), wanted, FENCE);
		this.shares.confirm(this.router);
		assertThat(this.routes.look(release(2, this.router), wanted)).satisfies((traffic) -> {
			assertThat(traffic.trouble()).isNull();
			assertThat(traffic.written()).isTrue();
			assertThat(traffic.served()).isTrue();
			assertThat(traffic.weight()).isIn(null, wanted.weight());
		});
	}

	private static Split all(int release) {
		return new Split(release, release, null, 0, null, 0);
	}

	private static Split split(int weight, HeaderMatch header, int mirror) {
		return new Split(1, 1, 2, weight, header, mirror);
	}

	private Release release(int number, Router by) {
		Terms terms = new Terms(Duration.ZERO, Duration.ofSeconds(30), Duration.ZERO, Routing.of(by), List.of(),
				Newer.SUPERSEDES);
		Strategy strategy = new BlueGreen(Hold.NONE, List.of(), List.of(), Duration.ZERO, terms);
		Manifests.Checked checked = new YamlManifests().check(this.service, "dev",
				new FixtureRepositories().readTree("shop", this.service, "a1", "deploy"),
				"spec: {}".getBytes(StandardCharsets.UTF_8));
		return new Release(number, new Release.Draft(this.service, "dev", "shop", "shop/orders@sha256:1", "a1", 1, 2,
				strategy, checked.objects(), null, "sam", Instant.EPOCH), null, null);
	}

}
