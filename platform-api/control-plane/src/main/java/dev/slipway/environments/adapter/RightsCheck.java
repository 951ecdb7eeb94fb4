package dev.slipway.environments.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.slipway.environments.ClusterChecks;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Asks a cluster for each right that the platform needs, before a release finds out half
 * way.
 */
final class RightsCheck {

	private static final int NOT_FOUND = 404;

	private static final Right FIRST = new Right("slipway-platform", "get", "", "namespaces", "");

	/**
	 * Makes the cluster look at who asks.
	 * @throws KubernetesClientException with code 401 when it does not know the platform
	 */
	void introduce(KubernetesClient client) {
		try {
			allowed(client, FIRST);
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() != NOT_FOUND) {
				throw ex;
			}
		}
	}

	/**
	 * What of the needed rights it denies. Rights on kinds it does not serve are not
	 * needed.
	 */
	ClusterChecks.Rights ask(KubernetesClient client) {
		try {
			Set<String> served = client.getApiGroups()
				.getGroups()
				.stream()
				.map(APIGroup::getName)
				.collect(Collectors.toSet());
			List<Right> needed = NeededRights.needed()
				.stream()
				.filter((right) -> right.group().isEmpty() || served.contains(right.group()))
				.toList();
			List<String> missing = new ArrayList<>();
			for (Right right : needed) {
				if (!allowed(client, right)) {
					missing.add(right.text() + " (" + right.role() + ")");
				}
			}
			return new ClusterChecks.Rights(needed.size(), missing, told(needed.size(), missing));
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() == NOT_FOUND) {
				return ClusterChecks.Rights.unknown("The cluster does not answer what one may do there.");
			}
			throw ex;
		}
	}

	private static String told(int needed, List<String> missing) {
		return missing.isEmpty() ? "All " + needed + " rights are granted."
				: missing.size() + " of " + needed + " rights are missing, the first is " + missing.get(0)
						+ ". Apply the roles: kubectl apply -k platform-api/deploy/rbac";
	}

	private static boolean allowed(KubernetesClient client, Right right) {
		SelfSubjectAccessReview answer = client.authorization()
			.v1()
			.selfSubjectAccessReview()
			.create(new SelfSubjectAccessReviewBuilder().withNewSpec()
				.withNewResourceAttributes()
				.withVerb(right.verb())
				.withGroup(right.group())
				.withResource(right.resource())
				.withSubresource(right.subresource().isEmpty() ? null : right.subresource())
				.endResourceAttributes()
				.endSpec()
				.build());
		return answer.getStatus() != null && Boolean.TRUE.equals(answer.getStatus().getAllowed());
	}

}
