package dev.slipway.environments.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.slipway.environments.Environment;
import dev.slipway.environments.NamespaceRules;
import dev.slipway.environments.NamespaceRules.Network;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;

/** What the namespace of a team consists of. */
final class NamespaceObjects {

	static final String MANAGED_BY = "app.kubernetes.io/managed-by";

	static final String SLIPWAY = "slipway";

	static final String TEAM = "slipway.dev/team";

	static final String ENVIRONMENT = "slipway.dev/environment";

	static final String ENFORCED = "pod-security.kubernetes.io/enforce";

	private static final String NAME = "slipway";

	private static final String DENY = "slipway-default-deny";

	private static final String ALLOW = "slipway-allow";

	private final String namespace;

	private final String team;

	private final NamespaceRules rules;

	private final Map<String, String> labels;

	NamespaceObjects(Environment environment, String team, NamespaceRules rules) {
		this.namespace = environment.namespace(team);
		this.team = team;
		this.rules = rules;
		this.labels = Map.of(MANAGED_BY, SLIPWAY, TEAM, team, ENVIRONMENT, environment.name());
	}

	/** In the order in which they are made. */
	List<HasMetadata> wanted() {
		List<HasMetadata> wanted = new ArrayList<>(List.of(namespace(), account()));
		if (!this.rules.limits().isEmpty()) {
			wanted.add(limits());
		}
		if (!this.rules.quota().isEmpty()) {
			wanted.add(quota());
		}
		if (this.rules.network().enabled()) {
			wanted.add(allow());
			wanted.add(deny());
		}
		return wanted;
	}

	/** What earlier rules may have made and these do not want. */
	List<HasMetadata> unwanted() {
		List<HasMetadata> unwanted = new ArrayList<>();
		if (this.rules.limits().isEmpty()) {
			unwanted.add(limits());
		}
		if (this.rules.quota().isEmpty()) {
			unwanted.add(quota());
		}
		if (!this.rules.network().enabled()) {
			unwanted.add(deny());
			unwanted.add(allow());
		}
		return unwanted;
	}

	/**
	 * Restricted is only warned of where it is not enforced: programs have to fit first.
	 */
	Namespace namespace() {
		Map<String, String> all = new TreeMap<>(this.labels);
		all.put(ENFORCED, this.rules.podSecurity());
		all.put("pod-security.kubernetes.io/warn", "restricted");
		return new NamespaceBuilder().withNewMetadata().withName(this.namespace).withLabels(all).endMetadata().build();
	}

	/** Pods get no token: nothing in a service talks to the cluster. */
	ServiceAccount account() {
		return new ServiceAccountBuilder().withMetadata(named(this.team))
			.withAutomountServiceAccountToken(false)
			.build();
	}

	private LimitRange limits() {
		return new LimitRangeBuilder().withMetadata(named(NAME))
			.withNewSpec()
			.addNewLimit()
			.withType("Container")
			.withDefaultRequest(quantities(this.rules.limits().requests()))
			.withDefault(quantities(this.rules.limits().limits()))
			.endLimit()
			.endSpec()
			.build();
	}

	private ResourceQuota quota() {
		return new ResourceQuotaBuilder().withMetadata(named(NAME))
			.withNewSpec()
			.withHard(quantities(this.rules.quota()))
			.endSpec()
			.build();
	}

	private NetworkPolicy deny() {
		return new NetworkPolicyBuilder().withMetadata(named(DENY))
			.withNewSpec()
			.withNewPodSelector()
			.endPodSelector()
			.withPolicyTypes("Ingress", "Egress")
			.endSpec()
			.build();
	}

	private NetworkPolicy allow() {
		Network network = this.rules.network();
		List<NetworkPolicyEgressRule> out = network.egressTo().stream().map(NamespaceObjects::egress).toList();
		var spec = new NetworkPolicyBuilder().withMetadata(named(ALLOW))
			.withNewSpec()
			.withNewPodSelector()
			.endPodSelector()
			.withPolicyTypes("Ingress", "Egress")
			.addNewIngress()
			.addNewFrom()
			.withNewPodSelector()
			.endPodSelector()
			.endFrom()
			.endIngress()
			.addNewEgress()
			.addNewTo()
			.withNewPodSelector()
			.endPodSelector()
			.endTo()
			.endEgress()
			// Names are asked for wherever the cluster has its DNS.
			.addNewEgress()
			.withPorts(port("UDP", 53), port("TCP", 53))
			.endEgress()
			.addAllToEgress(out);
		if (!network.ingressFrom().isEmpty()) {
			spec.addNewIngress()
				.addNewFrom()
				.withNewNamespaceSelector()
				.addNewMatchExpression()
				.withKey("kubernetes.io/metadata.name")
				.withOperator("In")
				.withValues(network.ingressFrom())
				.endMatchExpression()
				.endNamespaceSelector()
				.endFrom()
				.endIngress();
		}
		return spec.endSpec().build();
	}

	/** {@code 10.0.0.0/8:5432}, or without the port. */
	private static NetworkPolicyEgressRule egress(String address) {
		int colon = address.indexOf(':', address.indexOf('/') + 1);
		var rule = new NetworkPolicyEgressRuleBuilder().addNewTo()
			.withNewIpBlock()
			.withCidr((colon < 0) ? address : address.substring(0, colon))
			.endIpBlock()
			.endTo();
		return (colon < 0) ? rule.build()
				: rule.withPorts(port("TCP", Integer.parseInt(address.substring(colon + 1)))).build();
	}

	private static NetworkPolicyPort port(String protocol, int number) {
		return new NetworkPolicyPortBuilder().withProtocol(protocol).withPort(new IntOrString(number)).build();
	}

	private ObjectMeta named(String name) {
		return new ObjectMetaBuilder().withNamespace(this.namespace).withName(name).withLabels(this.labels).build();
	}

	private static Map<String, Quantity> quantities(Map<String, String> amounts) {
		return amounts.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> Quantity.parse(entry.getValue())));
	}

}
