package dev.slipway.browser;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.slipway.access.Role;
import dev.slipway.catalog.Catalog;
import dev.slipway.drift.Drifts;
import dev.slipway.drift.Policy;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What somebody changed or made beside Slipway, as one sees it and decides about it. */
@ConsoleTest
class DriftBrowserTests {

	private static final String DRIFT = "/services/skippers/environments/dev/drift";

	private static final String NAMESPACE = "shop-dev";

	/** Its image is nowhere, so that nothing runs. */
	private static final String FERRIES = """
			apiVersion: apps/v1
			kind: Deployment
			metadata: {name: ferries}
			spec:
			  replicas: 1
			  selector: {matchLabels: {app: ferries}}
			  template:
			    metadata: {labels: {app: ferries}}
			    spec:
			      containers:
			        - name: web
			          image: registry.example/shop/ferries:1.4.2
			          env: [{name: DB_PASSWORD, value: hunter2}]
			---
			apiVersion: v1
			kind: Service
			metadata: {name: ferries}
			spec: {selector: {app: ferries}, ports: [{port: 80, targetPort: 8080}]}
			""";

	/** Others look at these services, too. */
	@AfterEach
	void putBack(Console console) {
		console.platform().bean(Drifts.class).set("skippers", "dev", Policy.SHOW, "admin");
		console.platform().bean(Catalog.class).remove("ferries");
		client(console).apps().deployments().inNamespace(NAMESPACE).withName("ferries").delete();
		client(console).services().inNamespace(NAMESPACE).withName("ferries").delete();
	}

	@Test
	void whatSomebodyChangedIsReadPutBackAndDecidedAboutBeforehand(Console console, Browser browser) {
		console.samples().skippers();
		console.signInAsAdmin();
		browser.open("/services/skippers");
		browser.click("#drift-dev");
		browser.awaitText("#drift", "Nothing differs");
		assertThat(browser.looks("drift-none")).isZero();
		scale(console, 3);
		browser.open(DRIFT);
		assertThat(browser.text(".slip-diff")).contains("spec.replicas", "by kubectl-edit");
		assertThat(browser.text(".slip-was")).endsWith("2");
		assertThat(browser.text(".slip-is")).endsWith("3");
		assertThat(browser.looks("drift")).isZero();
		for (String button : List.of("#restore", "#adopt", "#set-policy")) {
			assertThat(browser.reachesByKeyboard(button)).as(button).isTrue();
		}
		browser.clickAndConfirm("#restore");
		browser.awaitText("#drift", "Nothing differs");
		assertThat(replicas(console)).isEqualTo(2);

		browser.click("#policy-RESTORE");
		browser.click("#set-policy");
		browser.await("the policy", () -> "true".equals(browser.script(
				"return document.readyState === 'complete' && document.querySelector('#policy-RESTORE').defaultChecked")));
		browser.fresh();
		console.signIn("vic", Role.VIEWER, "shop");
		browser.open(DRIFT);
		assertThat(browser.texts("#restore, #adopt, #set-policy")).isEmpty();
		assertThat(browser.script("return document.querySelector('#policy-RESTORE').matches(':disabled:checked')"))
			.isEqualTo("true");
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void whatRunsWithoutSlipwayIsFoundPlannedAndAdopted(Console console, Browser browser) {
		KubernetesClient client = client(console);
		console.platform().bean(Environments.class).ensureNamespace(new Environment("dev", "local"), "shop");
		client.load(new ByteArrayInputStream(FERRIES.getBytes(StandardCharsets.UTF_8)))
			.items()
			.forEach((object) -> client.resource(object).inNamespace(NAMESPACE).create());
		console.signIn("vic", Role.VIEWER, "shop");
		browser.open("/adopt");
		assertThat(browser.text("#found")).contains("ferries", NAMESPACE, "A developer of shop can adopt it.");
		assertThat(browser.texts("#plan-ferries")).isEmpty();
		browser.fresh();
		console.signIn("bob", Role.DEVELOPER, "billing");
		browser.open("/adopt");
		assertThat(browser.text("#found")).contains("Nothing to adopt").doesNotContain("ferries");
		assertThat(browser.looks("adopt-none")).isZero();
		browser.fresh();
		console.signIn("dora", Role.DEVELOPER, "shop");
		browser.open("/services");
		browser.click("#adopt-running");
		browser.awaitText("#found", "ferries");
		assertThat(browser.looks("adopt")).isZero();
		browser.click("#plan-ferries");
		browser.awaitText("#plan", "no pod is restarted");
		assertThat(browser.text("#warnings")).contains("readiness probe");
		assertThat(browser.looks("adopt-plan")).isZero();
		assertThat(browser.text("#literals")).contains("DB_PASSWORD").doesNotContain("hunter2");
		assertThat(browser.script("return document.querySelector('#adopt').form.checkValidity()"))
			.as("it writes no credential unasked")
			.isEqualTo("false");
		browser.click("[name=allowLiterals]");
		browser.click("#adopt");
		browser.awaitText("h1", "ferries");
		assertThat(browser.text("#overview")).contains("Release 0", "it was adopted");
		browser.looks("adopted");
		browser.click("#overview a[href$='/releases/0']");
		browser.awaitText("h2", "Release 0 to dev");
		assertThat(browser.text("#release")).contains("Adopted as it ran, by dora");
		browser.looks("adopted-release");
		assertThat(browser.complaints()).isEmpty();
	}

	private static void scale(Console console, int replicas) {
		client(console).apps()
			.deployments()
			.inNamespace(NAMESPACE)
			.withName("skippers-r1")
			.patch(new PatchContext.Builder().withPatchType(PatchType.STRATEGIC_MERGE)
				.withFieldManager("kubectl-edit")
				.build(), "{\"spec\":{\"replicas\":" + replicas + "}}");
	}

	private static int replicas(Console console) {
		return client(console).apps()
			.deployments()
			.inNamespace(NAMESPACE)
			.withName("skippers-r1")
			.get()
			.getSpec()
			.getReplicas();
	}

	private static KubernetesClient client(Console console) {
		return console.platform().bean(Clusters.class).client("local");
	}

}
