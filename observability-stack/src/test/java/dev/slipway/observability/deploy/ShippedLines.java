package dev.slipway.observability.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lines as containers write them, and what a shipper has to make of each. */
final class ShippedLines {

	static final String POD = "orders-r2-5f7c9-x2x4q";

	private static final Map<String, String> LABELS = Map.of("slipway.dev/service", "orders", "slipway.dev/team",
			"shop", "slipway.dev/environment", "dev", "slipway.dev/release", "2", "app.kubernetes.io/name", "orders");

	private ShippedLines() {
	}

	/**
	 * A line and its record.
	 *
	 * @param line as the container wrote it
	 * @param labels of its pod
	 * @param expected the record, with dotted names; null when it is nobody's
	 */
	record Case(String line, Map<String, String> labels, Map<String, String> expected) {
	}

	/**
	 * What a process of the golden template wrote, from its start to its end, without
	 * some thirty warnings that are alike.
	 */
	static List<String> recorded() {
		try (InputStream in = ShippedLines.class.getResourceAsStream("/shippers/orders.log")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<Case> cases() {
		String order = recorded().stream().filter((line) -> line.contains("\"traceId\"")).findFirst().orElseThrow();
		return List.of(owned(order, "@timestamp", "2026-11-21T06:17:37.243214749Z", "message",
				"Order 05eb31b2-0b95-47dc-8738-b6f79a460429 of 900 cents taken for ada, stock UNCHECKED", "log.level",
				"INFO", "log.logger", "com.example.orders.Orders", "trace.id", "6b0137804a28697d3b1bb3924421fc87",
				"span.id", "f069e5c58d65b53c", "orderId", "05eb31b2-0b95-47dc-8738-b6f79a460429", "totalCents", "900",
				"process.pid", "9889", "process.thread.name", "http-nio-127.64.0.5-8080-exec-2"),
				text("Picked up JAVA_TOOL_OPTIONS: -Xmx192m"), text("{broken", "message", "{broken"),
				text("2026-11-21 ERROR it broke\njava.lang.IllegalStateException: \"x\"\n\tat a.B.c(B.java:1)",
						"log.level", "ERROR"),
				owned("{\"@timestamp\":\"2026-03-01T01:30:00.5+02:00\",\"log.level\":\"WARN\",\"log.logger\":\"a.B\","
						+ "\"message\":\"dotted\",\"trace.id\":\"t1\",\"span.id\":\"s1\",\"error.stack_trace\":\"x\\n\\tat y\"}",
						"@timestamp", "2026-02-28T23:30:00.500Z", "message", "dotted", "log.level", "WARN",
						"log.logger", "a.B", "trace.id", "t1", "span.id", "s1", "error.stack_trace", "x\n\tat y"),
				owned("{\"@timestamp\":\"yesterday\",\"msg\":\"others\",\"level\":\"info\",\"logger\":\"x\","
						+ "\"stack_trace\":\"at z\",\"tags\":[\"a\",\"b\"],\"nothing\":null,\"deep\":{\"a\":{\"b\":1.5}}}",
						"message", "others", "log.level", "info", "log.logger", "x", "error.stack_trace", "at z",
						"tags", "a,b", "deep.a.b", "1.5"),
				owned("{\"message\":\"forged\",\"slipway.team\":\"bank\",\"slipway\":{\"team\":\"bank\",\"rest\":\"{}\"},"
						+ "\"slipway.rest\":\"{}\",\"service\":{\"name\":\"pay\",\"environment\":\"prod\"},"
						+ "\"service.name\":\"pay\",\"kubernetes\":{\"pod\":{\"name\":\"pay-1\"}},"
						+ "\"kubernetes.pod.name\":\"pay-1\",\"kubernetes.pod\":{\"name\":\"pay-1\"},"
						+ "\"@metadata\":{\"raw_index\":\"secret\"},\"_id\":\"1\",\"slipways\":\"fine\"}", "message",
						"forged", "slipways", "fine"),
				owned("{\"event\":\"no message\"}", "message", "{\"event\":\"no message\"}", "event", "no message"),
				new Case(order, Map.of("app", "somebody"), null),
				new Case(order, Map.of("slipway.dev/service", "orders"), null));
	}

	private static Case text(String line, String... more) {
		Case one = owned(line, more);
		one.expected().put("message", line);
		return one;
	}

	private static Case owned(String line, String... fields) {
		Map<String, String> expected = new TreeMap<>();
		for (int i = 0; i < fields.length; i += 2) {
			expected.put(fields[i], fields[i + 1]);
		}
		expected.put(LogField.SERVICE.stored(), "orders");
		expected.put(LogField.TEAM.stored(), "shop");
		expected.put(LogField.ENVIRONMENT.stored(), "dev");
		expected.put(LogField.RELEASE.stored(), "2");
		expected.put(LogField.POD.stored(), POD);
		return new Case(line, LABELS, expected);
	}

}
