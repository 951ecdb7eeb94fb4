package dev.slipway.rollout.adapter;

import java.util.List;

import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The environment {@code dev}, whose namespaces have nothing but a service account. */
record OneEnvironment(KubernetesClient client) implements Environments {

	@Override
	public List<Environment> all() {
		return List.of(get("dev"));
	}

	@Override
	public Environment get(String name) {
		return new Environment(name, "local");
	}

	@Override
	public String ensureNamespace(Environment environment, String team) {
		String name = environment.namespace(team);
		if (this.client.namespaces().withName(name).get() == null) {
			this.client.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
				.create();
			this.client
				.resource(new ServiceAccountBuilder().withNewMetadata()
					.withName(team)
					.withNamespace(name)
					.endMetadata()
					.build())
				.create();
		}
		return name;
	}

	@Override
	public void ensureDatabase(Environment environment, String team, String service) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void remove(Environment environment, String team, String service) {
		throw new UnsupportedOperationException();
	}

}
