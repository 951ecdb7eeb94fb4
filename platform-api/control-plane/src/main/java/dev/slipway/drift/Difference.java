package dev.slipway.drift;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A field that is not as Slipway wants it.
 *
 * @param kind of its object
 * @param name of its object
 * @param path such as {@code spec.template.spec.containers[app].image}; empty when the
 * whole object is missing, or should be
 * @param wanted what Slipway wants; null when it wants no such field
 * @param found what is there; null when it is not
 * @param manager the field manager that wrote it, such as {@code kubectl-edit}; null when
 * that is not known
 * @param at when that manager wrote last; null when that is not known
 */
public record Difference(String kind, String name, String path, @Nullable String wanted, @Nullable String found,
		@Nullable String manager, @Nullable Instant at) {

	/** The field, whatever it says. */
	String field() {
		return this.kind + "/" + this.name + "/" + this.path;
	}

}
