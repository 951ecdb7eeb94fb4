package dev.slipway.environments;

/**
 * An environment.
 *
 * @param name such as {@code dev}
 * @param cluster the name of the configured cluster it lives on, such as {@code local}
 */
public record Environment(String name, String cluster) {

	/** The namespace of a team in this environment, such as {@code shop-dev}. */
	public String namespace(String team) {
		return team + "-" + this.name;
	}

}
