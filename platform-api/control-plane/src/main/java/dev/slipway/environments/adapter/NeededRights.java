package dev.slipway.environments.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.Serialization;

/**
 * The rights that the platform needs, as the manifests in
 * {@code platform-api/deploy/rbac} give them: there is one list of them, and it is the
 * one that is applied.
 */
final class NeededRights {

	/** The ClusterRoles, each in the file of its name. */
	static final List<String> ROLES = List.of("slipway-platform", "slipway-routes", "slipway-chaos");

	private NeededRights() {
	}

	/** All of them. */
	static List<Right> needed() {
		return ROLES.stream().flatMap((role) -> of(read(role))).toList();
	}

	private static ClusterRole read(String role) {
		try (InputStream in = NeededRights.class
			.getResourceAsStream("/dev/slipway/environments/rbac/" + role + ".yaml")) {
			if (in == null) {
				throw new IllegalStateException("The manifest of the ClusterRole " + role + " is not in the program");
			}
			return Serialization.unmarshal(in, ClusterRole.class);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Right> of(ClusterRole role) {
		return role.getRules().stream().flatMap((rule) -> of(role.getMetadata().getName(), rule));
	}

	private static Stream<Right> of(String role, PolicyRule rule) {
		return rule.getApiGroups()
			.stream()
			.flatMap((group) -> rule.getResources()
				.stream()
				.flatMap((resource) -> rule.getVerbs().stream().map((verb) -> right(role, verb, group, resource))));
	}

	private static Right right(String role, String verb, String group, String resource) {
		int slash = resource.indexOf('/');
		return (slash < 0) ? new Right(role, verb, group, resource, "")
				: new Right(role, verb, group, resource.substring(0, slash), resource.substring(slash + 1));
	}

}
