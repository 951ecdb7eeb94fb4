package dev.slipway.rollout.web;

import java.util.List;
import java.util.Map;

import dev.slipway.environments.Environments;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Placement;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Releases;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Adopting what other tools have made, beside what stays theirs. */
@NullUnmarked
class AdoptionBesideOthersTest extends AdoptionWorld {

	/** As a chart makes it: its labels do not say what the Deployment is called. */
	private static final String CHART = """
			apiVersion: apps/v1
			kind: Deployment
			metadata:
			  name: carts
			  labels: {app.kubernetes.io/managed-by: Helm, tier: web}
			  annotations: {meta.helm.sh/release-name: carts-api, owner: sam}
			spec:
			  replicas: 2
			  selector: {matchLabels: &labels {app.kubernetes.io/name: api, app.kubernetes.io/instance: carts-api}}
			  template:
			    metadata:
			      labels: {app.kubernetes.io/name: api, app.kubernetes.io/instance: carts-api,
			        app.kubernetes.io/managed-by: Helm, part-of: shop}
			    spec: {containers: [{name: web, image: "registry.example/carts:1"}]}
			---
			apiVersion: v1
			kind: Service
			metadata: {name: carts, labels: {app.kubernetes.io/name: api}}
			spec:
			  selector: {app.kubernetes.io/name: api, app.kubernetes.io/instance: carts-api}
			  ports: [{port: 80, targetPort: 8080}]
			---
			apiVersion: apps/v1
			kind: Deployment
			metadata: {name: ledger}
			spec:
			  replicas: 1
			  selector: {matchLabels: {app: ledger}}
			  template:
			    metadata: {labels: {app: ledger, part-of: shop}}
			    spec: {containers: [{name: web, image: "registry.example/ledger:1"}]}
			""".replace("&labels ", "");

	private static final String BUDGET = """
			---
			apiVersion: policy/v1
			kind: PodDisruptionBudget
			metadata: {name: NAME}
			spec: {maxUnavailable: 1, selector: SELECTOR}
			""";

	@Test
	void leavesTheLabelsByWhichOthersSelectAsTheyAre() throws Exception {
		apply("shop-dev", CHART);
		Awaitility.await().atMost(PATIENCE).until(() -> pods().size() == 2);
		List<String> names = pods();
		adopt("dryRun=true&team=shop")
			.andExpect(jsonPath("$.warnings").value(hasItem(containsString("Helm manages Deployment carts"))));

		adopt("team=shop").andExpect(status().isCreated());

		assertThat(pods()).as("the ReplicaSet lost none of its pods and made none").isEqualTo(names);
		assertThat(carts()).allSatisfy(
				(pod) -> assertThat(pod.getMetadata().getLabels()).containsEntry("app.kubernetes.io/name", "api")
					.containsEntry("app.kubernetes.io/managed-by", "Helm")
					.containsEntry("slipway.dev/service", "carts")
					.containsEntry("slipway.dev/release", "0")
					.containsEntry("slipway.dev/team", "shop"));
		assertThat(this.client.services().inNamespace("shop-dev").withName("carts").get().getMetadata().getLabels())
			.containsEntry("app.kubernetes.io/name", "api");
		Environments environments = this.context.getBean(Environments.class);
		assertThat(this.context.getBean(Placement.class).look(environments.get("dev"), "shop", "carts").pods())
			.as("they are seen")
			.hasSize(2);
		assertThat(file("deployment.yaml")).contains("tier: web", "owner: sam").doesNotContain("meta.helm.sh");
		assertThat(file("deployment.yaml").lines().filter((line) -> line.contains("managed-by")))
			.as("of the template only")
			.hasSize(1);
		replaced();
	}

	private void replaced() {
		Releases releases = this.context.getBean(Releases.class);
		releases.request(new ReleaseRequest("shop", "carts", "dev", "registry.example/carts:2", "c0ffee1", null,
				new StrategyChanges(Map.of("type", "rolling")), "sam"));
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> releases.find("carts", "dev", 1).filter((one) -> one.outcome() != null).isPresent());
		assertThat(releases.find("carts", "dev", 1).orElseThrow().outcome()).isEqualTo(Outcome.SUCCEEDED);
	}

	@Test
	void takesOverTheBudgetOfItsOwnPodsOnly() throws Exception {
		apply("shop-dev",
				CHART + budget("everything", "{}") + budget("shared", "{matchLabels: {part-of: shop}}")
						+ budget("expressed", "{matchExpressions: [{key: app, operator: In, values: [ledger]}]}")
						+ budget("theirs", "{matchLabels: {app: ledger}}")
						+ budget("own", "{matchLabels: {app.kubernetes.io/instance: carts-api}}"));
		adopt("dryRun=true&team=shop")
			.andExpect(jsonPath("$.warnings").value(hasItem(containsString("PodDisruptionBudget shared"))))
			.andExpect(jsonPath("$.warnings").value(not(hasItem(containsString("PodDisruptionBudget own")))));
		adopt("team=shop").andExpect(status().isCreated());
		assertThat(this.client.policy()
			.v1()
			.podDisruptionBudget()
			.inNamespace("shop-dev")
			.withLabel("slipway.dev/service")
			.list()
			.getItems()).extracting((PodDisruptionBudget one) -> one.getMetadata().getName()).containsExactly("own");
		assertThat(file("poddisruptionbudget.yaml")).contains("name: own").doesNotContain("shared", "everything");
	}

	@Test
	void isNotForSeveralBudgetsNorForNoPods() throws Exception {
		apply("shop-dev",
				CHART.replace("replicas: 2", "replicas: 0")
						+ budget("one", "{matchLabels: {app.kubernetes.io/instance: carts-api}}")
						+ budget("two", "{matchLabels: {app.kubernetes.io/name: api}}"));
		adopt("team=shop").andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value(containsString("scale it up first")))
			.andExpect(jsonPath("$.detail").value(containsString("more than one PodDisruptionBudget (one, two)")));
		assertThat(this.repositories.files).isEmpty();
	}

	private static String budget(String name, String selector) {
		return BUDGET.replace("NAME", name).replace("SELECTOR", selector);
	}

	private String file(String name) {
		return this.repositories.files.entrySet()
			.stream()
			.filter((file) -> file.getKey().endsWith("/" + name))
			.map((file) -> new String(file.getValue(), java.nio.charset.StandardCharsets.UTF_8))
			.findFirst()
			.orElseThrow();
	}

	private List<String> pods() {
		return carts().stream().map((HasMetadata pod) -> pod.getMetadata().getName()).sorted().toList();
	}

	/** The Deployment's own. */
	private List<Pod> carts() {
		return this.client.pods()
			.inNamespace("shop-dev")
			.withLabel("app.kubernetes.io/instance", "carts-api")
			.list()
			.getItems();
	}

}
