package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.slipway.cluster.store.DurableStore;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EnvResolverTests {

	private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

	private ObjectStore store;

	private EnvResolver resolver;

	@BeforeEach
	void open(@TempDir Path directory) throws IOException {
		this.store = DurableStore.open(directory, Clock.systemUTC());
		this.resolver = new EnvResolver(this.store, new NodeInfo(2, 4L << 30, Path.of("/jdk")));
		this.store.create(Key.of("configmaps", "shop", "settings"), object(
				"{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}, data: {A: one, B: two}}"));
		this.store.create(Key.of("secrets", "shop", "database"), object(
				"{apiVersion: v1, kind: Secret, metadata: {name: database, namespace: shop}, data: {url: amRiYzpoMg==}}"));
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void takesWholeMapsWithAPrefix() {
		assertThat(resolve("{envFrom: [{prefix: X_, configMapRef: {name: settings}}, {secretRef: {name: database}}]}"))
			.containsEntry("X_A", "one")
			.containsEntry("X_B", "two")
			.containsEntry("url", "jdbc:h2");
	}

	@Test
	void anOwnVariableWinsAndMayReferToEarlierOnes() {
		assertThat(resolve("{envFrom: [{configMapRef: {name: settings}}], env: [{name: A, value: mine}, "
				+ "{name: C, value: $(A)-$(B)-$(POD_IP)-$(NONE)}]}"))
			.containsEntry("A", "mine")
			.containsEntry("C", "mine-two-127.64.0.9-$(NONE)");
	}

	@Test
	void readsKeysFieldsAndResources() {
		assertThat(resolve("""
				{env: [{name: URL, valueFrom: {secretKeyRef: {name: database, key: url}}},
				{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}},
				{name: ME, valueFrom: {fieldRef: {fieldPath: metadata.name}}},
				{name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}},
				{name: MEM, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}},
				{name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}],
				resources: {limits: {memory: 512Mi}}}""")).containsEntry("URL", "jdbc:h2")
			.containsEntry("IP", "127.64.0.9")
			.containsEntry("ME", "orders-1")
			.containsEntry("APP", "orders")
			.containsEntry("MEM", "512")
			.containsEntry("CPU", "2");
	}

	@Test
	void namesWhatIsMissing() {
		assertThatExceptionOfType(ConfigError.class)
			.isThrownBy(() -> resolve("{envFrom: [{configMapRef: {name: none}}]}"))
			.withMessage("configmap \"none\" not found")
			.satisfies((error) -> assertThat(error.reason()).isEqualTo("CreateContainerConfigError"));
		assertThatExceptionOfType(ConfigError.class)
			.isThrownBy(() -> resolve("{env: [{name: X, valueFrom: {secretKeyRef: {name: database, key: none}}}]}"))
			.withMessage("couldn't find key none in Secret shop/database");
	}

	@Test
	void leavesOutWhatIsOptionalAndMissing() {
		assertThat(resolve("{envFrom: [{configMapRef: {name: none, optional: true}}], env: [{name: X, valueFrom: "
				+ "{configMapKeyRef: {name: settings, key: none, optional: true}}}]}"))
			.doesNotContainKey("X");
	}

	private Map<String, String> resolve(String container) {
		JsonNode pod = object("{metadata: {name: orders-1, namespace: shop, uid: u, labels: {app: orders}}, "
				+ "status: {podIP: 127.64.0.9}}");
		return this.resolver.resolve(pod, object(container), Map.of("POD_IP", "127.64.0.9"));
	}

	private static ObjectNode object(String yaml) {
		try {
			return (ObjectNode) YAML.readTree(yaml);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
