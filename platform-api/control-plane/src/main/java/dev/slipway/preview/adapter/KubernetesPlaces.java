package dev.slipway.preview.adapter;

import java.util.Map;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.environments.ServiceDatabases;
import dev.slipway.preview.Preview;
import dev.slipway.preview.PreviewPlaces;
import dev.slipway.preview.PreviewSeen.Place;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** By the labels that Slipway gives the namespaces that it makes. */
final class KubernetesPlaces implements PreviewPlaces {

	private final Environments environments;

	private final Clusters clusters;

	private final ServiceDatabases databases;

	KubernetesPlaces(Environments environments, Clusters clusters, ServiceDatabases databases) {
		this.environments = environments;
		this.clusters = clusters;
		this.databases = databases;
	}

	@Override
	public Place look(Preview preview) {
		Namespace found = find(preview);
		if (found == null) {
			return Place.MISSING;
		}
		Map<String, String> labels = (found.getMetadata().getLabels() != null) ? found.getMetadata().getLabels()
				: Map.of();
		boolean ours = "slipway".equals(labels.get("app.kubernetes.io/managed-by"))
				&& preview.name().equals(labels.get("slipway.dev/environment"))
				&& preview.team().equals(labels.get("slipway.dev/team"));
		if (!ours) {
			return Place.FOREIGN;
		}
		return (found.getMetadata().getDeletionTimestamp() != null) ? Place.GOING : Place.OURS;
	}

	@Override
	public void make(Preview preview) {
		this.environments.ensureNamespace(preview.environment(), preview.team());
	}

	/**
	 * The database goes first and does not need the namespace, which somebody may have
	 * deleted already. One that is not ours keeps both: nothing was released to it.
	 */
	@Override
	public void remove(Preview preview, boolean database) {
		Environment environment = preview.environment();
		Place place = look(preview);
		if (place == Place.FOREIGN) {
			return;
		}
		if (database) {
			this.databases.remove(environment, ServiceDatabases.name(environment, preview.service()));
		}
		if (place == Place.OURS) {
			client(preview).namespaces().withName(environment.namespace(preview.team())).delete();
		}
	}

	private @Nullable Namespace find(Preview preview) {
		return client(preview).namespaces().withName(preview.environment().namespace(preview.team())).get();
	}

	private KubernetesClient client(Preview preview) {
		return this.clusters.client(preview.environment());
	}

}
