package dev.slipway.rollout.adapter;

import java.time.Instant;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an object besides what a watch tells.
 *
 * @param <T> the class of the object
 * @param object as a write or a question was answered; null when it is only known that it
 * is newer than that version
 * @param version of it
 * @param place its namespace and service
 * @param at since when
 */
record Known<T extends HasMetadata>(@Nullable T object, String version, String place, Instant at) {

	/** Whether what a watch told is older. */
	boolean beats(T told) {
		String version = Versions.of(told);
		return Versions.older(version, this.version) || (this.object == null && version.equals(this.version));
	}

}
