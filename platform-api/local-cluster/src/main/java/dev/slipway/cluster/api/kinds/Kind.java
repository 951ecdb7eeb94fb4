package dev.slipway.cluster.api.kinds;

import java.util.Locale;
import java.util.Set;

import dev.slipway.cluster.api.schema.Schema;
import dev.slipway.cluster.api.schema.Type;
import dev.slipway.cluster.store.Key;

/**
 * A kind in one of its versions.
 *
 * @param group empty for the core group
 * @param shortName empty for none
 * @param category empty for none
 * @param flags see the table {@code kinds}
 */
public record Kind(String group, String version, String kind, String plural, boolean namespaced, String shortName,
		String category, String typeName, Set<String> flags) {

	/** The version with its group, as objects write it. */
	public String apiVersion() {
		return this.group.isEmpty() ? this.version : this.group + "/" + this.version;
	}

	/** The plural with its group, as messages write it. */
	public String qualifiedPlural() {
		return this.group.isEmpty() ? this.plural : this.plural + "." + this.group;
	}

	/** The kind with its group, as messages write it. */
	public String qualifiedKind() {
		return this.group.isEmpty() ? this.kind : this.kind + "." + this.group;
	}

	/** Where the store keeps it; events live in one place for both their groups. */
	public String resource() {
		return this.group.equals("events.k8s.io") ? "events" : qualifiedPlural();
	}

	/** The key of an object. */
	public Key key(String namespace, String name) {
		return new Key(resource(), namespace, name);
	}

	/** Whether it has a trait or subresource. */
	public boolean is(String flag) {
		return this.flags.contains(flag);
	}

	/** Its type. */
	public Type type() {
		return Schema.get().type(this.typeName);
	}

	/** The name kubectl also takes. */
	public String singular() {
		return this.kind.toLowerCase(Locale.ROOT);
	}

	@Override
	public String toString() {
		return apiVersion() + " " + this.kind;
	}

}
