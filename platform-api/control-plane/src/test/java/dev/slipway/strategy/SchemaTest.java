package dev.slipway.strategy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The schema that editors go by judges as the reader does. */
class SchemaTest {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final JsonNode TEXT = schema();

	private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
		.getSchema(TEXT);

	@ParameterizedTest
	@MethodSource("dev.slipway.strategy.Examples#good")
	void bothTakeWhatIsGood(String spec) {
		assertThat(StrategyReader.standard().read(Examples.tree(spec))).isNotNull();
		assertThat(violations(spec)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("dev.slipway.strategy.Examples#bad")
	void bothRefuseWhatIsNot(Map.Entry<String, String> example) {
		assertThatExceptionOfType(BadStrategy.class)
			.isThrownBy(() -> StrategyReader.standard().read(Examples.tree(example.getKey())))
			.satisfies((ex) -> {
				assertThat(ex.mistakes()).extracting(Mistake::path).contains(example.getValue());
				assertThat(ex.mistakes()).allSatisfy((mistake) -> {
					assertThat(mistake.message()).isNotBlank();
					assertThat(mistake.remedy()).isNotBlank();
				});
			});
		assertThat(violations(example.getKey())).isNotEmpty();
	}

	@Test
	void thereAreEnoughExamples() {
		assertThat(Stream.concat(Examples.good(), Examples.bad()).count()).isGreaterThan(80);
	}

	@Test
	void takesWhatTheWriterWrites() {
		for (int seed = 0; seed < 300; seed++) {
			Strategy strategy = new RandomStrategies(seed).strategy();
			ObjectNode file = file();
			file.putObject("spec").set("strategy", JSON.valueToTree(StrategyWriter.write(strategy)));
			assertThat(SCHEMA.validate(file)).as("seed %d: %s", seed, strategy).isEmpty();
		}
	}

	@Test
	void readsSingleValuesByThePatternsOfTheReader() {
		List<String> patterns = new ArrayList<>();
		TEXT.findValues("pattern").forEach((pattern) -> patterns.add(pattern.asText()));
		List<String> own = Stream
			.of(Values.DURATION, Values.AMOUNT, Values.SOME, Values.PERCENT, Values.HEADER, Values.HEADER_VALUE,
					Values.NAME, Values.GATEWAY, Values.HOST)
			.map((pattern) -> "^(" + pattern + ")$")
			.toList();
		assertThat(patterns).containsAll(own);
	}

	@Test
	void knowsTheKindsOfGatesThatTheReaderKnows() {
		List<String> kinds = new ArrayList<>();
		TEXT.at("/$defs/gateByKind/properties").fieldNames().forEachRemaining(kinds::add);
		assertThat(new TreeSet<>(kinds)).isEqualTo(new TreeSet<>(GateKinds.STANDARD));
	}

	@Test
	void saysOfEachKeyWhatItIsFor() {
		assertThat(undescribed("", TEXT)).isEmpty();
	}

	@Test
	void isAValidSchemaItself() throws IOException {
		Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
		assertThat(meta.validate(TEXT)).isEmpty();
	}

	private static List<Error> violations(String spec) {
		ObjectNode file = file();
		file.set("spec", JSON.valueToTree(Examples.tree(spec)));
		return SCHEMA.validate(file);
	}

	private static ObjectNode file() {
		ObjectNode file = JSON.createObjectNode().put("apiVersion", "slipway.dev/v1").put("kind", "Service");
		file.putObject("metadata").put("name", "orders");
		return file;
	}

	/** An editor shows the description of a key, or of what it refers to. */
	private static List<String> undescribed(String path, JsonNode node) {
		List<String> missing = new ArrayList<>();
		node.path("properties").properties().forEach((property) -> {
			JsonNode value = property.getValue();
			JsonNode target = value.has("$ref") ? TEXT.at(value.path("$ref").asText().substring(1)) : value;
			boolean described = value.has("description") || target.has("description");
			if (!described && !property.getKey().equals("kind") && !property.getKey().equals("metadata")) {
				missing.add(path + "." + property.getKey());
			}
		});
		node.properties().forEach((below) -> {
			if (below.getValue().isObject()) {
				missing.addAll(undescribed(path + "." + below.getKey(), below.getValue()));
			}
		});
		return missing;
	}

	private static JsonNode schema() {
		try (InputStream in = SchemaTest.class.getResourceAsStream("/slipway.schema.json")) {
			return JSON.readTree(in);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
