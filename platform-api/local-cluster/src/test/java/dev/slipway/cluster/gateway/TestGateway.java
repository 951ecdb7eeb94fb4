package dev.slipway.cluster.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.slipway.cluster.api.ApiServer;
import dev.slipway.cluster.api.ApiSettings;
import dev.slipway.cluster.api.PodLogs;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.proxy.ServiceProxy;
import dev.slipway.cluster.store.DurableStore;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.work.Workers;

/** API server, proxy and gateway controller, with endpoints written by hand. */
final class TestGateway implements AutoCloseable {

	private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final DurableStore store;

	private final ApiServer api;

	private final Workers workers = new Workers();

	private final ServiceProxy proxy;

	private final GatewayController controller;

	TestGateway(Path directory) throws IOException {
		Clock clock = Clock.systemUTC();
		this.store = DurableStore.open(directory.resolve("objects"), clock);
		this.api = new ApiServer(this.store, ApiSettings.in(directory.resolve("api")).withServiceRange("127.200"),
				PodLogs.none(), clock);
		this.api.start();
		this.proxy = ServiceProxy.create(this.store, this.workers, clock, Duration.ofMillis(100));
		this.controller = GatewayController.start(this.store, this.workers, clock, this.proxy, this.api.objects());
		this.proxy.start();
	}

	DurableStore store() {
		return this.store;
	}

	static ObjectNode yaml(String text) throws IOException {
		return (ObjectNode) YAML.readTree(text);
	}

	/** A Service in the namespace default, and where its one endpoint is. */
	void service(String name, int port) throws IOException {
		service(name, port, "");
	}

	/** A Service whose port has more to say. */
	void service(String name, int port, String more) throws IOException {
		this.api.objects()
			.create("services", "default", yaml("{apiVersion: v1, kind: Service, metadata: {name: " + name
					+ "}, spec: {ports: [{name: http, port: 8080" + more + "}]}}"));
		endpoint(name, port);
	}

	/** Points a Service to another endpoint; 0 for none. */
	void endpoint(String name, int port) throws IOException {
		Key key = Key.of("endpointslices.discovery.k8s.io", "default", name + "-1");
		ObjectNode slice = yaml("{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: " + name
				+ "-1, namespace: default, labels: {kubernetes.io/service-name: " + name
				+ "}}, addressType: IPv4, endpoints: [" + ((port == 0) ? "" : "{addresses: ['127.0.0.1']}")
				+ "], ports: [{name: http, port: " + port + ", protocol: TCP}]}");
		if (this.store.get(key).isPresent()) {
			this.store.update(key, slice, null);
		}
		else {
			this.store.create(key, slice);
		}
	}

	ObjectNode create(String resource, String yaml) throws IOException {
		return this.api.objects().create(resource, "default", yaml(yaml));
	}

	ObjectNode route(String name, String spec) throws IOException {
		return create("httproutes.gateway.networking.k8s.io",
				"{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: " + name + "}, spec: "
						+ spec + "}");
	}

	/** Sets the weight of a backend; answers the generation that has it. */
	long weigh(String route, int backend, int weight) {
		return this.store.update(routeKey(route), (object) -> {
			((ObjectNode) object.path("spec").path("rules").path(0).path("backendRefs").path(backend)).put("weight",
					weight);
			return object;
		}).path("metadata").path("generation").asLong();
	}

	static Key routeKey(String name) {
		return Key.of("httproutes.gateway.networking.k8s.io", "default", name);
	}

	/** A condition at a route's first parent. */
	JsonNode condition(String route, String type) {
		ObjectNode object = java.util.Objects.requireNonNull(this.store.shared(routeKey(route)), route);
		return Conditions.get(object.path("status").path("parents").path(0), type);
	}

	boolean is(String route, String type, String reason) {
		return condition(route, type).path("reason").asText().equals(reason);
	}

	String address(String service) {
		ObjectNode object = this.store.shared(Key.of("services", "default", service));
		return (object != null) ? object.path("spec").path("clusterIP").asText() : "";
	}

	/** The answer to GET, as status and body; empty if nobody answers. */
	String get(String url, String... headers) throws InterruptedException {
		try {
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
			if (headers.length > 0) {
				request.headers(headers);
			}
			HttpResponse<String> response = this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return response.statusCode() + " " + response.body().strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

	@Override
	public void close() {
		this.controller.close();
		this.proxy.close();
		this.api.close();
		this.workers.close();
		this.store.close();
	}

}
