package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.strategy.Amount;
import dev.slipway.strategy.BadStrategy;
import dev.slipway.strategy.Mistake;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.Terms.Newer;
import dev.slipway.rollout.Manifests.Checked;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Release.Draft;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.UnusableManifests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ManifestsTest {

	private static final String DEPLOYMENT = """
			apiVersion: apps/v1
			kind: Deployment
			metadata:
			  name: orders
			spec:
			  replicas: 2
			  selector: {matchLabels: {app.kubernetes.io/name: orders}}
			  template:
			    metadata:
			      labels: {app.kubernetes.io/name: orders}
			      annotations: {prometheus.io/scrape: "true"}
			    spec:
			      containers:
			        - name: sidecar
			          image: proxy:1
			        - name: app
			          image: orders
			          envFrom:
			            - configMapRef: {name: orders}
			          env:
			            - name: ZIPKIN_ENDPOINT
			              value: http://elsewhere
			            - name: DATABASE_URL
			              valueFrom: {secretKeyRef: {name: orders-database, key: url}}
			            - name: TOKEN
			              valueFrom: {secretKeyRef: {name: orders-token, key: token}}
			      volumes:
			        - name: rules
			          projected: {sources: [{configMap: {name: orders}}, {secret: {name: orders-token}}]}
			        - name: token
			          secret: {secretName: orders-token}
			""";

	private static final String REST = """
			apiVersion: v1
			kind: ConfigMap
			metadata: {name: orders}
			data: {A: "1"}
			---
			apiVersion: v1
			kind: Secret
			metadata: {name: orders-token}
			stringData: {token: x}
			---
			apiVersion: v1
			kind: Service
			metadata: {name: orders, namespace: kube-system}
			spec:
			  type: LoadBalancer
			  externalTrafficPolicy: Local
			  healthCheckNodePort: 30001
			  allocateLoadBalancerNodePorts: true
			  loadBalancerClass: example.com/internal
			  loadBalancerSourceRanges: [10.0.0.0/8]
			  selector: {app.kubernetes.io/name: orders}
			  ports: [{port: 8080, targetPort: http, nodePort: 30000}]
			---
			apiVersion: policy/v1
			kind: PodDisruptionBudget
			metadata: {name: orders}
			spec: {maxUnavailable: 1}
			---
			apiVersion: autoscaling/v2
			kind: HorizontalPodAutoscaler
			metadata: {name: orders}
			spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: orders}, maxReplicas: 5}
			---
			""";

	private final YamlManifests manifests = new YamlManifests();

	@Test
	void readsReplicasAndStrategy() {
		Checked checked = check(Map.of("deploy/a.yaml", DEPLOYMENT, "deploy/b.yml", REST, "deploy/README.md", "no"), """
				apiVersion: slipway.dev/v1
				kind: Service
				spec:
				  strategy: {type: rolling, maxSurge: 50%, maxUnavailable: 1}
				  minReady: 5s
				  progressDeadline: 180s
				""");
		assertThat(checked.replicas()).isEqualTo(2);
		assertThat(checked.strategy()).isInstanceOfSatisfying(Rolling.class, (rolling) -> {
			assertThat(rolling.maxSurge()).isEqualTo(new Amount(50, true));
			assertThat(rolling.maxUnavailable()).isEqualTo(new Amount(1, false));
		});
		assertThat(checked.strategy().terms().minReady()).isEqualTo(Duration.ofSeconds(5));
		assertThat(checked.strategy().terms().progressDeadline()).isEqualTo(Duration.ofMinutes(3));
	}

	@Test
	void replacesObjectsByThoseOfTheEnvironment() {
		String three = DEPLOYMENT.replace("replicas: 2", "replicas: 3");
		assertThat(check(Map.of("deploy/z.yaml", DEPLOYMENT, "deploy/dev/a.yaml", three, "deploy/prod/a.yaml", "{"), "")
			.replicas()).isEqualTo(3);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "kind: Deployment | kind: StatefulSet | kind StatefulSet | use kind Deployment",
					"kind: Deployment | kind: ServiceMonitor | kind ServiceMonitor | Use kind PodMonitor",
					"kind: Deployment | kind: DaemonSet | kind DaemonSet | A release is a Deployment",
					"kind: Deployment | kind: Job | does not say when | slipway.dev/hook: before, after or contract",
					"kind: Deployment | kind: ClusterRoleBinding | cannot be released | Possible are",
					"name: app | name: main | none of its containers | app",
					"replicas: 2 | replicas: 0 | replicas is 0 | from 1",
					"name: orders | name: order | called order | Call it orders",
					"kind: Deployment | kinds: x | lacks | Add it",
					"metadata: | metadata: { | not YAML | Mend the syntax" })
	void refusesWithTheFileAndTheRemedy(String good, String bad, String message, String remedy) {
		int at = DEPLOYMENT.indexOf(good);
		String broken = DEPLOYMENT.substring(0, at) + bad + DEPLOYMENT.substring(at + good.length());
		assertThatExceptionOfType(UnusableManifests.class)
			.isThrownBy(() -> check(Map.of("deploy/deployment.yaml", broken), ""))
			.withMessageContaining("deploy/deployment.yaml")
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.remedy()).contains(remedy));
	}

	@ParameterizedTest
	@ValueSource(strings = { "autoscaling/v1", "autoscaling/v2beta2" })
	void refusesAnAutoscalerThatKeepsItsBehaviourInAnnotations(String version) {
		Map<String, String> files = Map.of("deploy/a.yaml", DEPLOYMENT, "deploy/b.yaml",
				REST.replace("autoscaling/v2", version));
		assertThatExceptionOfType(UnusableManifests.class).isThrownBy(() -> check(files, ""))
			.withMessageContaining("deploy/b.yaml")
			.withMessageContaining(version)
			.satisfies((ex) -> assertThat(ex.remedy()).contains("apiVersion: autoscaling/v2."));
	}

	@Test
	void refusesADeploymentWithoutContainers() {
		String none = DEPLOYMENT.substring(0, DEPLOYMENT.indexOf("      containers:")) + "      containers: []\n";
		assertThatExceptionOfType(UnusableManifests.class)
			.isThrownBy(() -> check(Map.of("deploy/deployment.yaml", none), ""))
			.withMessageContaining("no container");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "strategy: {type: canary} | spec.strategy.steps",
			"strategy: {maxSurge: lots} | spec.strategy.maxSurge", "progressDeadline: soon | spec.progressDeadline" })
	void refusesWrongSettings(String line, String path) {
		assertThatExceptionOfType(BadStrategy.class)
			.isThrownBy(() -> check(Map.of("deploy/a.yaml", DEPLOYMENT), "spec:\n  " + line))
			.satisfies((ex) -> assertThat(ex.mistakes()).extracting(Mistake::path).containsExactly(path));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "spec: { | not YAML", "rolling | no object", "[1] | no object" })
	void refusesSettingsThatCannotBeRead(String settings, String message) {
		assertThatExceptionOfType(UnusableManifests.class)
			.isThrownBy(() -> check(Map.of("deploy/a.yaml", DEPLOYMENT), settings))
			.withMessageContaining("slipway.yaml")
			.withMessageContaining(message);
	}

	@Test
	void laysTheStrategyOfARequestOverThatOfTheRepository() {
		Checked checked = this.manifests.check("orders", "dev",
				Map.of("deploy/a.yaml", DEPLOYMENT.getBytes(StandardCharsets.UTF_8)),
				"spec: {strategy: {maxSurge: 2, newer: queue}}".getBytes(StandardCharsets.UTF_8),
				new StrategyChanges("blueGreen"));
		assertThat(checked.strategy().type()).isEqualTo("blueGreen");
		assertThat(checked.strategy().terms().newer()).isEqualTo(Newer.QUEUES);
	}

	@Test
	void refusesAnEmptyFolder() {
		assertThatExceptionOfType(UnusableManifests.class).isThrownBy(() -> check(Map.of(), ""))
			.withMessageContaining("0 Deployments");
	}

	@Test
	void numbersWhatBelongsToTheReleaseAndItsReferences() {
		ReleaseObjects objects = compile();
		JsonNode deployment = objects.deployment();
		assertThat(deployment.at("/metadata/name").asText()).isEqualTo("orders-r3");
		assertThat(deployment.at("/metadata/namespace").asText()).isEqualTo("shop-dev");
		assertThat(deployment.at("/spec/replicas").asInt(-1)).isZero();
		assertThat(deployment.at("/spec/selector/matchLabels").toString()).isIn(
				"{\"slipway.dev/service\":\"orders\",\"slipway.dev/release\":\"3\"}",
				"{\"slipway.dev/release\":\"3\",\"slipway.dev/service\":\"orders\"}");
		JsonNode pod = deployment.at("/spec/template/spec");
		assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
		assertThat(pod.at("/volumes/0/projected/sources/0/configMap/name").asText()).isEqualTo("orders-r3");
		assertThat(pod.at("/volumes/0/projected/sources/1/secret/name").asText()).isEqualTo("orders-token-r3");
		assertThat(pod.at("/volumes/1/secret/secretName").asText()).isEqualTo("orders-token-r3");
		assertThat(pod.at("/containers/0/image").asText()).isEqualTo("proxy:1");
		JsonNode app = pod.at("/containers/1");
		assertThat(app.path("image").asText()).isEqualTo("localhost:5000/shop/orders@sha256:1");
		assertThat(app.at("/envFrom/0/configMapRef/name").asText()).isEqualTo("orders-r3");
		assertThat(app.at("/env/0/valueFrom/secretKeyRef/name").asText()).isEqualTo("orders-database");
		assertThat(app.at("/env/1/valueFrom/secretKeyRef/name").asText()).isEqualTo("orders-token-r3");
		Map<String, String> env = new HashMap<>();
		app.path("env").forEach((one) -> env.put(one.path("name").asText(), one.path("value").asText()));
		assertThat(env).containsEntry("ZIPKIN_ENDPOINT", "http://here")
			.containsEntry("SLIPWAY_SERVICE", "orders")
			.containsEntry("SLIPWAY_TEAM", "shop")
			.containsEntry("SLIPWAY_ENVIRONMENT", "dev")
			.containsEntry("SLIPWAY_RELEASE", "3");
		assertThat(deployment.at("/spec/template/metadata/annotations").size()).isOne();
		assertThat(deployment.at("/spec/template/metadata/labels").toString()).contains("\"slipway.dev/team\":\"shop\"",
				"\"slipway.dev/environment\":\"dev\"", "\"app.kubernetes.io/managed-by\":\"slipway\"");
	}

	@Test
	void sortsObjectsByWhatTheyBelongTo() {
		ReleaseObjects objects = compile();
		assertThat(objects.children())
			.map((object) -> object.path("kind").asText() + "/" + object.at("/metadata/name").asText() + "/"
					+ object.path("immutable").asText("-"))
			.containsExactlyInAnyOrder("ConfigMap/orders-r3/true", "Secret/orders-token-r3/true",
					"Service/orders-r3/-");
		assertThat(objects.service()).map((object) -> object.path("kind").asText())
			.containsExactlyInAnyOrder("Service", "PodDisruptionBudget");
		assertThat(objects.onPromotion()).singleElement()
			.satisfies((hpa) -> assertThat(hpa.at("/spec/scaleTargetRef/name").asText()).isEqualTo("orders-r3"));
	}

	@Test
	void letsTheEntryTakeBothReleasesAndTheBackendOne() {
		ReleaseObjects objects = compile();
		JsonNode entry = objects.service().get(0);
		assertThat(entry.at("/metadata/namespace").asText()).isEqualTo("shop-dev");
		assertThat(entry.at("/spec/selector").toString()).isEqualTo("{\"slipway.dev/service\":\"orders\"}");
		JsonNode backend = objects.children()
			.stream()
			.filter((object) -> object.path("kind").asText().equals("Service"))
			.findFirst()
			.orElseThrow();
		assertThat(backend.at("/spec/selector/slipway.dev~1release").asText()).isEqualTo("3");
		assertThat(backend.at("/spec/type").asText()).isEqualTo("ClusterIP");
		assertThat(backend.at("/spec/ports/0").has("nodePort")).isFalse();
		assertThat(backend.path("spec").fieldNames()).toIterable()
			.containsExactlyInAnyOrder("type", "selector", "ports");
	}

	@Test
	void letsMonitorsTellTheReleasesApart() {
		JsonNode monitor = compile(REST + """
				---
				apiVersion: monitoring.coreos.com/v1
				kind: PodMonitor
				metadata: {name: orders}
				spec:
				  selector: {matchLabels: {app: orders}}
				  jobLabel: app
				  podMetricsEndpoints:
				    - port: http
				      relabelings:
				        - {targetLabel: job, replacement: mine}
				        - {targetLabel: zone, replacement: a}
				    - port: admin
				""").service()
			.stream()
			.filter((object) -> object.path("kind").asText().equals("PodMonitor"))
			.findFirst()
			.orElseThrow();
		assertThat(monitor.at("/spec/selector").toString())
			.isEqualTo("{\"matchLabels\":{\"slipway.dev/service\":\"orders\"}}");
		assertThat(monitor.at("/spec/jobLabel").asText()).isEqualTo("slipway.dev/service");
		String release = "{\"sourceLabels\":[\"__meta_kubernetes_pod_label_slipway_dev_release\"],"
				+ "\"targetLabel\":\"release\"}";
		assertThat(monitor.at("/spec/podMetricsEndpoints/0/relabelings").toString())
			.isEqualTo("[{\"targetLabel\":\"zone\",\"replacement\":\"a\"}," + release + "]");
		assertThat(monitor.at("/spec/podMetricsEndpoints/1/relabelings").toString()).isEqualTo("[" + release + "]");
	}

	private ReleaseObjects compile() {
		return compile(REST);
	}

	private ReleaseObjects compile(String rest) {
		Checked checked = check(Map.of("deploy/a.yaml", DEPLOYMENT, "deploy/b.yaml", rest), "");
		Draft draft = new Draft("orders", "dev", "shop", "localhost:5000/shop/orders@sha256:1", "c0ffee1", 1,
				checked.replicas(), checked.strategy(), checked.objects(), null, "sam", Instant.EPOCH);
		return ReleaseObjects.of(new Release(3, draft, null, null), "shop-dev", "shop",
				Map.of("ZIPKIN_ENDPOINT", "http://here"));
	}

	private Checked check(Map<String, String> files, String settings) {
		Map<String, byte[]> bytes = new HashMap<>();
		files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
		return this.manifests.check("orders", "dev", bytes, settings.getBytes(StandardCharsets.UTF_8));
	}

}
