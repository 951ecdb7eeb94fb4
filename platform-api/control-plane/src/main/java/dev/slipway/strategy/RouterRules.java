package dev.slipway.strategy;

import java.util.List;

import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;
import dev.slipway.strategy.Strategy.Rolling;

/** What a router cannot do is refused when the release is asked for, not half way. */
record RouterRules(Strategy strategy, Circumstances circumstances, Findings findings) {

	void look() {
		Routing routing = this.strategy.terms().routing();
		if (routing.router() == Router.REPLICAS && this.strategy instanceof BlueGreen) {
			this.findings.error("no-preview", Findings.path("router"),
					"The router replicas gives requests to each pod that is ready, so the preview could not be kept "
							+ "from them",
					"Use router: selector, httpRoute, istio or nginx.");
		}
		if (routing.router() == Router.SELECTOR && !(this.strategy instanceof BlueGreen)) {
			selector();
		}
		if (this.strategy instanceof Canary canary) {
			List<CanaryStep> steps = canary.steps();
			for (int index = 0; index < steps.size(); index++) {
				capabilities(routing.router(), steps.get(index), index);
			}
		}
		sticky(routing.router());
		window(routing.router());
		entrance(routing);
	}

	private void capabilities(Router router, CanaryStep step, int index) {
		String name = StrategyWriter.type(router);
		if (step.header() != null && !router.matchesHeaders()) {
			this.findings.error("header-unsupported", Findings.step(index, "header"),
					"The router " + name + " cannot tell requests by a header",
					"Remove header, or use router: httpRoute, istio or nginx.");
		}
		if (step.mirror() > 0 && !router.mirrors()) {
			this.findings.error("mirror-unsupported", Findings.step(index, "mirror"),
					"The router " + name + " cannot copy requests",
					"Remove mirror, or use router: httpRoute or istio.");
		}
	}

	/** A client that stays with one pod stays with one release, whatever its share. */
	private void sticky(Router router) {
		boolean divides = this.strategy instanceof Canary canary
				&& canary.steps().stream().anyMatch((step) -> step.weight() > 0 && step.weight() < 100);
		if (!this.circumstances.sticky() || !divides || this.circumstances.stable() == 0) {
			return;
		}
		if (router == Router.REPLICAS) {
			this.findings.error("affinity-unsupported", Findings.path("router"),
					"The Service has sessionAffinity: ClientIP, so each client has one pod: the ratio of pods divides "
							+ "clients and not requests, and all behind one address go to the same release",
					"Remove sessionAffinity from deploy/, or use type: blueGreen.");
		}
		else if (router.weighted()) {
			this.findings.error("affinity-unsupported", Findings.path("router"),
					"The Service has sessionAffinity: ClientIP, and the router " + StrategyWriter.type(router)
							+ " divides each request anew: a client gets both releases in turn",
					"Keep sessions outside of the pods and remove sessionAffinity from deploy/, or use type: blueGreen.");
		}
	}

	/** It gives all requests to one release. */
	private void selector() {
		if (this.strategy instanceof Rolling) {
			this.findings.error("all-or-nothing", Findings.path("router"),
					"The router selector gives all requests to one release, so the stable one would lose pods while it "
							+ "has all requests",
					"Use router: replicas, or type: blueGreen.");
		}
		else if (this.strategy instanceof Canary canary) {
			for (int index = 0; index < canary.steps().size(); index++) {
				int weight = canary.steps().get(index).weight();
				if (weight > 0 && weight < 100) {
					this.findings.error("all-or-nothing", Findings.step(index, "weight"),
							"The router selector gives all requests to one release and cannot give " + weight + " %",
							"Use router: httpRoute, istio, nginx or replicas, or type: blueGreen.");
				}
			}
		}
	}

	private void window(Router router) {
		if (router == Router.REPLICAS && this.strategy instanceof Canary canary && !canary.rollbackWindow().isZero()) {
			this.findings.warning("no-window", Findings.path("rollbackWindow"),
					"With the router replicas the stable release has no pods left to keep warm, so there is no rollback "
							+ "window",
					"Remove rollbackWindow, or use a router with weights.");
		}
	}

	private void entrance(Routing routing) {
		Router router = routing.router();
		boolean given = routing.gateway() != null || !routing.hosts().isEmpty();
		if (given && !router.weighted()) {
			this.findings.warning("gateway-unused", Findings.path("router"),
					"The router " + StrategyWriter.type(router) + " uses neither gateway nor hosts",
					"Remove them, or use router type httpRoute, istio or nginx.");
		}
		if (router == Router.NGINX && routing.gateway() == null && !this.circumstances.kinds().contains("Ingress")) {
			this.findings.error("no-ingress", Findings.path("router"),
					"The router nginx divides the requests of an Ingress, and there is none",
					"Add an Ingress to deploy/, or name one: router: {type: nginx, gateway: name}.");
		}
		if (router == Router.NGINX || (router.weighted() && routing.gateway() != null)) {
			this.findings.warning("east-west", Findings.path("router"),
					"Requests from inside the cluster to http://" + this.circumstances.service()
							+ " do not come through the " + ((router == Router.NGINX) ? "Ingress" : "Gateway")
							+ ": they all go to the stable release until the promotion",
					"To divide these as well, use Istio without a gateway or an HTTPRoute of the Service (GAMMA).");
		}
	}

}
