package dev.slipway.analysis.adapter;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.rollout.Release;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import org.jspecify.annotations.Nullable;

/** Reads the backend Service {@code <service>-r<number>}. */
final class KubernetesBackends implements Backends {

	private final Environments environments;

	private final Clusters clusters;

	KubernetesBackends(Environments environments, Clusters clusters) {
		this.environments = environments;
		this.clusters = clusters;
	}

	@Override
	public @Nullable String address(Release release) {
		Environment environment = this.environments.get(release.draft().environment());
		Service backend = this.clusters.client(environment)
			.services()
			.inNamespace(environment.namespace(release.draft().team()))
			.withName(release.objectName())
			.get();
		if (backend == null || backend.getSpec().getPorts().isEmpty() || backend.getSpec().getClusterIP() == null) {
			return null;
		}
		ServicePort port = backend.getSpec().getPorts().get(0);
		return "http://" + backend.getSpec().getClusterIP() + ":" + port.getPort();
	}

}
