package dev.slipway.observability.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Names that stand in several shipped files are the same in all of them. */
class ShippedFieldsTest {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Pattern REFERENCE = Pattern.compile("@([a-z-]+\\.json)");

	private static final Pattern OURS = Pattern.compile("unset \\$!line!(slipway\\.[a-z]+);");

	@Test
	void theTemplateHasEveryFieldAndRsyslogBelievesNoneOfOurs() throws Exception {
		JsonNode properties = json("elasticsearch/index-template.json").at("/template/mappings/properties");
		for (LogField field : LogField.values()) {
			assertThat(properties.has(field.stored())).as(field.stored()).isTrue();
		}
		Set<String> ours = new TreeSet<>();
		properties.fieldNames().forEachRemaining((name) -> {
			if (name.startsWith("slipway.")) {
				ours.add(name);
			}
		});
		assertThat(OURS.matcher(Shipped.text("rsyslog/slipway.conf")).results().map((found) -> found.group(1)))
			.containsExactlyInAnyOrderElementsOf(ours);
	}

	@Test
	void theReadmeSaysOfEachFieldWhereItComesFrom() {
		for (LogField field : LogField.values()) {
			assertThat(Shipped.text("README.md")).contains("| `" + field.asked() + "` | `" + field.stored() + "` |");
		}
	}

	@Test
	void everyShipperWritesIntoTheIndexesThatTheTemplateIsFor() throws Exception {
		assertThat(json("elasticsearch/index-template.json").path("index_patterns").get(0).asText())
			.isEqualTo("slipway-logs-*");
		Map<?, ?> filebeat = (Map<?, ?>) Shipped.yaml("filebeat/filebeat.yml").get("output.elasticsearch");
		assertThat(filebeat.get("index")).isEqualTo("slipway-logs-%{+yyyy.MM.dd}");
		Map<?, ?> pipeline = (Map<?, ?>) Shipped.yaml("fluent-bit/fluent-bit.yaml").get("pipeline");
		Map<?, ?> output = (Map<?, ?>) ((List<?>) pipeline.get("outputs")).get(0);
		assertThat(output.get("logstash_prefix")).isEqualTo("slipway-logs");
		assertThat(output.get("logstash_dateformat")).isEqualTo("%Y.%m.%d");
		assertThat(Shipped.text("logstash/slipway.conf")).contains("index => \"slipway-logs-%{+yyyy.MM.dd}\"");
		assertThat(Shipped.text("rsyslog/slipway.conf")).contains("constant(value=\"slipway-logs-\")");
		for (String role : List.of("shipper", "reader", "platform")) {
			assertThat(json("elasticsearch/role-" + role + ".json").at("/indices/0/names/0").asText())
				.isEqualTo("slipway-logs-*");
		}
	}

	@Test
	void bothReadersForFilebeatReadAlike() {
		Map<String, Object> direct = Shipped.yaml("filebeat/filebeat.yml");
		Map<String, Object> throughLogstash = Shipped.yaml("logstash/filebeat.yml");
		assertThat(throughLogstash.get("filebeat.inputs")).isEqualTo(direct.get("filebeat.inputs"));
		assertThat(((List<?>) throughLogstash.get("processors")).get(0))
			.isEqualTo(((List<?>) direct.get("processors")).get(0));
	}

	@Test
	void theSetUpPutsWhatIsShipped(@TempDir Path folder) throws Exception {
		String script = Shipped.text("elasticsearch/setup.sh");
		Shipped.run(folder, folder.resolve("output"),
				List.of("sh", "-n", Shipped.path("elasticsearch/setup.sh").toString()));
		Set<String> put = new TreeSet<>(List.of("role-shipper.json", "role-reader.json", "role-platform.json"));
		REFERENCE.matcher(script).results().forEach((found) -> put.add(found.group(1)));
		String mounted = Shipped.text("elasticsearch/kustomization.yaml");
		for (String file : put) {
			assertThat(json("elasticsearch/" + file).isObject()).as(file).isTrue();
			assertThat(mounted).contains(file);
		}
		assertThat(script).contains("\"/_security/role/$3\" \"@role-${3#slipway_}.json\"")
			.contains("/_index_template/slipway-logs @index-template.json");
	}

	@Test
	void theTemplateTakesTheLifecycleInWhereThereIsOne() throws Exception {
		JsonNode template = json("elasticsearch/index-template.json");
		assertThat(template.at("/composed_of/0").asText()).isEqualTo("slipway-logs-lifecycle");
		assertThat(template.at("/ignore_missing_component_templates/0").asText()).isEqualTo("slipway-logs-lifecycle");
		assertThat(Shipped.text("elasticsearch/setup.sh"))
			.contains("/_component_template/slipway-logs-lifecycle @lifecycle-component.json")
			.contains("/_ilm/policy/slipway-logs @lifecycle.json");
		assertThat(
				json("elasticsearch/lifecycle-component.json").at("/template/settings/index.lifecycle.name").asText())
			.isEqualTo("slipway-logs");
	}

	@Test
	void everyYamlFileCanBeRead() throws Exception {
		try (Stream<Path> files = Files.walk(Shipped.path(""))) {
			for (Path file : files.filter((one) -> one.toString().matches(".*\\.ya?ml")).toList()) {
				for (String document : Files.readString(file).split("(?m)^---$")) {
					assertThat(Shipped.parse(document)).as("%s", file).isNotEmpty();
				}
			}
		}
	}

	private static JsonNode json(String name) throws IOException {
		return JSON.readTree(Shipped.path(name).toFile());
	}

}
