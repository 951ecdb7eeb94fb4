package dev.slipway.rollout.adapter;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.Split;
import dev.slipway.rollout.Traffic;
import dev.slipway.strategy.HeaderMatch;
import dev.slipway.strategy.Routing;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/**
 * An Istio VirtualService of the service's name, for the mesh and, when the strategy
 * names one, for a gateway. Its controller confirms nothing unless status is switched on
 * (PILOT_ENABLE_STATUS); without one, what is written counts as served.
 */
final class IstioRoute implements Route {

	private static final String API_VERSION = "networking.istio.io/v1";

	private static final String KIND = "VirtualService";

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private final RouteObject objects;

	IstioRoute(Reach reach) {
		this.objects = new RouteObject(reach, RouteObject.type("networking.istio.io", "v1", KIND, "virtualservices"));
	}

	@Override
	public Traffic look(Release release, Split wanted) {
		ObjectNode found = this.objects.read(release, release.draft().service());
		if (!this.objects.written(found, route(release, wanted)) || found == null) {
			return new Traffic(false, false, null, null);
		}
		JsonNode observed = found.at("/status/observedGeneration");
		boolean served = observed.isMissingNode() || observed.asLong() >= found.at("/metadata/generation").asLong();
		return new Traffic(true, served, served ? wanted.weight() : null, null);
	}

	@Override
	public void write(Release release, Split wanted, Fence fence) {
		this.objects.write(release, route(release, wanted), fence);
	}

	@Override
	public HasMetadata atRest(Release release) {
		return route(release, new Split(release.number(), release.number(), null, 0, null, 0));
	}

	@Override
	public boolean names(Release release, String service) {
		return this.objects.names(release, release.draft().service(), service);
	}

	@Override
	public void remove(Release release, Fence fence) {
		this.objects.remove(release, release.draft().service(), fence);
	}

	private static HasMetadata route(Release release, Split wanted) {
		Routing routing = release.draft().strategy().terms().routing();
		ObjectNode spec = MAPPER.createObjectNode();
		List<String> hosts = routing.hosts().isEmpty() ? List.of(release.draft().service()) : routing.hosts();
		hosts.forEach(spec.putArray("hosts")::add);
		if (routing.gateway() != null) {
			spec.putArray("gateways").add(routing.gateway()).add("mesh");
		}
		ArrayNode http = spec.putArray("http");
		HeaderMatch header = wanted.header();
		if (header != null && wanted.candidate() != null) {
			ObjectNode matched = http.addObject();
			matched.putArray("match")
				.addObject()
				.putObject("headers")
				.putObject(header.name())
				.put("exact", header.value());
			destination(matched.putArray("route").addObject(), release, wanted.candidate());
		}
		divide(http.addObject(), release, wanted);
		GenericKubernetesResource route = new GenericKubernetesResource();
		route.setApiVersion(API_VERSION);
		route.setKind(KIND);
		route.setMetadata(new ObjectMetaBuilder().withName(release.draft().service()).build());
		route.setAdditionalProperty("spec", spec);
		return route;
	}

	private static void divide(ObjectNode rule, Release release, Split wanted) {
		ArrayNode routes = rule.putArray("route");
		if (wanted.candidate() == null) {
			destination(routes.addObject().put("weight", 100), release, wanted.stable());
			return;
		}
		destination(routes.addObject().put("weight", 100 - wanted.weight()), release, wanted.stable());
		destination(routes.addObject().put("weight", wanted.weight()), release, wanted.candidate());
		if (wanted.mirror() > 0) {
			rule.putObject("mirror").put("host", Reach.numbered(release, wanted.candidate()));
			rule.putObject("mirrorPercentage").put("value", wanted.mirror());
		}
	}

	private static void destination(ObjectNode route, Release release, int number) {
		route.putObject("destination").put("host", Reach.numbered(release, number));
	}

}
