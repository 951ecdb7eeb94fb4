package dev.slipway.environments.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.environments.NamespaceRules;
import dev.slipway.environments.NamespaceRules.Limits;
import dev.slipway.environments.NamespaceRules.Network;
import org.jspecify.annotations.Nullable;

/**
 * What is configured below {@code slipway.environments[n].namespace}, over what holds
 * without.
 *
 * @param guards false for neither quota nor limits nor network policies
 * @param adopt as in {@link NamespaceRules}
 * @param podSecurity as there
 * @param quota lines over those of the standard; an empty value takes one out
 * @param requests as quota, for a container's default requests
 * @param limits as quota, for a container's default limits
 * @param network as there; each part on its own
 */
record NamespaceSettings(@Nullable Boolean guards, @Nullable Boolean adopt, @Nullable String podSecurity,
		@Nullable Map<String, String> quota, @Nullable Map<String, String> requests,
		@Nullable Map<String, String> limits, @Nullable NetworkSettings network) {

	/** Nothing is configured. */
	static NamespaceSettings none() {
		return new NamespaceSettings(null, null, null, null, null, null, null);
	}

	/**
	 * The rules.
	 * @param databasePort that pods have to reach; null if the database is on their own
	 * machine
	 */
	NamespaceRules rules(@Nullable Integer databasePort) {
		NamespaceRules standard = NamespaceRules.standard();
		Limits limits = new Limits(over(standard.limits().requests(), this.requests),
				over(standard.limits().limits(), this.limits));
		boolean adopted = (this.adopt != null) ? this.adopt : standard.adopt();
		String level = (this.podSecurity != null) ? this.podSecurity : standard.podSecurity();
		if (Boolean.FALSE.equals(this.guards)) {
			return new NamespaceRules(adopted, level, Map.of(), new Limits(Map.of(), Map.of()),
					new Network(false, List.of(), List.of()));
		}
		return new NamespaceRules(adopted, level, over(standard.quota(), this.quota), limits,
				network(standard.network(), databasePort));
	}

	private Network network(Network standard, @Nullable Integer databasePort) {
		NetworkSettings set = (this.network != null) ? this.network : new NetworkSettings(null, null, null);
		List<String> egress = new ArrayList<>((set.egressTo() != null) ? set.egressTo() : standard.egressTo());
		if (databasePort != null) {
			egress.add("0.0.0.0/0:" + databasePort);
		}
		return new Network((set.enabled() != null) ? set.enabled() : standard.enabled(),
				(set.ingressFrom() != null) ? set.ingressFrom() : standard.ingressFrom(), egress);
	}

	private static Map<String, String> over(Map<String, String> standard, @Nullable Map<String, String> changes) {
		return (changes != null) ? NamespaceRules.over(standard, changes) : standard;
	}

	/**
	 * Of the NetworkPolicies.
	 *
	 * @param enabled as in {@link Network}
	 * @param ingressFrom instead of the standard's
	 * @param egressTo instead of the standard's; the configured database's port is added
	 */
	record NetworkSettings(@Nullable Boolean enabled, @Nullable List<String> ingressFrom,
			@Nullable List<String> egressTo) {
	}

}
