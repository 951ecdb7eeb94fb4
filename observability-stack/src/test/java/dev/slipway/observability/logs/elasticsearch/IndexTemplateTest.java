package dev.slipway.observability.logs.elasticsearch;

import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.observability.logs.query.LogFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The index templates that are shipped. */
class IndexTemplateTest {

	@ParameterizedTest
	@EnumSource
	void mapsEveryFieldByItsName(FieldScheme fields) {
		JsonNode properties = IndexTemplate.shipped(fields).at("/template/mappings/properties");
		for (String field : LogFields.ALWAYS_PRESENT) {
			assertThat(properties.has(fields.name(field))).as(field).isTrue();
		}
		assertThat(properties.at("/" + fields.name(LogFields.TEAM) + "/type").asText()).isEqualTo("keyword");
		assertThat(properties.at("/" + fields.name(LogFields.LEVEL) + "/normalizer").asText()).isEqualTo("lowercase");
	}

	@Test
	void differInNamesOnly() {
		ObjectNode ecs = IndexTemplate.shipped(FieldScheme.ECS);
		ObjectNode plain = IndexTemplate.shipped(FieldScheme.PLAIN);
		TreeMap<String, JsonNode> renamed = new TreeMap<>();
		plain.at("/template/mappings/properties")
			.fields()
			.forEachRemaining((field) -> renamed.put(FieldScheme.ECS.name(field.getKey()), field.getValue()));
		TreeMap<String, JsonNode> named = new TreeMap<>();
		ecs.at("/template/mappings/properties")
			.fields()
			.forEachRemaining((field) -> named.put(field.getKey(), field.getValue()));
		assertThat(renamed).isEqualTo(named);
		for (ObjectNode template : new ObjectNode[] { ecs, plain }) {
			template.remove("_meta");
			((ObjectNode) template.at("/template/mappings")).remove("properties");
		}
		assertThat(plain).isEqualTo(ecs);
	}

}
