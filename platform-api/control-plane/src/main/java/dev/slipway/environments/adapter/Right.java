package dev.slipway.environments.adapter;

/**
 * A right on a cluster, in all namespaces.
 *
 * @param role the ClusterRole that gives it
 * @param verb such as {@code create}
 * @param group such as {@code apps}; empty for the core
 * @param resource such as {@code deployments}
 * @param subresource such as {@code log}; empty for the object itself
 */
record Right(String role, String verb, String group, String resource, String subresource) {

	/** Such as {@code create deployments.apps} or {@code get pods/log}. */
	String text() {
		return this.verb + " " + this.resource + (this.group.isEmpty() ? "" : "." + this.group)
				+ (this.subresource.isEmpty() ? "" : "/" + this.subresource);
	}

}
