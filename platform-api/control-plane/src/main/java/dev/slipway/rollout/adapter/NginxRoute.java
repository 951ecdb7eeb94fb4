package dev.slipway.rollout.adapter;

import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.ReleaseCluster.Refused;
import dev.slipway.rollout.Split;
import dev.slipway.rollout.Traffic;
import dev.slipway.strategy.HeaderMatch;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

/**
 * A second Ingress with the canary annotations of ingress-nginx, made from the team's own
 * Ingress, which keeps asking the entry Service. It is there only while a candidate has a
 * share. The controller confirms nothing: what is written counts as served.
 */
final class NginxRoute implements Route {

	/** How the names of the controller's canary annotations begin. */
	static final String ANNOTATION = "nginx.ingress.kubernetes.io/canary";

	/** Names the controller where the team's Ingress does so in the way of old. */
	private static final String CLASS = "kubernetes.io/ingress.class";

	private final Reach reach;

	private final RouteObject objects;

	NginxRoute(Reach reach) {
		this.reach = reach;
		this.objects = new RouteObject(reach, RouteObject.type("networking.k8s.io", "v1", "Ingress", "ingresses"));
	}

	@Override
	public Traffic look(Release release, Split wanted) {
		ObjectNode found = this.objects.read(release, name(release));
		boolean written = (wanted.candidate() == null) ? found == null
				: found != null && this.objects.written(found, canary(release, wanted, wanted.candidate()));
		return new Traffic(written, written, written ? wanted.weight() : null, null);
	}

	@Override
	public void write(Release release, Split wanted, Fence fence) {
		if (wanted.candidate() != null) {
			this.objects.write(release, canary(release, wanted, wanted.candidate()), fence);
		}
	}

	/** Only when the entry Service selects the winner: until then it carries requests. */
	@Override
	public void settle(Release release, Split wanted, Fence fence) {
		if (wanted.candidate() == null) {
			remove(release, fence);
		}
	}

	/** One without the annotation is an Ingress like others. */
	@Override
	public @Nullable ObjectNode diverting(Release release) {
		ObjectNode found = this.objects.read(release, name(release));
		return (found != null && "true".equals(found.at("/metadata/annotations").path(ANNOTATION).asText())) ? found
				: null;
	}

	@Override
	public boolean names(Release release, String service) {
		return this.objects.names(release, name(release), service);
	}

	@Override
	public void remove(Release release, Fence fence) {
		this.objects.remove(release, name(release), fence);
	}

	private Ingress canary(Release release, Split wanted, int candidate) {
		Ingress main = main(release);
		Map<String, String> annotations = new TreeMap<>();
		String controller = Objects.annotation(main, CLASS);
		if (controller != null) {
			annotations.put(CLASS, controller);
		}
		annotations.put(ANNOTATION, "true");
		annotations.put(ANNOTATION + "-weight", Integer.toString(wanted.weight()));
		HeaderMatch header = wanted.header();
		if (header != null) {
			annotations.put(ANNOTATION + "-by-header", header.name());
			annotations.put(ANNOTATION + "-by-header-value", header.value());
		}
		Ingress canary = new IngressBuilder().withNewMetadata()
			.withName(name(release))
			.withAnnotations(annotations)
			.endMetadata()
			.withSpec(new IngressBuilder(main).buildSpec())
			.build();
		canary.getSpec().getRules().forEach((rule) -> aim(rule, release, candidate));
		return canary;
	}

	private static void aim(IngressRule rule, Release release, int candidate) {
		if (rule.getHttp() == null) {
			return;
		}
		for (HTTPIngressPath path : rule.getHttp().getPaths()) {
			if (path.getBackend().getService() != null
					&& release.draft().service().equals(path.getBackend().getService().getName())) {
				path.getBackend().getService().setName(Reach.numbered(release, candidate));
			}
		}
	}

	private Ingress main(Release release) {
		String given = gateway(release);
		ObjectNode found = this.objects.read(release, given);
		if (found == null) {
			throw new Refused("there is no Ingress " + given + " in " + this.reach.namespace(release)
					+ " to divide requests with: put one into deploy/, or name yours as router.gateway in slipway.yaml",
					null);
		}
		return Serialization.unmarshal(found.toString(), Ingress.class);
	}

	private static String gateway(Release release) {
		@Nullable String given = release.draft().strategy().terms().routing().gateway();
		return (given != null) ? given.substring(given.indexOf('/') + 1) : release.draft().service();
	}

	private static String name(Release release) {
		return gateway(release) + "-canary";
	}

}
