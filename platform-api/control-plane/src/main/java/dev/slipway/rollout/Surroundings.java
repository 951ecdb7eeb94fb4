package dev.slipway.rollout;

import java.util.List;
import java.util.Map;

import dev.slipway.environments.Environment;
import org.jspecify.annotations.Nullable;

/** What a release would find in a cluster. Changes nothing. */
public interface Surroundings {

	/**
	 * Looks.
	 * @param stable the release that serves; null when there is none
	 * @throws Unanswered when the cluster does not answer
	 */
	Seen look(Environment environment, String team, String service, @Nullable Release stable);

	/**
	 * What is there.
	 *
	 * @param stable the pods of the stable release
	 * @param passing the pods of other releases of the service, which are gone before a
	 * new one begins
	 * @param limits what the namespace may use
	 * @param defaults what a container gets that does not say what it needs, such as
	 * {@code requests.cpu}
	 */
	record Seen(int stable, int passing, List<Limit> limits, Map<String, Long> defaults) {

		public Seen {
			limits = List.copyOf(limits);
			defaults = Map.copyOf(defaults);
		}

	}

	/**
	 * A line of a ResourceQuota.
	 *
	 * @param quota its name
	 * @param resource such as {@code pods} or {@code requests.memory}
	 * @param hard pods, thousandths of a processor, or bytes
	 * @param used in the same unit
	 */
	record Limit(String quota, String resource, long hard, long used) {
	}

	/** The cluster does not answer. */
	class Unanswered extends RuntimeException {

		private static final long serialVersionUID = 1L;

		public Unanswered(String message, Throwable cause) {
			super(message, cause);
		}

	}

}
