package dev.slipway.environments.adapter;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.environments.ServiceDatabases;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Namespaces, service accounts and Secrets by fabric8. */
final class KubernetesEnvironments implements Environments {

	private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

	private static final String SLIPWAY = "slipway";

	private static final int CONFLICT = 409;

	private static final int PASSWORD_BYTES = 24;

	private final List<Environment> environments;

	private final Clusters clusters;

	private final ServiceDatabases databases;

	private final SecureRandom random = new SecureRandom();

	KubernetesEnvironments(List<Environment> environments, Clusters clusters, ServiceDatabases databases) {
		this.environments = environments;
		this.clusters = clusters;
		this.databases = databases;
	}

	@Override
	public List<Environment> all() {
		return this.environments;
	}

	@Override
	public Environment get(String name) {
		return this.environments.stream()
			.filter((environment) -> environment.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new NoSuchElementException("There is no environment " + name + "; there are "
					+ this.environments.stream().map(Environment::name).toList()));
	}

	@Override
	public String ensureNamespace(Environment environment, String team) {
		KubernetesClient client = this.clusters.client(environment);
		String namespace = environment.namespace(team);
		Map<String, String> labels = Map.of(MANAGED_BY, SLIPWAY, "slipway.dev/team", team, "slipway.dev/environment",
				environment.name());
		if (client.namespaces().withName(namespace).get() == null) {
			create(client,
					new NamespaceBuilder().withNewMetadata()
						.withName(namespace)
						.withLabels(labels)
						.endMetadata()
						.build());
		}
		if (client.serviceAccounts().inNamespace(namespace).withName(team).get() == null) {
			create(client,
					new ServiceAccountBuilder().withNewMetadata()
						.withNamespace(namespace)
						.withName(team)
						.withLabels(labels)
						.endMetadata()
						.withAutomountServiceAccountToken(false)
						.build());
		}
		return namespace;
	}

	/**
	 * The Secret is written last and decides the password: a crash before is repeated.
	 */
	@Override
	public void ensureDatabase(Environment environment, String team, String service) {
		KubernetesClient client = this.clusters.client(environment);
		String namespace = ensureNamespace(environment, team);
		String name = secretName(service);
		Optional<Secret> existing = Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
		String password = existing.map((secret) -> value(secret, "password")).orElseGet(this::password);
		String database = ServiceDatabases.name(environment, service);
		String url = this.databases.ensure(environment, database, password);
		Map<String, String> access = Map.of("url", url, "username", database, "password", password);
		if (existing.isPresent() && existing.map((secret) -> value(secret, "url")).filter(url::equals).isPresent()) {
			return;
		}
		Secret secret = new SecretBuilder().withNewMetadata()
			.withNamespace(namespace)
			.withName(name)
			.withLabels(Map.of(MANAGED_BY, SLIPWAY, "slipway.dev/service", service, "slipway.dev/team", team,
					"slipway.dev/environment", environment.name()))
			.endMetadata()
			.withType("Opaque")
			.withData(encoded(access))
			.build();
		if (existing.isEmpty()) {
			create(client, secret);
		}
		else {
			client.resource(secret).update();
		}
	}

	@Override
	public void remove(Environment environment, String team, String service) {
		KubernetesClient client = this.clusters.client(environment);
		String namespace = environment.namespace(team);
		this.databases.remove(environment, ServiceDatabases.name(environment, service));
		client.secrets().inNamespace(namespace).withName(secretName(service)).delete();
		Namespace found = client.namespaces().withName(namespace).get();
		if (found != null && made(found) && empty(client, namespace)) {
			client.namespaces().withName(namespace).delete();
		}
	}

	private static boolean made(HasMetadata object) {
		Map<String, String> labels = object.getMetadata().getLabels();
		return labels != null && SLIPWAY.equals(labels.get(MANAGED_BY));
	}

	private static boolean empty(KubernetesClient client, String namespace) {
		return client.apps().deployments().inNamespace(namespace).list().getItems().isEmpty()
				&& client.pods().inNamespace(namespace).list().getItems().isEmpty()
				&& client.services().inNamespace(namespace).list().getItems().isEmpty()
				&& client.secrets()
					.inNamespace(namespace)
					.list()
					.getItems()
					.stream()
					.allMatch((secret) -> "kubernetes.io/service-account-token".equals(secret.getType()))
				&& client.configMaps()
					.inNamespace(namespace)
					.list()
					.getItems()
					.stream()
					.allMatch((map) -> map.getMetadata().getName().startsWith("kube-root-ca"));
	}

	private static void create(KubernetesClient client, HasMetadata object) {
		try {
			client.resource(object).create();
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() != CONFLICT) {
				throw ex;
			}
		}
	}

	private String password() {
		byte[] bytes = new byte[PASSWORD_BYTES];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static String secretName(String service) {
		return service + "-database";
	}

	private static String value(Secret secret, String key) {
		String encoded = (secret.getData() != null) ? secret.getData().getOrDefault(key, "") : "";
		return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
	}

	private static Map<String, String> encoded(Map<String, String> plain) {
		Map<String, String> data = new java.util.TreeMap<>();
		plain.forEach((key, text) -> data.put(key,
				Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
		return data;
	}

}
