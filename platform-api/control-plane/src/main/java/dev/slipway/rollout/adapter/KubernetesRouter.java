package dev.slipway.rollout.adapter;

import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.ReleaseCluster.Refused;
import dev.slipway.rollout.Split;
import dev.slipway.rollout.Traffic;
import dev.slipway.rollout.TrafficRouter;
import dev.slipway.strategy.Router;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Divides requests by the router that the release's strategy names. What the entry
 * Service selects is fixed per router: the pods of both releases where their ratio
 * decides, of one release otherwise. When the release before was routed in another way,
 * its route goes when the new one stands.
 */
final class KubernetesRouter implements TrafficRouter {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	private final Reach reach;

	private final Map<Router, Route> routes;

	KubernetesRouter(Reach reach) {
		this(reach, Map.of(Router.HTTP_ROUTE, new GatewayApiRoute(reach), Router.ISTIO, new IstioRoute(reach),
				Router.NGINX, new NginxRoute(reach)));
	}

	KubernetesRouter(Reach reach, Map<Router, Route> routes) {
		this.reach = reach;
		this.routes = routes;
	}

	@Override
	public Traffic look(Release release, Split wanted) {
		boolean entered = new EntryService(this.reach, release).is(router(release), entry(release, wanted));
		Route route = this.routes.get(router(release));
		Traffic traffic = (route != null) ? look(route, release, wanted)
				: new Traffic(true, true, wanted.weight(), null);
		return new Traffic(traffic.written() && entered, traffic.served(), traffic.weight(), traffic.trouble(),
				traffic.refused());
	}

	/** What somebody deleted must not keep a release from turning back. */
	private static Traffic look(Route route, Release release, Split wanted) {
		try {
			return route.look(release, wanted);
		}
		catch (Refused ex) {
			return Traffic.refused(ex.getMessage());
		}
	}

	@Override
	public void route(Release release, Split wanted, Fence fence) {
		Router router = router(release);
		EntryService entry = new EntryService(this.reach, release);
		Route route = this.routes.get(router);
		Refused refused = (route != null) ? write(route, release, wanted, fence) : null;
		if (release.number() == 0) {
			entry.selectAdopted(fence);
		}
		else {
			entry.select(entry(release, wanted), fence);
		}
		if (refused != null) {
			throw refused;
		}
		if (route != null) {
			route.settle(release, wanted, fence);
		}
		Router before = entry.router();
		if (before != router) {
			Route left = this.routes.get(before);
			if (left != null) {
				left.remove(release, fence);
			}
			entry.router(router, fence);
		}
	}

	/**
	 * Where one release is to have all requests, callers of the Service at least come to
	 * it, though the route is refused.
	 */
	private static @Nullable Refused write(Route route, Release release, Split wanted, Fence fence) {
		try {
			route.write(release, wanted, fence);
			return null;
		}
		catch (Refused ex) {
			if (wanted.candidate() != null) {
				throw ex;
			}
			return ex;
		}
	}

	@Override
	public @Nullable Integer byHand(Release release) {
		return new EntryService(this.reach, release).byHand();
	}

	@Override
	public void accept(Release release, Fence fence) {
		new EntryService(this.reach, release).accept(fence);
	}

	/**
	 * Whether a route still names the backend Service of that release: requests to it
	 * would be lost with it.
	 */
	boolean names(Release release, int number) {
		Router standing = new EntryService(this.reach, release).router();
		return Stream.of(router(release), standing)
			.distinct()
			.map(this.routes::get)
			.anyMatch((route) -> route != null && route.names(release, Reach.numbered(release, number)));
	}

	/**
	 * What takes requests from a release that is to have all; null when there is nothing.
	 */
	@Nullable ObjectNode divertingAtRest(Release release) {
		Route route = this.routes.get(router(release));
		return (route != null && new EntryService(this.reach, release).router() == router(release))
				? route.diverting(release) : null;
	}

	/**
	 * The route of a release that has all requests, in the cluster's JSON; null when the
	 * entry Service alone decides, or when what stands is another router's.
	 */
	@Nullable ObjectNode atRest(Release release) {
		Route route = this.routes.get(router(release));
		if (route == null || new EntryService(this.reach, release).router() != router(release)) {
			return null;
		}
		try {
			HasMetadata wanted = route.atRest(release);
			if (wanted == null) {
				return null;
			}
			ObjectNode tree = MAPPER.valueToTree(wanted);
			tree.withObject("/metadata").put("namespace", this.reach.namespace(release));
			Reach.labels(release).forEach(tree.withObject("/metadata/labels")::put);
			return tree;
		}
		catch (Refused ex) {
			// What it needs is missing, which is told of that itself.
			return null;
		}
	}

	private static @Nullable Integer entry(Release release, Split wanted) {
		return switch (router(release)) {
			case REPLICAS -> null;
			case SELECTOR -> wanted.winner();
			case HTTP_ROUTE, ISTIO, NGINX -> wanted.entry();
		};
	}

	private static Router router(Release release) {
		return release.draft().strategy().terms().routing().router();
	}

}
