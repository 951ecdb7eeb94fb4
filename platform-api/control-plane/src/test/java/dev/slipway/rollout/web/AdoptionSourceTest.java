package dev.slipway.rollout.web;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.slipway.environments.Environments;
import dev.slipway.rollout.AdoptableCluster;
import dev.slipway.rollout.Adoptions;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** What an adoption writes down, where, and what it does when that goes wrong. */
@NullUnmarked
class AdoptionSourceTest extends AdoptionWorld {

	private static final String CARTS = """
			apiVersion: apps/v1
			kind: Deployment
			metadata: {name: carts}
			spec:
			  replicas: 1
			  selector: {matchLabels: {app: carts}}
			  template:
			    metadata: {labels: {app: carts}}
			    spec: {containers: [{name: web, image: "registry.example/carts:1", env: [{name: NAME, value: VALUE}]}]}
			---
			apiVersion: v1
			kind: Service
			metadata: {name: carts}
			spec: {selector: {app: carts}, ports: [{port: 80, targetPort: 8080}]}
			""";

	@Test
	void aSecondEnvironmentIsReleasedFromItsOwnManifests() throws Exception {
		apply("shop-dev", carts("MODE", "of-dev"));
		apply("shop-prod", carts("MODE", "of-prod"));
		adopt("team=shop").andExpect(status().isCreated());
		adopt("dryRun=true", "prod").andExpect(status().isOk())
			.andExpect(jsonPath("$.steps[0]").value(containsString("Commit its manifests")))
			.andExpect(jsonPath("$.steps[0]").value(containsString("deploy/prod/")));
		assertThat(this.repositories.files).doesNotContainKey("deploy/prod/deployment.yaml");

		adopt("", "prod").andExpect(status().isCreated());

		assertThat(this.repositories.files).containsOnlyKeys("deploy/dev/deployment.yaml", "deploy/dev/service.yaml",
				"deploy/prod/deployment.yaml", "deploy/prod/service.yaml", "slipway.yaml");
		assertThat(text("deploy/dev/deployment.yaml")).contains("of-dev").doesNotContain("of-prod");
		this.context.getBean(Releases.class)
			.request(new ReleaseRequest("shop", "carts", "prod", "registry.example/carts:2", "c0ffee1", null,
					new StrategyChanges(Map.of("type", "rolling")), "sam"));
		Awaitility.await().atMost(PATIENCE).until(() -> first() != null);
		assertThat(first().getSpec().getTemplate().getSpec().getContainers().get(0).getEnv())
			.anyMatch((one) -> one.getName().equals("MODE") && one.getValue().equals("of-prod"));
	}

	private Deployment first() {
		return this.client.apps().deployments().inNamespace("shop-prod").withName("carts-r1").get();
	}

	@Test
	void writesNoCredentialUnlessItMay() throws Exception {
		apply("shop-dev", carts("DB_PASSWORD", "hunter2"));
		adopt("dryRun=true&team=shop").andExpect(status().isOk())
			.andExpect(jsonPath("$.obstacles").value(empty()))
			.andExpect(jsonPath("$.literals").value(hasItem("variable DB_PASSWORD of container web")));
		adopt("team=shop").andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value(containsString("variable DB_PASSWORD of container web")))
			.andExpect(jsonPath("$.remedy").value(containsString("Secret")));
		assertThat(this.repositories.files).isEmpty();
		assertThat(this.catalog.find("carts")).isEmpty();
		adopt("team=shop&allowLiterals=true").andExpect(status().isCreated());
		assertThat(text("deploy/dev/deployment.yaml")).contains("hunter2");
	}

	@Test
	void anAdoptionThatWasCutOffIsFoundAndFinished() throws Exception {
		apply("shop-dev", carts("MODE", "of-dev"));
		ReleaseStore store = this.context.getBean(ReleaseStore.class);
		AtomicBoolean failed = new AtomicBoolean();
		ReleaseStore broken = (ReleaseStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ReleaseStore.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("adopt") && !failed.getAndSet(true)) {
						throw new IllegalArgumentException("no database");
					}
					try {
						return method.invoke(store, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
		Adoptions adoptions = new Adoptions(this.context.getBean(AdoptableCluster.class),
				this.context.getBean(Environments.class), broken, this.repositories, Clock.systemUTC());
		assertThatIllegalArgumentException().isThrownBy(() -> adoptions.adopt("shop", "carts", "dev", "sam"));
		assertThat(failed).isTrue();
		candidates().andExpect(jsonPath("$[0].name").value("carts"))
			.andExpect(jsonPath("$[0].unfinished").value(true))
			.andExpect(jsonPath("$[0].problem").isEmpty());

		adopt("team=shop").andExpect(status().isCreated());

		assertThat(store.stable("carts", "dev")).hasValueSatisfying((one) -> assertThat(one.number()).isZero());
		candidates().andExpect(jsonPath("$.length()").value(0));
		assertThat(text("deploy/dev/deployment.yaml")).doesNotContain("slipway.dev/");
	}

	private static String carts(String name, String value) {
		return CARTS.replace("NAME", name).replace("VALUE", value);
	}

	private String text(String path) {
		return new String(this.repositories.files.get(path), StandardCharsets.UTF_8);
	}

}
