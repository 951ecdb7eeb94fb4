package dev.slipway.environments.adapter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import dev.slipway.environments.Environment;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * What is configured below {@code slipway.environments} and {@code slipway.clusters}.
 *
 * @param environments in promotion order
 * @param clusters by name
 * @param databases the administrator's access by environment; those that have none use
 * the platform's own PostgreSQL
 */
record EnvironmentSettings(List<Environment> environments, Map<String, ClusterSettings> clusters,
		Map<String, DatabaseSettings> databases) {

	static final String LOCAL = "local";

	/** Reads them; with nothing configured there is {@code dev} on {@code local}. */
	static EnvironmentSettings read(Binder binder, String state) {
		List<Entry> entries = binder.bind("slipway.environments", Bindable.listOf(Entry.class))
			.orElseGet(() -> List.of(new Entry("dev", LOCAL, null)));
		Map<String, ClusterSettings> clusters = new LinkedHashMap<>(
				binder.bind("slipway.clusters", Bindable.mapOf(String.class, ClusterSettings.class))
					.orElseGet(Map::of));
		clusters.putIfAbsent(LOCAL, new ClusterSettings(state + "/kubeconfig", null));
		List<Environment> environments = new ArrayList<>();
		Map<String, DatabaseSettings> databases = new LinkedHashMap<>();
		for (Entry entry : entries) {
			String cluster = (entry.cluster() != null) ? entry.cluster() : LOCAL;
			if (!clusters.containsKey(cluster)) {
				throw new IllegalArgumentException("The environment " + entry.name() + " is on the cluster " + cluster
						+ ", which is not configured: set slipway.clusters." + cluster + ".kubeconfig");
			}
			environments.add(new Environment(entry.name(), cluster));
			if (entry.database() != null) {
				databases.put(entry.name(), entry.database());
			}
		}
		return new EnvironmentSettings(List.copyOf(environments), clusters, databases);
	}

	ClusterSettings cluster(String name) {
		ClusterSettings found = this.clusters.get(name);
		if (found == null) {
			throw new NoSuchElementException("There is no cluster " + name + "; there are " + this.clusters.keySet());
		}
		return found;
	}

	/**
	 * One environment of the configuration.
	 *
	 * @param name such as {@code dev}
	 * @param cluster where it lives; {@code local} if missing
	 * @param database where its services get their databases
	 */
	record Entry(String name, @Nullable String cluster, @Nullable DatabaseSettings database) {
	}

	/**
	 * How a cluster is reached.
	 *
	 * @param kubeconfig the file; without one, as a pod of that cluster
	 * @param context of the file; its current one if missing
	 */
	record ClusterSettings(@Nullable String kubeconfig, @Nullable String context) {
	}

	/**
	 * How an environment's databases are made.
	 *
	 * @param url of the administrator, such as {@code jdbc:postgresql://db:5432/postgres}
	 * @param username who may create roles and databases
	 * @param password of that user
	 */
	record DatabaseSettings(String url, String username, String password) {
	}

}
