package dev.slipway.strategy;

/** Who divides the requests between two releases. */
public enum Router {

	/** The entry Service selects the pods of both: their ratio is the weight. */
	REPLICAS(false),
	/** The entry Service selects one of both: all or nothing. */
	SELECTOR(false),
	/** A Gateway API HTTPRoute with weights, header matches and mirrors. */
	HTTP_ROUTE(true),
	/** An Istio VirtualService with weights, header matches and mirrors. */
	ISTIO(true),
	/** A second Ingress with NGINX's canary annotations: weights and one header match. */
	NGINX(true);

	private final boolean weighted;

	Router(boolean weighted) {
		this.weighted = weighted;
	}

	/** Whether it divides by weight, whatever the number of pods. */
	public boolean weighted() {
		return this.weighted;
	}

	/** Whether requests with a header can go to the candidate. */
	public boolean matchesHeaders() {
		return this.weighted;
	}

	/** Whether the candidate can get copies of requests. */
	public boolean mirrors() {
		return this == HTTP_ROUTE || this == ISTIO;
	}

}
