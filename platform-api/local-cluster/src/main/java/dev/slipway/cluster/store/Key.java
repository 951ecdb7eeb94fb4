package dev.slipway.cluster.store;

/**
 * Where an object is kept.
 *
 * @param resource the plural with its group, as kubectl writes it: {@code pods},
 * {@code deployments.apps}
 * @param namespace the namespace, empty for a cluster-wide object
 * @param name the object's name
 */
public record Key(String resource, String namespace, String name) {

	/** The key of a cluster-wide object. */
	public static Key of(String resource, String name) {
		return new Key(resource, "", name);
	}

	/** The key of an object in a namespace. */
	public static Key of(String resource, String namespace, String name) {
		return new Key(resource, namespace, name);
	}

	@Override
	public String toString() {
		return this.resource + " " + (this.namespace.isEmpty() ? "" : this.namespace + "/") + this.name;
	}

}
