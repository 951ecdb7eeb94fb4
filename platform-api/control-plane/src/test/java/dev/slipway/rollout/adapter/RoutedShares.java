package dev.slipway.rollout.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Split;
import dev.slipway.strategy.HeaderMatch;
import dev.slipway.strategy.Router;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import org.jspecify.annotations.NullUnmarked;

/**
 * Reads a service's routing objects as their routers do: an HTTPRoute by the
 * specification of the Gateway API (a share is the weight over the sum of the weights,
 * the most specific match first), a VirtualService by Istio's reference (the first match
 * in order, weights in percent), canary annotations by ingress-nginx's (the header before
 * the weight, the rest to the main Ingress, which asks the entry Service).
 */
@NullUnmarked
final class RoutedShares {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private static final String CANARY = "nginx.ingress.kubernetes.io/canary";

	private final KubernetesClient kubernetes;

	private final String service;

	RoutedShares(KubernetesClient kubernetes, String service) {
		this.kubernetes = kubernetes;
		this.service = service;
	}

	/** The percentage of a release; null when its pods decide that. */
	Integer of(Router router, int release) {
		return switch (router) {
			case REPLICAS -> null;
			case SELECTOR -> Integer.toString(release).equals(entry()) ? 100 : 0;
			case HTTP_ROUTE -> weightOf(last(read(router).at("/spec/rules")).path("backendRefs"), "/name", release);
			case ISTIO -> weightOf(last(read(router).at("/spec/http")).path("route"), "/destination/host", release);
			case NGINX -> nginx(release);
		};
	}

	/** Whether a request with that header goes to that release. */
	boolean withHeader(Router router, HeaderMatch header, int release) {
		String name = this.service + "-r" + release;
		return switch (router) {
			case REPLICAS, SELECTOR -> false;
			case HTTP_ROUTE -> {
				JsonNode rule = read(router).at("/spec/rules/0");
				yield rule.at("/matches/0/headers/0/name").asText().equals(header.name())
						&& rule.at("/matches/0/headers/0/value").asText().equals(header.value())
						&& rule.at("/backendRefs/0/name").asText().equals(name) && rule.path("backendRefs").size() == 1;
			}
			case ISTIO -> {
				JsonNode rule = read(router).at("/spec/http/0");
				yield rule.at("/match/0/headers").path(header.name()).path("exact").asText().equals(header.value())
						&& rule.at("/route/0/destination/host").asText().equals(name) && rule.path("route").size() == 1;
			}
			case NGINX -> {
				JsonNode said = read(router).at("/metadata/annotations");
				yield said.path(CANARY + "-by-header").asText().equals(header.name())
						&& said.path(CANARY + "-by-header-value").asText().equals(header.value())
						&& backend().equals(name);
			}
		};
	}

	/** The percentage of requests that a release gets copies of. */
	int mirrored(Router router, int release) {
		String name = this.service + "-r" + release;
		if (router == Router.ISTIO) {
			JsonNode rule = last(read(router).at("/spec/http"));
			return rule.at("/mirror/host").asText().equals(name) ? rule.at("/mirrorPercentage/value").asInt() : 0;
		}
		JsonNode mirror = last(read(router).at("/spec/rules")).at("/filters/0/requestMirror");
		return mirror.at("/backendRef/name").asText().equals(name) ? mirror.path("percent").asInt() : 0;
	}

	/** The release that the entry Service selects; null when it selects both. */
	String entry() {
		return this.kubernetes.services()
			.inNamespace("shop-dev")
			.withName(this.service)
			.get()
			.getSpec()
			.getSelector()
			.get(Labels.RELEASE);
	}

	/** The routing objects that are there. */
	List<String> routes() {
		return Stream.of(Router.HTTP_ROUTE, Router.ISTIO, Router.NGINX)
			.map(this::resource)
			.map(Resource::get)
			.filter(Objects::nonNull)
			.map((route) -> route.getKind() + " " + route.getMetadata().getResourceVersion())
			.toList();
	}

	/** The versions of all that divides requests. */
	String versions() {
		List<String> versions = new ArrayList<>(routes());
		versions.add(this.kubernetes.services()
			.inNamespace("shop-dev")
			.withName(this.service)
			.get()
			.getMetadata()
			.getResourceVersion());
		return versions.stream().collect(Collectors.joining(", "));
	}

	/** What a person with kubectl does. */
	void change(Router router, Split from) {
		GenericKubernetesResource route = resource(router).get();
		ObjectNode tree = MAPPER.valueToTree(route);
		String text = tree.toString()
			.replace("\"weight\":" + from.weight(), "\"weight\":77")
			.replace("canary-weight\":\"" + from.weight(), "canary-weight\":\"77");
		try {
			this.kubernetes.resource(MAPPER.readValue(text, GenericKubernetesResource.class)).update();
		}
		catch (com.fasterxml.jackson.core.JsonProcessingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What the controller of a Gateway API does when it serves what is written. */
	void confirm(Router router) {
		if (router != Router.HTTP_ROUTE) {
			return;
		}
		ObjectNode route = read(router);
		ObjectNode parent = route.putObject("status").putArray("parents").addObject();
		parent.put("controllerName", "example.com/test");
		parent.set("parentRef", route.at("/spec/parentRefs/0"));
		for (String type : List.of("Accepted", "ResolvedRefs")) {
			parent.withArray("conditions")
				.addObject()
				.put("type", type)
				.put("status", "True")
				.put("reason", type)
				.put("message", "")
				.put("lastTransitionTime", "2026-01-01T00:00:00Z")
				.put("observedGeneration", route.at("/metadata/generation").asLong());
		}
		this.kubernetes.resource(MAPPER.convertValue(route, GenericKubernetesResource.class)).updateStatus();
	}

	private int nginx(int release) {
		GenericKubernetesResource canary = resource(Router.NGINX).get();
		int weight = 0;
		if (canary != null) {
			JsonNode said = read(Router.NGINX).at("/metadata/annotations");
			boolean counts = said.path(CANARY).asText().equals("true")
					&& said.path("kubernetes.io/ingress.class").asText().equals("nginx");
			weight = counts ? said.path(CANARY + "-weight").asInt() : 0;
			if (backend().equals(this.service + "-r" + release)) {
				return weight;
			}
		}
		return Integer.toString(release).equals(entry()) ? 100 - weight : 0;
	}

	private String backend() {
		return read(Router.NGINX).at("/spec/rules/0/http/paths/0/backend/service/name").asText();
	}

	private int weightOf(JsonNode destinations, String name, int release) {
		int sum = 0;
		int share = 0;
		for (JsonNode one : destinations) {
			sum += one.path("weight").asInt(1);
			if (one.at(name).asText().equals(this.service + "-r" + release)) {
				share += one.path("weight").asInt(1);
			}
		}
		return (sum > 0) ? 100 * share / sum : 0;
	}

	private static JsonNode last(JsonNode list) {
		return StreamSupport.stream(list.spliterator(), false).reduce((first, second) -> second).orElseThrow();
	}

	private ObjectNode read(Router router) {
		return MAPPER.valueToTree(resource(router).get());
	}

	private Resource<GenericKubernetesResource> resource(Router router) {
		ResourceDefinitionContext type = switch (router) {
			case HTTP_ROUTE -> RouteObject.type("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes");
			case ISTIO -> RouteObject.type("networking.istio.io", "v1", "VirtualService", "virtualservices");
			default -> RouteObject.type("networking.k8s.io", "v1", "Ingress", "ingresses");
		};
		return this.kubernetes.genericKubernetesResources(type)
			.inNamespace("shop-dev")
			.withName((router == Router.NGINX) ? this.service + "-canary" : this.service);
	}

}
