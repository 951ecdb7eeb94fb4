package dev.slipway.observability.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The manifests as kubectl puts them together, read by the models of Kubernetes' API: no
 * field that it does not know, and the least of rights.
 */
class ManifestsTest {

	private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

	private static final ObjectMapper JSON = new ObjectMapper();

	private final Path folder;

	ManifestsTest(@TempDir Path folder) {
		this.folder = folder;
	}

	@ParameterizedTest
	@ValueSource(strings = { "alertmanager", "elasticsearch", "filebeat", "fluent-bit", "grafana", "kibana", "logstash",
			"prometheus", "zipkin" })
	void aPartIsWholeAndMayDoLittle(String part) throws Exception {
		List<HasMetadata> objects = rendered(part);
		assertThat(objects).isNotEmpty().noneMatch(Secret.class::isInstance);
		Set<String> configMaps = named(objects, ConfigMap.class);
		for (HasMetadata object : objects) {
			PodTemplateSpec pod = pod(object);
			if (pod != null) {
				containersAreHeld(pod);
				assertThat(configMaps).containsAll(mounted(pod));
				secretsAreExplained(pod);
			}
			if (object instanceof ClusterRole role) {
				assertThat(role.getRules()).allSatisfy((rule) -> {
					assertThat(rule.getResources()).containsExactly("pods");
					assertThat(rule.getVerbs()).isSubsetOf("get", "list", "watch");
				});
			}
			if (object instanceof Service service) {
				servesAPod(service, objects);
			}
		}
	}

	@Test
	void everyPartIsInTheWholeButTheAlternatives() throws Exception {
		Set<String> parts = new TreeSet<>();
		try (Stream<Path> folders = Files.list(Shipped.path(""))) {
			folders.filter((one) -> Files.exists(one.resolve("kustomization.yaml")))
				.forEach((one) -> parts.add(one.getFileName().toString()));
		}
		parts.removeAll(Set.of("fluent-bit", "logstash"));
		parts.add("namespace.yaml");
		assertThat(Shipped.yaml("kustomization.yaml").get("resources"))
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
			.containsExactlyInAnyOrderElementsOf(parts);
	}

	private static void containersAreHeld(PodTemplateSpec pod) {
		boolean reads = pod.getSpec().getVolumes().stream().anyMatch((volume) -> volume.getHostPath() != null);
		for (Container container : pod.getSpec().getContainers()) {
			assertThat(container.getImage()).matches("[a-z0-9./-]+:v?\\d+\\.\\d+\\.\\d+");
			assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
			assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
			assertThat(container.getResources().getLimits()).containsKey("memory");
			for (EnvVar variable : container.getEnv()) {
				if (variable.getName().matches(".*(PASSWORD|KEY|TOKEN|SECRET).*")) {
					assertThat(variable.getValue()).as(variable.getName()).isNull();
				}
			}
			for (VolumeMount mount : container.getVolumeMounts()) {
				pod.getSpec()
					.getVolumes()
					.stream()
					.filter((volume) -> volume.getName().equals(mount.getName()) && volume.getHostPath() != null)
					.forEach((volume) -> theHostIsRead(mount, volume));
			}
		}
		assertThat(pod.getSpec().getHostNetwork()).isNull();
		assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isEqualTo(reads ? null : Boolean.TRUE);
		assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
		assertThat(pod.getSpec().getServiceAccountName() == null)
			.isEqualTo(Boolean.FALSE.equals(pod.getSpec().getAutomountServiceAccountToken()));
	}

	private static void theHostIsRead(VolumeMount mount, Volume volume) {
		String path = volume.getHostPath().getPath();
		assertThat(path).matches("/var/log|/var/lib/slipway-(filebeat|fluent-bit)");
		assertThat(Boolean.TRUE.equals(mount.getReadOnly())).as(path).isEqualTo(path.equals("/var/log"));
	}

	private static Set<String> mounted(PodTemplateSpec pod) {
		return pod.getSpec().getVolumes().stream().flatMap((volume) -> {
			Stream<String> projected = (volume.getProjected() == null) ? Stream.of()
					: volume.getProjected().getSources().stream().map((source) -> source.getConfigMap().getName());
			return Stream.concat(projected,
					(volume.getConfigMap() == null) ? Stream.of() : Stream.of(volume.getConfigMap().getName()));
		}).collect(Collectors.toSet());
	}

	/** Who installs it has to know which Secrets are to be there. */
	private static void secretsAreExplained(PodTemplateSpec pod) {
		String readme = Shipped.text("README.md");
		pod.getSpec()
			.getContainers()
			.stream()
			.flatMap((container) -> container.getEnv().stream())
			.filter((variable) -> variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null)
			.map((variable) -> variable.getValueFrom().getSecretKeyRef())
			.forEach(
					(key) -> assertThat(readme).contains("`" + key.getName() + "`").contains("`" + key.getKey() + "`"));
	}

	private static void servesAPod(Service service, List<HasMetadata> objects) {
		PodTemplateSpec served = objects.stream()
			.map(ManifestsTest::pod)
			.filter(Objects::nonNull)
			.filter((pod) -> pod.getMetadata()
				.getLabels()
				.entrySet()
				.containsAll(service.getSpec().getSelector().entrySet()))
			.findFirst()
			.orElseThrow();
		Set<String> ports = served.getSpec()
			.getContainers()
			.stream()
			.flatMap((container) -> container.getPorts().stream())
			.map((port) -> port.getName())
			.collect(Collectors.toSet());
		assertThat(service.getSpec().getPorts()).allMatch((port) -> ports.contains(port.getTargetPort().getStrVal()));
	}

	private static PodTemplateSpec pod(HasMetadata object) {
		if (object instanceof Deployment deployment) {
			return deployment.getSpec().getTemplate();
		}
		if (object instanceof StatefulSet set) {
			return set.getSpec().getTemplate();
		}
		if (object instanceof DaemonSet set) {
			return set.getSpec().getTemplate();
		}
		return (object instanceof Job job) ? job.getSpec().getTemplate() : null;
	}

	private static Set<String> named(List<HasMetadata> objects, Class<?> kind) {
		return objects.stream()
			.filter(kind::isInstance)
			.map((object) -> object.getMetadata().getName())
			.collect(Collectors.toSet());
	}

	private List<HasMetadata> rendered(String part) throws Exception {
		String kubectl = Shipped.program("kubectl", "kubernetes-client").toString();
		String yaml = Shipped.run(this.folder, this.folder.resolve("output"),
				List.of(kubectl, "kustomize", Shipped.path(part).toString()));
		List<HasMetadata> objects = new ArrayList<>();
		try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
			while (documents.hasNext()) {
				JsonNode document = documents.next();
				HasMetadata object = JSON.treeToValue(document, HasMetadata.class);
				Map<?, ?> unknown = UnknownFields.of(object);
				assertThat(unknown).as("%s %s", object.getKind(), object.getMetadata().getName()).isEmpty();
				assertThat(object.getMetadata().getNamespace()).isIn(null, "monitoring");
				objects.add(object);
			}
		}
		return objects;
	}

}
