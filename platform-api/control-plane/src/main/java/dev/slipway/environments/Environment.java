package dev.slipway.environments;

import org.jspecify.annotations.Nullable;

/**
 * An environment.
 *
 * @param name such as {@code dev}
 * @param cluster the name of the configured cluster it lives on, such as {@code local}
 * @param preview what it shows, if it comes and goes with a branch; null for those that
 * are configured
 */
public record Environment(String name, String cluster, @Nullable Preview preview) {

	/** One that is configured. */
	public Environment(String name, String cluster) {
		this(name, cluster, null);
	}

	/** The namespace of a team in this environment, such as {@code shop-dev}. */
	public String namespace(String team) {
		return team + "-" + this.name;
	}

	/** The configured environment whose settings it has: itself, or that of a preview. */
	public String settings() {
		return (this.preview != null) ? this.preview.base() : this.name;
	}

	/** Whether it is for that service: configured ones are for all. */
	public boolean serves(String team, String service) {
		return this.preview == null || (this.preview.team().equals(team) && this.preview.service().equals(service));
	}

	/**
	 * Of an environment that shows one branch of one service.
	 *
	 * @param base the configured environment that it is made after
	 * @param team that owns the service
	 * @param service the only one that is released there
	 * @param closing whether it is being removed: nothing is released there any more
	 */
	public record Preview(String base, String team, String service, boolean closing) {
	}

}
