package dev.slipway.observability.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The compose file, read by docker-compose, which needs no engine for that. */
class ComposeTest {

	private static final List<String> ASKED_FOR = List.of("ELASTIC_PASSWORD", "KIBANA_PASSWORD", "READER_PASSWORD",
			"PLATFORM_PASSWORD", "GRAFANA_PASSWORD", "SLIPWAY_UID");

	private static final Pattern IMAGE = Pattern.compile("image: (\\S+)");

	private final Path folder;

	ComposeTest(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	@SuppressWarnings("unchecked")
	void whatIsComposedIsThereAndOnThisMachineOnly() {
		Map<String, Object> services = (Map<String, Object>) Shipped.parse(config()).get("services");
		assertThat(services.keySet()).contains("elasticsearch", "kibana", "prometheus", "grafana", "zipkin");
		services.forEach((name, value) -> {
			Map<String, Object> service = (Map<String, Object>) value;
			assertThat(service.get("network_mode")).as(name).isEqualTo("host");
			assertThat(service).as(name).doesNotContainKeys("ports", "privileged", "cap_add");
			for (Object volume : (List<Object>) service.getOrDefault("volumes", List.of())) {
				mountsWhatIsThere(volume);
			}
		});
		for (String name : List.of("elasticsearch", "kibana", "prometheus", "grafana", "zipkin")) {
			assertThat(services.get(name).toString()).as("%s listens here", name).contains("127.0.0.1");
		}
	}

	@Test
	void theImagesAreThoseOfTheManifests() throws Exception {
		Set<String> ofManifests = new TreeSet<>();
		try (Stream<Path> files = Files.walk(Shipped.path(""))) {
			for (Path file : files.filter((one) -> one.toString().endsWith(".yaml")).toList()) {
				IMAGE.matcher(Files.readString(file)).results().forEach((found) -> ofManifests.add(found.group(1)));
			}
		}
		List<String> composed = IMAGE.matcher(Shipped.text("docker-compose.yml"))
			.results()
			.map((found) -> found.group(1))
			.toList();
		assertThat(composed).isNotEmpty();
		assertThat(ofManifests).containsAll(composed);
	}

	@Test
	void thePlaceWherePrometheusIsToldOfTheClusterIsThere() {
		assertThat(Shipped.text("docker-compose.yml")).contains("sed 's|- role: pod|");
		assertThat(Shipped.text("prometheus/prometheus.yml")).containsOnlyOnce("- role: pod\n");
	}

	private static void mountsWhatIsThere(Object volume) {
		String source = (volume instanceof Map<?, ?> parts) ? String.valueOf(parts.get("source"))
				: volume.toString().split(":")[0];
		if (source.startsWith("/") && !source.endsWith("/kubeconfig") && !source.endsWith("/alert-keys")) {
			assertThat(Path.of(source)).exists();
		}
	}

	private String config() {
		List<String> command = new ArrayList<>(List.of("env"));
		ASKED_FOR.forEach((name) -> command.add(name + "=1000"));
		command.addAll(List.of(Shipped.program("docker-compose", "docker-compose").toString(), "-f",
				Shipped.path("docker-compose.yml").toString(), "config"));
		return Shipped.run(this.folder, this.folder.resolve("output"), command);
	}

}
