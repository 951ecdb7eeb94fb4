package dev.slipway.environments.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.environments.Environment;
import dev.slipway.environments.NamespaceRules;
import dev.slipway.environments.Namespaces.Found;
import dev.slipway.environments.adapter.EnvironmentSettings.ClusterSettings;
import dev.slipway.environments.adapter.NamespaceSettings.NetworkSettings;
import dev.slipway.test.SettableClock;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Namespaces on a real API server; no pod runs. */
@NullUnmarked
class ProvisioningTest {

	private static final Environment DEV = new Environment("dev", "local");

	@TempDir
	static Path folder;

	private static SimulatedCluster cluster;

	private static KubeconfigClusters clusters;

	private static KubernetesClient client;

	private static int teams;

	private final String team = "team" + ++teams;

	private final String namespace = this.team + "-dev";

	private final SettableClock clock = new SettableClock();

	@BeforeAll
	static void start() throws Exception {
		cluster = SimulatedCluster.start(folder, (pod) -> true);
		clusters = new KubeconfigClusters(settings(NamespaceRules.standard()));
		client = clusters.client("local");
	}

	@AfterAll
	static void stop() {
		clusters.close();
		cluster.close();
	}

	@Test
	void aNamespaceHasAllThatKeepsTeamsApart() {
		Provisioning provisioning = provisioning(NamespaceRules.standard());
		provisioning.ensure(DEV, this.team);
		assertThat(client.namespaces().withName(this.namespace).get().getMetadata().getLabels())
			.containsEntry("app.kubernetes.io/managed-by", "slipway")
			.containsEntry("slipway.dev/team", this.team)
			.containsEntry("slipway.dev/environment", "dev")
			.containsEntry("pod-security.kubernetes.io/enforce", "baseline");
		assertThat(client.serviceAccounts().inNamespace(this.namespace).withName(this.team).get())
			.satisfies((account) -> assertThat(account.getAutomountServiceAccountToken()).isFalse());
		assertThat(client.rbac().roleBindings().inNamespace(this.namespace).list().getItems()).isEmpty();
		assertThat(quota().getSpec().getHard()).containsEntry("pods", new Quantity("200"));
		assertThat(client.limitRanges().inNamespace(this.namespace).list().getItems()).singleElement()
			.satisfies((range) -> assertThat(range.getSpec().getLimits().get(0).getDefault()).containsEntry("memory",
					new Quantity("512Mi")));
		assertThat(policies()).containsExactlyInAnyOrder("slipway-default-deny", "slipway-allow");
	}

	@Test
	void whatIsAsItShouldBeIsNotWrittenAgain() {
		Provisioning provisioning = provisioning(NamespaceRules.standard());
		provisioning.ensure(DEV, this.team);
		List<String> before = versions();
		provisioning.apply(DEV, this.team, false);
		provisioning(NamespaceRules.standard()).ensure(DEV, this.team);
		assertThat(versions()).isEqualTo(before);
	}

	@Test
	void whatSomebodyChangedStaysAndIsToldUntilItIsTakenBack() {
		Provisioning provisioning = provisioning(NamespaceRules.standard());
		provisioning.ensure(DEV, this.team);
		client.resourceQuotas()
			.inNamespace(this.namespace)
			.withName("slipway")
			.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"hard\":{\"pods\":\"7\"}}}");
		provisioning.apply(DEV, this.team, false);
		assertThat(quota().getSpec().getHard()).containsEntry("pods", new Quantity("7"));
		assertThat(provisioning.kept(DEV, this.namespace)).singleElement()
			.asString()
			.contains("ResourceQuota slipway is left as it is", "spec.hard.pods");
		provisioning.apply(DEV, this.team, true);
		assertThat(quota().getSpec().getHard()).containsEntry("pods", new Quantity("200"));
		assertThat(provisioning.kept(DEV, this.namespace)).isEmpty();
	}

	@Test
	void whatIsMissingIsMadeAgainInTime() {
		Provisioning provisioning = provisioning(NamespaceRules.standard());
		provisioning.ensure(DEV, this.team);
		client.network().v1().networkPolicies().inNamespace(this.namespace).withName("slipway-default-deny").delete();
		provisioning.ensure(DEV, this.team);
		assertThat(policies()).as("looked at a moment ago").containsExactly("slipway-allow");
		this.clock.advance(Duration.ofMinutes(11));
		provisioning.ensure(DEV, this.team);
		assertThat(policies()).containsExactlyInAnyOrder("slipway-default-deny", "slipway-allow");
		client.serviceAccounts().inNamespace(this.namespace).withName(this.team).delete();
		provisioning.ensure(DEV, this.team);
		assertThat(client.serviceAccounts().inNamespace(this.namespace).withName(this.team).get()).isNotNull();
	}

	@Test
	void anotherConfigurationChangesAndTakesAway() {
		provisioning(NamespaceRules.standard()).ensure(DEV, this.team);
		NamespaceRules rules = new NamespaceSettings(null, null, "restricted",
				Map.of("pods", "", "requests.cpu", "", "requests.memory", "", "limits.memory", "3Gi"),
				Map.of("cpu", "", "memory", ""), Map.of("memory", ""), new NetworkSettings(false, null, null))
			.rules(null);
		provisioning(rules).ensure(DEV, this.team);
		assertThat(quota().getSpec().getHard()).containsOnly(Map.entry("limits.memory", new Quantity("3Gi")));
		assertThat(client.limitRanges().inNamespace(this.namespace).list().getItems()).isEmpty();
		assertThat(policies()).isEmpty();
		assertThat(client.namespaces().withName(this.namespace).get().getMetadata().getLabels())
			.containsEntry("pod-security.kubernetes.io/enforce", "restricted");
	}

	@Test
	void aNamespaceOfSomebodyElseIsUsedAsItIs() {
		foreign();
		Provisioning provisioning = provisioning(NamespaceRules.standard());
		provisioning.ensure(DEV, this.team);
		assertThat(client.namespaces().withName(this.namespace).get().getMetadata().getLabels())
			.doesNotContainKey("app.kubernetes.io/managed-by");
		assertThat(policies()).isEmpty();
		assertThat(client.serviceAccounts().inNamespace(this.namespace).withName(this.team).get()).isNotNull();
		assertThat(provisioning.kept(DEV, this.namespace)).singleElement().asString().contains("adopt=true");
		assertThat(found(provisioning).managed()).isFalse();
	}

	@Test
	void aNamespaceOfSomebodyElseIsAdoptedWhereThatIsConfigured() {
		foreign();
		Provisioning provisioning = provisioning(
				new NamespaceSettings(null, true, null, null, null, null, null).rules(null));
		provisioning.ensure(DEV, this.team);
		Found found = found(provisioning);
		assertThat(found.managed()).isTrue();
		assertThat(found.podSecurity()).isEqualTo("baseline");
		assertThat(found.policies()).containsExactly("slipway-allow", "slipway-default-deny");
		assertThat(found.kept()).isEmpty();
	}

	private Found found(Provisioning provisioning) {
		return new KubernetesNamespaces(provisioning, settings(NamespaceRules.standard()), clusters).in(DEV)
			.stream()
			.filter((one) -> one.team().equals(this.team))
			.findFirst()
			.orElseThrow();
	}

	private void foreign() {
		client.resource(new NamespaceBuilder().withNewMetadata().withName(this.namespace).endMetadata().build())
			.create();
	}

	private Provisioning provisioning(NamespaceRules rules) {
		return new Provisioning(settings(rules), clusters, this.clock);
	}

	private static EnvironmentSettings settings(NamespaceRules rules) {
		return new EnvironmentSettings(List.of(DEV),
				Map.of("local", new ClusterSettings(folder.resolve("kubeconfig").toString(), null, null)), Map.of(),
				Map.of("dev", rules));
	}

	private ResourceQuota quota() {
		return client.resourceQuotas().inNamespace(this.namespace).withName("slipway").get();
	}

	private List<String> policies() {
		return client.network()
			.v1()
			.networkPolicies()
			.inNamespace(this.namespace)
			.list()
			.getItems()
			.stream()
			.map((policy) -> policy.getMetadata().getName())
			.toList();
	}

	/** What somebody writes changes; a status is nobody's but the cluster's. */
	private List<String> versions() {
		List<String> versions = new ArrayList<>();
		versions.add(client.namespaces().withName(this.namespace).get().getMetadata().getResourceVersion());
		client.limitRanges()
			.inNamespace(this.namespace)
			.list()
			.getItems()
			.forEach((one) -> versions.add(one.getMetadata().getResourceVersion()));
		client.network()
			.v1()
			.networkPolicies()
			.inNamespace(this.namespace)
			.list()
			.getItems()
			.forEach((one) -> versions.add(one.getMetadata().getResourceVersion()));
		return versions;
	}

}
