package dev.slipway.rollout.adapter;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.environments.ClusterChecks;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.environments.Namespaces;
import dev.slipway.environments.ServiceDatabases;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.NoGates;
import dev.slipway.rollout.NoRules;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Releases;
import dev.slipway.test.Kubeconfigs;
import dev.slipway.test.MemoryDatabase;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ClusterRoles in {@code platform-api/deploy/rbac} against what the platform asks of
 * an API server while it makes namespaces, releases by every strategy and router, and
 * takes releases back. A right that is missing there fails, and so does one too many.
 */
@NullUnmarked
class RbacManifestTest {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final String IMAGE = "shop/orders@sha256:1";

	private static final String ROLLING = "{type: rolling, drain: 0s}";

	/** Every user of a cluster has these without a role (system:basic-user). */
	private static final Set<String> EVERYBODY = Set.of("create selfsubjectaccessreviews.authorization.k8s.io");

	/** Granted, and asked for elsewhere or only now and then. */
	private static final Map<String, String> ELSEWHERE = elsewhere();

	/** What the test itself asks for, in place of a gateway's controller. */
	private static final Set<String> CONTROLLER = Set.of("update httproutes.gateway.networking.k8s.io/status",
			"patch httproutes.gateway.networking.k8s.io/status");

	@TempDir
	static Path folder;

	private ConfigurableApplicationContext context;

	private Releases releases;

	@Test
	void theManifestsGrantWhatThePlatformAsksForAndNothingElse() throws Exception {
		Set<String> asked;
		ScheduledExecutorService gateway = Executors.newSingleThreadScheduledExecutor();
		start();
		// Only now is there something to ask, and somebody who listens.
		try (AskedRights audit = new AskedRights();
				SimulatedCluster cluster = SimulatedCluster.start(folder, RbacManifestTest::ready);
				KubernetesClient client = client(cluster)) {
			gateway.scheduleWithFixedDelay(() -> serve(client), 100, 100, TimeUnit.MILLISECONDS);
			prepare();
			release();
			clean(audit);
			asked = audit.all();
		}
		finally {
			gateway.shutdownNow();
			this.context.close();
		}
		asked.removeAll(EVERYBODY);
		asked.removeAll(CONTROLLER);
		Set<String> granted = granted();
		assertThat(without(asked, granted)).as("asked for and not granted: add it to platform-api/deploy/rbac")
			.isEmpty();
		assertThat(without(without(granted, asked), ELSEWHERE.keySet()))
			.as("granted and not asked for: take it out of platform-api/deploy/rbac, or list it here with the reason")
			.isEmpty();
	}

	private void start(String... properties) {
		this.context = new SpringApplicationBuilder(Wiring.class).web(WebApplicationType.NONE)
			.properties("slipway.state=" + folder, "spring.main.banner-mode=off")
			.properties(properties)
			.run();
		this.releases = this.context.getBean(Releases.class);
	}

	private void prepare() {
		ClusterChecks checks = this.context.getBean(ClusterChecks.class);
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> checks.all().stream().allMatch((checked) -> checked.rights().asked() > 0));
		Environments environments = this.context.getBean(Environments.class);
		Environment dev = environments.get("dev");
		environments.ensureDatabase(dev, "shop", "orders");
		// The server has moved: the Secret says so from now on.
		environments.ensureDatabase(dev, "shop", "orders");
		this.context.getBean(Namespaces.class).in(dev);
	}

	private void release() {
		succeed("orders", ROLLING);
		assertThat(
				end(request("orders", "{type: rolling, progressDeadline: 1s}" + AllKindsRepositories.NEVER)).outcome())
			.isEqualTo(Outcome.FAILED);
		succeed("orders", canary("replicas"));
		succeed("orders", "{type: blueGreen, drain: 0s, rollbackWindow: 0s}");
		for (String router : List.of("httpRoute", "istio", "nginx")) {
			String service = "by-" + router.toLowerCase(java.util.Locale.ROOT);
			succeed(service, ROLLING);
			succeed(service, canary(router));
			// The next one divides by pods again, and what divided requests goes.
			succeed(service, ROLLING);
		}
		for (int more = 0; more < 3; more++) {
			// The oldest of them are pruned.
			succeed("orders", ROLLING);
		}
		this.releases.forecast(wish("orders", ROLLING));
	}

	private void clean(AskedRights audit) {
		Environments environments = this.context.getBean(Environments.class);
		Environment dev = environments.get("dev");
		environments.ensureNamespace(dev, "empty");
		environments.remove(dev, "empty", "nothing");
		this.context.close();
		// Others rules: what the earlier ones made goes.
		start("slipway.environments[0].name=dev", "slipway.environments[0].namespace.guards=false");
		audit.listen();
		this.context.getBean(Environments.class)
			.ensureNamespace(this.context.getBean(Environments.class).get("dev"), "shop");
	}

	private static String canary(String router) {
		return "{type: canary, drain: 0s, rollbackWindow: 0s, router: " + router + ", steps: [{weight: 50}]}";
	}

	private void succeed(String service, String commit) {
		Release end = end(request(service, commit));
		assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.SUCCEEDED);
	}

	private Release request(String service, String commit) {
		return this.releases.request(wish(service, commit));
	}

	private static ReleaseRequest wish(String service, String commit) {
		return new ReleaseRequest("shop", service, "dev", IMAGE, commit, 1, StrategyChanges.none(), "sam");
	}

	private Release end(Release release) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> this.releases.flow(release).map((flow) -> flow.ended()).orElse(false));
		return this.releases.find(release.draft().service(), "dev", release.number()).orElseThrow();
	}

	private static boolean ready(com.fasterxml.jackson.databind.JsonNode pod) {
		return !pod.at("/metadata/labels/never").asText().equals("true");
	}

	/** As a gateway's controller that serves each route at once. */
	private static void serve(KubernetesClient client) {
		try {
			for (HTTPRoute route : client.resources(HTTPRoute.class).inAnyNamespace().list().getItems()) {
				Long generation = route.getMetadata().getGeneration();
				boolean served = route.getStatus() != null && route.getStatus()
					.getParents()
					.stream()
					.anyMatch((parent) -> parent.getConditions().get(0).getObservedGeneration().equals(generation));
				if (!served) {
					client.resource(served(route, generation)).updateStatus();
				}
			}
		}
		catch (RuntimeException ex) {
			// It is looked at again.
		}
	}

	private static HTTPRoute served(HTTPRoute route, Long generation) {
		return new HTTPRouteBuilder(route).withNewStatus()
			.addNewParent()
			.withControllerName("example.com/test")
			.withParentRef(route.getSpec().getParentRefs().get(0))
			.withConditions(new ConditionBuilder().withType("Accepted")
				.withStatus("True")
				.withReason("Accepted")
				.withMessage("")
				.withLastTransitionTime("2026-03-01T10:00:00Z")
				.withObservedGeneration(generation)
				.build())
			.endParent()
			.endStatus()
			.build();
	}

	private static KubernetesClient client(SimulatedCluster cluster) throws Exception {
		return Kubeconfigs.client(cluster.kubeconfig());
	}

	private static Map<String, String> elsewhere() {
		Map<String, String> reasons = new TreeMap<>();
		List.of("get pods/log", "list events")
			.forEach((right) -> reasons.put(right, "why a pod is not ready, if one is there to be asked about"));
		List.of("delete pods").forEach((right) -> reasons.put(right, "chaos kills pods: FencedFaultsTest"));
		for (String right : List.of("get", "create", "patch")) {
			reasons.put(right + " podmonitors.monitoring.coreos.com", "the local cluster has no Prometheus operator");
			reasons.put(right + " prometheusrules.monitoring.coreos.com", "as above");
		}
		List.of("get configmaps", "patch configmaps", "patch secrets", "patch deployments.apps",
				"patch horizontalpodautoscalers.autoscaling")
			.forEach((right) -> reasons.put(right, "what somebody edits is put back: DriftOnClusterTest"));
		List.of("list replicasets.apps")
			.forEach((right) -> reasons.put(right, "a running service is adopted: AdoptionTest"));
		List.of("list horizontalpodautoscalers.autoscaling", "update horizontalpodautoscalers.autoscaling",
				"list poddisruptionbudgets.policy")
			.forEach((right) -> reasons.put(right,
					"an autoscaler is held while a release goes on: ServiceAutoscalerTest"));
		List.of("delete horizontalpodautoscalers.autoscaling", "delete poddisruptionbudgets.policy")
			.forEach((right) -> reasons.put(right,
					"what a promoted release brings under another name replaces the old"));
		List.of("delete cronjobs.batch")
			.forEach((right) -> reasons.put(right, "a promoted release has one no more: CronJobReleasesTest"));
		List.of("update poddisruptionbudgets.policy")
			.forEach((right) -> reasons.put(right, "a running service is adopted with its budget: AdoptionTest"));
		for (String right : List.of("get", "create", "update", "patch")) {
			reasons.put(right + " jobs.batch", "Jobs before and after a release: HookReleasesTest");
		}
		for (String kind : List.of("pods", "services", "deployments.apps", "httproutes.gateway.networking.k8s.io",
				"virtualservices.networking.istio.io", "ingresses.networking.k8s.io")) {
			for (String right : List.of("get", "list", "watch")) {
				reasons.put(right + " " + kind,
						"looked at by a watch where there is one, and asked where there is none");
			}
		}
		return reasons;
	}

	private static Set<String> granted() throws Exception {
		Set<String> granted = new TreeSet<>();
		for (String role : List.of("slipway-platform", "slipway-routes", "slipway-chaos")) {
			try (InputStream in = RbacManifestTest.class
				.getResourceAsStream("/dev/slipway/environments/rbac/" + role + ".yaml")) {
				Serialization.unmarshal(in, ClusterRole.class)
					.getRules()
					.forEach((rule) -> rule.getApiGroups()
						.forEach((group) -> rule.getResources()
							.forEach((resource) -> rule.getVerbs()
								.forEach((verb) -> granted.add(AskedRights.text(verb, group, resource))))));
			}
		}
		return granted;
	}

	private static Set<String> without(Set<String> all, Set<String> others) {
		Set<String> rest = new TreeSet<>(all);
		rest.removeAll(others);
		return rest;
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ MemoryDatabase.class, NoGates.class, NoRules.class })
	@ComponentScan(
			basePackages = { "dev.slipway.flow.adapter", "dev.slipway.environments.adapter",
					"dev.slipway.rollout.adapter" },
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Test\\$.*"))
	static class Wiring {

		@Bean
		Repositories repositories() {
			return new AllKindsRepositories();
		}

		/** Elsewhere each time it is asked. */
		@Bean
		@Primary
		ServiceDatabases databases() {
			return new ServiceDatabases() {

				private int asked;

				@Override
				public synchronized String ensure(Environment environment, String name, String password) {
					return "jdbc:postgresql://127.0.0.1:" + (15000 + ++this.asked) + "/" + name;
				}

				@Override
				public void remove(Environment environment, String name) {
					// Nothing was made.
				}

			};
		}

	}

}
