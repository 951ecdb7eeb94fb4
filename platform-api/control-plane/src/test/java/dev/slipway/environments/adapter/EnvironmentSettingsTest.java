package dev.slipway.environments.adapter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.environments.Environment;
import dev.slipway.environments.NamespaceRules;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@NullUnmarked
class EnvironmentSettingsTest {

	@Test
	void withoutAnyThereIsDevOnTheLocalCluster() {
		EnvironmentSettings settings = read();
		assertThat(settings.environments()).containsExactly(new Environment("dev", "local"));
		assertThat(settings.cluster("local").kubeconfig()).isEqualTo("/state/kubeconfig");
		assertThat(settings.rules(new Environment("dev", "local"))).isEqualTo(NamespaceRules.standard());
	}

	@Test
	void environmentsKeepTheirOrderAndNameTheirClusters() {
		EnvironmentSettings settings = read("slipway.clusters.east.kubeconfig", "/etc/kube",
				"slipway.clusters.east.context", "east", "slipway.clusters.here.in-cluster", "true",
				"slipway.environments[0].name", "dev", "slipway.environments[1].name", "staging",
				"slipway.environments[1].cluster", "here", "slipway.environments[2].name", "prod",
				"slipway.environments[2].cluster", "east");
		assertThat(settings.environments()).containsExactly(new Environment("dev", "local"),
				new Environment("staging", "here"), new Environment("prod", "east"));
		assertThat(settings.cluster("east").context()).isEqualTo("east");
		assertThat(settings.cluster("here").asPod()).isTrue();
	}

	@Test
	void anEnvironmentSaysWhatItsNamespacesAreMadeWith() {
		EnvironmentSettings settings = read("slipway.environments[0].name", "prod",
				"slipway.environments[0].database.url", "jdbc:postgresql://db.example.com:6432/postgres",
				"slipway.environments[0].database.username", "admin", "slipway.environments[0].database.password", "x",
				"slipway.environments[0].namespace.adopt", "true", "slipway.environments[0].namespace.pod-security",
				"restricted", "slipway.environments[0].namespace.quota.pods", "20",
				"slipway.environments[0].namespace.quota.requests.cpu", "",
				"slipway.environments[0].namespace.limits.memory", "1Gi",
				"slipway.environments[0].namespace.network.ingress-from", "edge",
				"slipway.environments[0].namespace.network.egress-to", "10.0.0.0/8");
		NamespaceRules rules = settings.rules(new Environment("prod", "local"));
		assertThat(rules.adopt()).isTrue();
		assertThat(rules.podSecurity()).isEqualTo("restricted");
		assertThat(rules.quota()).containsEntry("pods", "20")
			.doesNotContainKey("requests.cpu")
			.containsKey("requests.memory");
		assertThat(rules.limits().limits()).containsEntry("memory", "1Gi");
		assertThat(rules.limits().requests()).isEqualTo(NamespaceRules.standard().limits().requests());
		assertThat(rules.network().ingressFrom()).containsExactly("edge");
		assertThat(rules.network().egressTo()).containsExactly("10.0.0.0/8", "0.0.0.0/0:6432");
	}

	@Test
	void allGuardsGoAtOnce() {
		NamespaceRules rules = read("slipway.environments[0].name", "dev", "slipway.environments[0].namespace.guards",
				"false")
			.rules(new Environment("dev", "local"));
		assertThat(rules.quota()).isEmpty();
		assertThat(rules.limits().isEmpty()).isTrue();
		assertThat(rules.network().enabled()).isFalse();
		assertThat(rules.podSecurity()).isEqualTo("baseline");
	}

	@Test
	void whatCannotBeIsRefusedWithTheRemedy() {
		refused("slipway.clusters.far.kubeconfig", "slipway.environments[0].name", "dev",
				"slipway.environments[0].cluster", "far");
		refused("two environments dev", "slipway.environments[0].name", "dev", "slipway.environments[1].name", "dev");
		refused("no name for an environment", "slipway.environments[0].name", "Prod_1");
		refused("no level of pod security high", "slipway.environments[0].name", "dev",
				"slipway.environments[0].namespace.pod-security", "high");
	}

	private static void refused(String message, String... properties) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(properties)).withMessageContaining(message);
	}

	private static EnvironmentSettings read(String... properties) {
		Map<String, Object> map = new LinkedHashMap<>();
		List<String> pairs = List.of(properties);
		for (int i = 0; i < pairs.size(); i += 2) {
			map.put(pairs.get(i), pairs.get(i + 1));
		}
		return EnvironmentSettings.read(new Binder(new MapConfigurationPropertySource(map)), "/state");
	}

}
