package dev.slipway.rollout.adapter;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.ReleaseCluster.Refused;
import dev.slipway.rollout.Split;
import dev.slipway.rollout.Traffic;
import dev.slipway.strategy.HeaderMatch;
import dev.slipway.strategy.Routing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRefBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRuleBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder;

/**
 * An HTTPRoute of the service's name. Its parent is the Gateway of the strategy, or the
 * entry Service itself, so that callers within the cluster are divided too (GAMMA,
 * Gateway API enhancement 1324).
 */
final class GatewayApiRoute implements Route {

	private final Reach reach;

	private final RouteObject objects;

	GatewayApiRoute(Reach reach) {
		this.reach = reach;
		this.objects = new RouteObject(reach,
				RouteObject.type("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes"));
	}

	@Override
	public Traffic look(Release release, Split wanted) {
		ObjectNode found = this.objects.read(release, release.draft().service());
		boolean written = found != null && this.objects.written(found, route(release, wanted));
		return RouteObject.parents(found, written, wanted.weight());
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

	private HTTPRoute route(Release release, Split wanted) {
		Routing routing = release.draft().strategy().terms().routing();
		Integer port = new EntryService(this.reach, release).port();
		if (port == null) {
			throw new Refused("there is no Service " + release.draft().service() + " with a port to divide the "
					+ "requests of: put one into deploy/", null);
		}
		List<HTTPRouteRule> rules = new ArrayList<>();
		HeaderMatch header = wanted.header();
		if (header != null && wanted.candidate() != null) {
			rules.add(new HTTPRouteRuleBuilder().addNewMatch()
				.addNewHeader()
				.withType("Exact")
				.withName(header.name())
				.withValue(header.value())
				.endHeader()
				.endMatch()
				.withBackendRefs(backend(release, wanted.candidate(), port, 1))
				.build());
		}
		rules.add(divided(release, wanted, port));
		return new HTTPRouteBuilder().withNewMetadata()
			.withName(release.draft().service())
			.endMetadata()
			.withNewSpec()
			.withParentRefs(parent(release, routing, port))
			.withHostnames(routing.hosts())
			.withRules(rules)
			.endSpec()
			.build();
	}

	private static HTTPRouteRule divided(Release release, Split wanted, int port) {
		HTTPRouteRuleBuilder rule = new HTTPRouteRuleBuilder();
		if (wanted.candidate() == null) {
			return rule.withBackendRefs(backend(release, wanted.stable(), port, 1)).build();
		}
		rule.withBackendRefs(backend(release, wanted.stable(), port, 100 - wanted.weight()),
				backend(release, wanted.candidate(), port, wanted.weight()));
		if (wanted.mirror() > 0) {
			rule.addNewFilter()
				.withType("RequestMirror")
				.withNewRequestMirror()
				.withNewBackendRef()
				.withName(Reach.numbered(release, wanted.candidate()))
				.withPort(port)
				.endBackendRef()
				.withPercent(wanted.mirror())
				.endRequestMirror()
				.endFilter();
		}
		return rule.build();
	}

	private static HTTPBackendRef backend(Release release, int number, int port, int weight) {
		return new HTTPBackendRefBuilder().withName(Reach.numbered(release, number))
			.withPort(port)
			.withWeight(weight)
			.build();
	}

	private static ParentReference parent(Release release, Routing routing, int port) {
		String gateway = routing.gateway();
		if (gateway == null) {
			return new ParentReferenceBuilder().withGroup("")
				.withKind("Service")
				.withName(release.draft().service())
				.withPort(port)
				.build();
		}
		int slash = gateway.indexOf('/');
		ParentReferenceBuilder parent = new ParentReferenceBuilder().withName(gateway.substring(slash + 1));
		return ((slash > 0) ? parent.withNamespace(gateway.substring(0, slash)) : parent).build();
	}

}
