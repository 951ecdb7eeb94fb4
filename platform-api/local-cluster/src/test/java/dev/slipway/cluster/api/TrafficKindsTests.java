package dev.slipway.cluster.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The kinds that direct traffic, as a typed client writes and reads them. */
class TrafficKindsTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	static Path directory;

	@SuppressWarnings("NullAway.Init")
	private static TestServer server;

	@SuppressWarnings("NullAway.Init")
	private static KubernetesClient client;

	@BeforeAll
	static void start() throws IOException {
		server = new TestServer(directory);
		client = server.client();
	}

	@AfterAll
	static void stop() {
		client.close();
		server.close();
	}

	@Test
	void aRouteGetsTheDefaultsOfItsDefinition() {
		HTTPRoute route = make("defaults",
				"{parentRefs: [{name: web}], rules: [{backendRefs: [{name: a, port: 80}]}]}");
		assertThat(route.getSpec().getParentRefs().get(0).getKind()).isEqualTo("Gateway");
		assertThat(route.getSpec().getParentRefs().get(0).getGroup()).isEqualTo("gateway.networking.k8s.io");
		assertThat(route.getSpec().getRules().get(0).getMatches().get(0).getPath().getType()).isEqualTo("PathPrefix");
		assertThat(route.getSpec().getRules().get(0).getMatches().get(0).getPath().getValue()).isEqualTo("/");
		HTTPBackendRef backend = route.getSpec().getRules().get(0).getBackendRefs().get(0);
		assertThat(backend.getWeight()).isEqualTo(1);
		assertThat(backend.getKind()).isEqualTo("Service");
		assertThat(backend.getGroup()).isEmpty();
		assertThat(make("empty", "{}").getSpec().getRules().get(0).getMatches()).hasSize(1);
	}

	@Test
	void onlyASpecRaisesTheGeneration() {
		make("generation", "{rules: [{backendRefs: [{name: a, port: 80}]}]}");
		patch("generation", "{metadata: {labels: {a: b}, annotations: {c: d}}}");
		HTTPRoute route = client.resources(HTTPRoute.class).inNamespace("default").withName("generation").get();
		GenericKubernetesResource generic = Serialization.unmarshal(Serialization.asYaml(route),
				GenericKubernetesResource.class);
		generic.setAdditionalProperty("status", java.util.Map.of("parents", List.of()));
		client.resource(generic).inNamespace("default").patchStatus();
		assertThat(generation("generation")).isEqualTo(1);
		patch("generation", "{spec: {rules: [{backendRefs: [{name: a, port: 80, weight: 2}]}]}}");
		assertThat(generation("generation")).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{rules: [{backendRefs: [{name: a, port: 80, weight: 1000001}]}]}  | backendRefs[0].weight
			{rules: [{backendRefs: [{name: a, port: 80, weight: -1}]}]}       | backendRefs[0].weight
			{rules: [{backendRefs: [{name: a}]}]}                             | Must have port for Service reference
			{rules: [{backendRefs: [{port: 80}]}]}                            | backendRefs[0].name
			{rules: [{backendRefs: [{name: a, port: 0}]}]}                    | backendRefs[0].port
			{rules: [{matches: [{path: {value: a}}]}]}                        | must be an absolute path
			{rules: [{matches: [{path: {type: Prefix, value: /}}]}]}          | Unsupported value: "Prefix"
			{rules: [{matches: [{method: LOOK}]}]}                            | Unsupported value: "LOOK"
			{rules: [{matches: [{headers: [{name: 'a b', value: c}]}]}]}      | headers[0].name
			{rules: [{filters: [{type: RequestMirror}]}]}                     | filter.requestMirror must be specified
			{hostnames: ['Bad_Host']}                                         | spec.hostnames[0]
			""")
	void whatTheDefinitionForbidsIsRefused(String spec, String cause) {
		assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> make("wrong", spec))
			.matches((refusal) -> refusal.getCode() == 422)
			.withMessageContaining(cause);
	}

	@Test
	void aGatewayAndItsClassWaitForTheirController() {
		GenericKubernetesResource gateway = create("""
				{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: web, namespace: default},
				spec: {gatewayClassName: any, listeners: [{name: http, port: 80, protocol: HTTP}]}}""");
		assertThat(gateway.<String>get("spec", "listeners", 0, "allowedRoutes", "namespaces", "from"))
			.isEqualTo("Same");
		assertThat(gateway.<String>get("status", "conditions", 0, "reason")).isEqualTo("Pending");
		GenericKubernetesResource gatewayClass = create("""
				{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: any},
				spec: {controllerName: example.com/any}}""");
		assertThat(gatewayClass.<String>get("status", "conditions", 0, "status")).isEqualTo("Unknown");
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, namespace: default}, "
					+ "spec: {hosts: [a], http: [{route: [{destination: {host: a}, weight: 90}]}]}}",
			"{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: a, namespace: default}, "
					+ "spec: {host: a, subsets: [{name: v1, labels: {version: v1}}]}}",
			"{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}, "
					+ "spec: {controller: k8s.io/ingress-nginx}}",
			"{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, namespace: default, "
					+ "annotations: {nginx.ingress.kubernetes.io/canary: 'true'}}, spec: {ingressClassName: nginx}}" })
	void whatIsOnlyStoredComesBackAsItWas(String yaml) {
		GenericKubernetesResource wanted = Serialization.unmarshal("---\n" + yaml, GenericKubernetesResource.class);
		GenericKubernetesResource made = create(yaml);
		assertThat(made.<Object>get("spec")).isEqualTo(wanted.<Object>get("spec"));
		assertThat(made.getMetadata().getGeneration()).isEqualTo(1);
		client.resource(made).delete();
	}

	private static GenericKubernetesResource create(String yaml) {
		return client.resource(Serialization.unmarshal("---\n" + yaml, GenericKubernetesResource.class)).create();
	}

	private static HTTPRoute make(String name, String spec) {
		create("{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: " + name
				+ ", namespace: default}, spec: " + spec + "}");
		return client.resources(HTTPRoute.class).inNamespace("default").withName(name).get();
	}

	private static void patch(String name, String yaml) {
		client.resources(HTTPRoute.class)
			.inNamespace("default")
			.withName(name)
			.patch(PatchContext.of(PatchType.JSON_MERGE),
					Serialization.asJson(Serialization.unmarshal("---\n" + yaml, Object.class)));
	}

	private static long generation(String name) {
		return client.resources(HTTPRoute.class)
			.inNamespace("default")
			.withName(name)
			.get()
			.getMetadata()
			.getGeneration();
	}

}
