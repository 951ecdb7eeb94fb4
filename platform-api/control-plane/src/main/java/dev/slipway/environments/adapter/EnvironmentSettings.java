package dev.slipway.environments.adapter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.environments.Environment;
import dev.slipway.environments.NamespaceRules;
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
 * @param namespaces what namespaces are made with, by environment
 */
record EnvironmentSettings(List<Environment> environments, Map<String, ClusterSettings> clusters,
		Map<String, DatabaseSettings> databases, Map<String, NamespaceRules> namespaces) {

	static final String LOCAL = "local";

	private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,18}[a-z0-9])?");

	private static final Pattern PREVIEW = Pattern.compile("preview-[0-9]+");

	/** Reads them; with nothing configured there is {@code dev} on {@code local}. */
	static EnvironmentSettings read(Binder binder, String state) {
		List<Entry> entries = binder.bind("slipway.environments", Bindable.listOf(Entry.class))
			.orElseGet(() -> List.of(new Entry("dev", LOCAL, null, null)));
		Map<String, ClusterSettings> clusters = new LinkedHashMap<>(
				binder.bind("slipway.clusters", Bindable.mapOf(String.class, ClusterSettings.class))
					.orElseGet(Map::of));
		clusters.putIfAbsent(LOCAL, new ClusterSettings(state + "/kubeconfig", null, null));
		List<Environment> environments = new ArrayList<>();
		Map<String, DatabaseSettings> databases = new LinkedHashMap<>();
		Map<String, NamespaceRules> namespaces = new LinkedHashMap<>();
		for (Entry entry : entries) {
			String cluster = (entry.cluster() != null) ? entry.cluster() : LOCAL;
			check(entry.name(), cluster, clusters, namespaces);
			environments.add(new Environment(entry.name(), cluster));
			if (entry.database() != null) {
				databases.put(entry.name(), entry.database());
			}
			namespaces.put(entry.name(), rules(entry));
		}
		return new EnvironmentSettings(List.copyOf(environments), clusters, databases, namespaces);
	}

	private static void check(String name, String cluster, Map<String, ClusterSettings> clusters,
			Map<String, NamespaceRules> before) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"\"" + name + "\" is no name for an environment: namespaces end with it, "
							+ "so it is lower-case letters, digits and dashes, at most 20");
		}
		if (PREVIEW.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"An environment cannot be called " + name + ": previews of branches have such names");
		}
		if (before.containsKey(name)) {
			throw new IllegalArgumentException("There are two environments " + name + " below slipway.environments");
		}
		if (!clusters.containsKey(cluster)) {
			throw new IllegalArgumentException("The environment " + name + " is on the cluster " + cluster
					+ ", which is not configured: set slipway.clusters." + cluster
					+ ".kubeconfig, or .in-cluster=true");
		}
	}

	private static NamespaceRules rules(Entry entry) {
		NamespaceSettings set = (entry.namespace() != null) ? entry.namespace() : NamespaceSettings.none();
		try {
			return set.rules((entry.database() != null) ? entry.database().port() : null);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The environment " + entry.name() + ": " + ex.getMessage(), ex);
		}
	}

	/** What the namespaces of an environment are made with. */
	NamespaceRules rules(Environment environment) {
		return this.namespaces.getOrDefault(environment.settings(), NamespaceRules.standard());
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
	 * @param namespace what the namespaces of its teams are made with
	 */
	record Entry(String name, @Nullable String cluster, @Nullable DatabaseSettings database,
			@Nullable NamespaceSettings namespace) {
	}

	/**
	 * How a cluster is reached.
	 *
	 * @param kubeconfig the file; without one, and not {@code inCluster}, what kubectl
	 * would take
	 * @param context of the file; its current one if missing
	 * @param inCluster as a pod of that cluster, with its service account
	 */
	record ClusterSettings(@Nullable String kubeconfig, @Nullable String context, @Nullable Boolean inCluster) {

		ClusterSettings {
			if (Boolean.TRUE.equals(inCluster) && (kubeconfig != null || context != null)) {
				throw new IllegalArgumentException(
						"A cluster is reached by in-cluster=true or by a kubeconfig and its context, not by both");
			}
		}

		boolean asPod() {
			return Boolean.TRUE.equals(this.inCluster);
		}

	}

	/**
	 * How an environment's databases are made.
	 *
	 * @param url of the administrator, such as {@code jdbc:postgresql://db:5432/postgres}
	 * @param username who may create roles and databases
	 * @param password of that user
	 */
	record DatabaseSettings(String url, String username, String password) {

		private static final Pattern PORT = Pattern.compile("//[^/]*:([0-9]{1,5})(/|$)");

		private static final int POSTGRES = 5432;

		/** Where it listens. */
		int port() {
			Matcher found = PORT.matcher(this.url);
			return found.find() ? Integer.parseInt(found.group(1)) : POSTGRES;
		}

	}

}
