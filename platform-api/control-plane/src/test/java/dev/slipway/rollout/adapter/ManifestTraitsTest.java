package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Traits;
import dev.slipway.rollout.UnusableManifests;
import dev.slipway.strategy.Circumstances.Autoscaler;
import dev.slipway.strategy.Circumstances.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ManifestTraitsTest {

	private static final String DEPLOYMENT = """
			apiVersion: apps/v1
			kind: Deployment
			metadata: {name: orders}
			spec:
			  template:
			    spec:
			      terminationGracePeriodSeconds: 40
			      containers:
			        - name: app
			          envFrom: [{configMapRef: {name: orders}}]
			          env: [{name: SPRING_KAFKA_BOOTSTRAP_SERVERS, value: "kafka:9092"}]
			          resources: {requests: {cpu: 250m, memory: 384Mi}, limits: {memory: 1Gi}}
			          lifecycle: {preStop: {sleep: {seconds: 5}}}
			        - name: proxy
			          resources: {limits: {cpu: "1"}}
			""";

	private static final String REST = """
			apiVersion: v1
			kind: ConfigMap
			metadata: {name: orders}
			data: {SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE: 20s, AMQP_URL: "amqp://mq", SAMPLING: all}
			---
			apiVersion: autoscaling/v2
			kind: HorizontalPodAutoscaler
			metadata: {name: orders}
			spec: {minReplicas: 2, maxReplicas: 10}
			""";

	@ParameterizedTest
	@CsvSource({ "orders, ClientIP, true", "orders, None, false", "other, ClientIP, false" })
	void clientsStayWhereTheEntryServiceKeepsThem(String name, String affinity, boolean sticky) {
		String service = "apiVersion: v1\nkind: Service\nmetadata: {name: " + name + "}\nspec: {sessionAffinity: "
				+ affinity + "}\n";
		assertThat(traits(DEPLOYMENT, service).sticky()).isEqualTo(sticky);
	}

	@Test
	void areFoundInTheManifests() {
		Traits traits = traits(DEPLOYMENT, REST);
		assertThat(traits.kinds()).containsExactlyInAnyOrder("Deployment", "ConfigMap", "HorizontalPodAutoscaler");
		assertThat(traits.ending())
			.isEqualTo(new Ending(Duration.ofSeconds(5), Duration.ofSeconds(40), Duration.ofSeconds(20)));
		assertThat(traits.autoscaler()).isEqualTo(new Autoscaler("orders", 2, 10));
		assertThat(traits.consumers()).containsExactly("AMQP_URL", "SPRING_KAFKA_BOOTSTRAP_SERVERS");
	}

	@Test
	void areAbsentWhereNothingIsSaid() {
		Traits traits = traits("""
				apiVersion: apps/v1
				kind: Deployment
				metadata: {name: orders}
				spec: {template: {spec: {containers: [{name: app}]}}}
				""", "");
		assertThat(traits.ending()).isEqualTo(new Ending(null, Duration.ofSeconds(30), null));
		assertThat(traits.autoscaler()).isNull();
		assertThat(traits.consumers()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{exec: {command: [sh, -c, 'sleep 10; nginx -s quit']}} | 10
			{exec: {command: [sleep, '3']}}                        | 3
			{exec: {command: [/stop.sh]}}                          | 5
			{httpGet: {path: /stop, port: 8080}}                   | 5
			""")
	void knowHowLongAPodSleepsBeforeItEnds(String hook, int seconds) {
		String deployment = DEPLOYMENT.replace("{sleep: {seconds: 5}}", hook);
		assertThat(traits(deployment, REST).ending().preStop()).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void countWhatAPodTakesAsKubernetesDoes() {
		Traits traits = traits(DEPLOYMENT, REST);
		Map<String, Long> none = Map.of();
		assertThat(traits.perPod("pods", none)).isEqualTo(1);
		// Without a request of its own the proxy requests its limit.
		assertThat(traits.perPod("requests.cpu", none)).isEqualTo(1250);
		assertThat(traits.perPod("cpu", none)).isEqualTo(1250);
		assertThat(traits.perPod("requests.memory", none)).isNull();
		assertThat(traits.perPod("memory", Map.of("requests.memory", 1024L))).isEqualTo(384L * 1024 * 1024 + 1024);
		assertThat(traits.perPod("limits.memory", Map.of("limits.memory", 1024L)))
			.isEqualTo(1024L * 1024 * 1024 + 1024);
	}

	@Test
	void refuseAmountsThatAreNone() {
		assertThatExceptionOfType(UnusableManifests.class)
			.isThrownBy(() -> traits(DEPLOYMENT.replace("250m", "a lot"), ""))
			.withMessageContaining("deploy/a.yaml");
	}

	private static Traits traits(String deployment, String rest) {
		Map<String, byte[]> files = new HashMap<>();
		files.put("deploy/a.yaml", deployment.getBytes(StandardCharsets.UTF_8));
		files.put("deploy/b.yaml", rest.getBytes(StandardCharsets.UTF_8));
		return new YamlManifests().check("orders", "dev", files, null, StrategyChanges.none()).traits();
	}

}
