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
import dev.slipway.environments.TemporaryEnvironments;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Namespaces and the Secrets of databases by fabric8. */
final class KubernetesEnvironments implements Environments {

	private static final int CONFLICT = 409;

	private static final int PASSWORD_BYTES = 24;

	private final List<Environment> environments;

	private final Clusters clusters;

	private final Provisioning provisioning;

	private final ServiceDatabases databases;

	private final TemporaryEnvironments temporary;

	private final SecureRandom random = new SecureRandom();

	KubernetesEnvironments(List<Environment> environments, Clusters clusters, Provisioning provisioning,
			ServiceDatabases databases, TemporaryEnvironments temporary) {
		this.environments = environments;
		this.clusters = clusters;
		this.provisioning = provisioning;
		this.databases = databases;
		this.temporary = temporary;
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
			.or(() -> this.temporary.find(name))
			.orElseThrow(() -> new NoSuchElementException("There is no environment " + name + "; there are "
					+ this.environments.stream().map(Environment::name).toList()));
	}

	@Override
	public String ensureNamespace(Environment environment, String team) {
		this.provisioning.ensure(environment, team);
		return environment.namespace(team);
	}

	@Override
	public boolean answers(Environment environment) {
		return this.clusters.health(environment.cluster()).up();
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
			.withLabels(Map.of(NamespaceObjects.MANAGED_BY, NamespaceObjects.SLIPWAY, "slipway.dev/service", service,
					NamespaceObjects.TEAM, team, NamespaceObjects.ENVIRONMENT, environment.name()))
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
		if (found != null && Provisioning.made(found) && empty(client, namespace)) {
			client.namespaces().withName(namespace).delete();
			this.provisioning.forget(environment, namespace);
		}
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
