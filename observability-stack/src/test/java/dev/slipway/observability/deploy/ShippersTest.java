package dev.slipway.observability.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.script.Invocable;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Filebeat, Fluent Bit and Logstash make of lines: the scripts that they run, run by
 * engines of the same languages, over the same lines. They have to agree.
 */
class ShippersTest {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final Path folder;

	ShippersTest(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void filebeatMakesTheRecordsThatAreAskedFor() throws Exception {
		ScriptEngine engine = new ScriptEngineManager().getEngineByName("rhino");
		assertThat(engine).as("Rhino, a test dependency").isNotNull();
		engine.eval(Shipped.text("filebeat/slipway.js"));
		engine.eval(resource("filebeat.js"));
		check(((Invocable) engine).invokeFunction("all", JSON.writeValueAsString(inputs())).toString());
	}

	@Test
	void fluentBitMakesTheRecordsThatAreAskedFor() throws Exception {
		Path cases = Files.writeString(this.folder.resolve("cases.lua"),
				"return " + lua(JSON.valueToTree(luaInputs())));
		check(run(Shipped.program("lua5.1", "lua5.1"), "fluent-bit.lua", "fluent-bit/slipway.lua", cases));
	}

	@Test
	void logstashMakesTheRecordsThatAreAskedFor() throws Exception {
		Path cases = Files.write(this.folder.resolve("cases.json"), JSON.writeValueAsBytes(inputs()));
		check(run(Shipped.program("ruby", "ruby"), "logstash.rb", "logstash/slipway.rb", cases));
	}

	private String run(Path program, String driver, String script, Path cases) throws IOException {
		Path copy = Files.writeString(this.folder.resolve(driver), resource(driver));
		return Shipped.run(this.folder, this.folder.resolve("output"),
				List.of(program.toString(), copy.toString(), Shipped.path(script).toString(), cases.toString()));
	}

	private static void check(String answers) throws IOException {
		List<ShippedLines.Case> cases = ShippedLines.cases();
		JsonNode all = JSON.readTree(answers);
		assertThat(all).hasSize(cases.size());
		for (int i = 0; i < cases.size(); i++) {
			ShippedLines.Case one = cases.get(i);
			assertThat(fields(all.get(i))).as(one.line()).isEqualTo(one.expected());
		}
	}

	/** As text, with the time in one form; null for a line that is dropped. */
	private static Map<String, String> fields(JsonNode record) {
		if (record.isNull()) {
			return null;
		}
		Map<String, String> fields = new TreeMap<>();
		record.fields().forEachRemaining((field) -> fields.put(field.getKey(), field.getValue().asText()));
		String time = fields.remove("time");
		String said = fields.remove("@timestamp");
		if (time != null) {
			String[] parts = time.split("\\.");
			fields.put("@timestamp",
					Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1])).toString());
		}
		else if (said != null) {
			try {
				fields.put("@timestamp", OffsetDateTime.parse(said).toInstant().toString());
			}
			catch (DateTimeException ex) {
				// The shipper's own time filter leaves the runtime's time.
			}
		}
		return fields;
	}

	private static List<Map<String, Object>> inputs() {
		return ShippedLines.cases()
			.stream()
			.map((one) -> Map.<String, Object>of("line", one.line(), "labels", one.labels(), "pod", ShippedLines.POD))
			.toList();
	}

	/** Fluent Bit reads JSON itself, before the script. */
	private static List<Map<String, Object>> luaInputs() {
		List<Map<String, Object>> inputs = new ArrayList<>();
		for (ShippedLines.Case one : ShippedLines.cases()) {
			Map<String, Object> input = new TreeMap<>(
					Map.of("text", one.line(), "labels", one.labels(), "pod", ShippedLines.POD));
			try {
				input.put("line", JSON.readTree(one.line().startsWith("{") ? one.line() : "!"));
			}
			catch (IOException ex) {
				// It is text.
			}
			inputs.add(input);
		}
		return inputs;
	}

	private static String lua(JsonNode node) {
		if (node.isNull()) {
			return "nil";
		}
		if (!node.isContainerNode()) {
			return node.isTextual() ? luaText(node.asText()) : node.asText();
		}
		StringBuilder table = new StringBuilder("{");
		if (node.isArray()) {
			node.forEach((part) -> table.append(lua(part)).append(','));
		}
		else {
			node.fields()
				.forEachRemaining((field) -> table.append('[')
					.append(luaText(field.getKey()))
					.append("]=")
					.append(lua(field.getValue()))
					.append(','));
		}
		return table.append('}').toString();
	}

	private static String luaText(String text) {
		StringBuilder quoted = new StringBuilder("\"");
		for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
			quoted.append('\\').append(String.format("%03d", b & 0xff));
		}
		return quoted.append('"').toString();
	}

	private static String resource(String name) throws IOException {
		try (var in = ShippersTest.class.getResourceAsStream("/shippers/" + name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
