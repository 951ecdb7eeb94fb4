package dev.slipway.observability.logs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.LogStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LineParserTest {

	private static final LogStream STREAM = new LogStream("uid/app/0", LogRecords.ORDERS);

	private static final Instant READ = LogRecords.NOON.plusMillis(20);

	private int lines;

	private LogLine line(String text) {
		return new LogLine(STREAM, READ, new LogPosition(READ, ++this.lines), text);
	}

	private List<LogRecord> join(String... lines) {
		List<LogRecord> records = new ArrayList<>();
		LineJoiner joiner = new LineJoiner(records::add);
		for (String text : lines) {
			joiner.accept(line(text), READ);
		}
		joiner.flush();
		return records;
	}

	private LogRecord only(String text) {
		List<LogRecord> records = join(text);
		assertThat(records).hasSize(1);
		return records.get(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"@timestamp":"2026-11-21T12:00:00.001Z","log":{"level":"WARN","logger":"a.B"},"process":{"pid":7,\
			"thread":{"name":"main"}},"service":{"name":"liar"},"message":"hello","traceId":"t","spanId":"s",\
			"error":{"type":"X","stack_trace":"X: no\\n\\tat a"},"ecs":{"version":"8.11"},"tags":["a","b"]}""", """
			{"@timestamp":"2026-11-21T13:00:00.001+01:00","log.level":"WARN","log.logger":"a.B","process.pid":7,\
			"process.thread.name":"main","service.name":"liar","message":"hello","trace.id":"t","span.id":"s",\
			"error.type":"X","error.stack_trace":"X: no\\n\\tat a","ecs.version":"8.11","tags":["a","b"]}""" })
	void ecsNestedOrDottedIsTheSame(String text) {
		LogRecord record = only(text);
		assertThat(record.timestamp()).isEqualTo(Instant.parse("2026-11-21T12:00:00.001Z"));
		assertThat(record.message()).isEqualTo("hello");
		assertThat(record.level()).isEqualTo("WARN");
		assertThat(record.logger()).isEqualTo("a.B");
		assertThat(record.traceId()).isEqualTo("t");
		assertThat(record.spanId()).isEqualTo("s");
		assertThat(record.stackTrace()).isEqualTo("X: no\n\tat a");
		assertThat(record.origin()).isEqualTo(LogRecords.ORDERS);
		assertThat(record.extra()).containsEntry("process.thread.name", "main")
			.containsEntry("process.pid", "7")
			.containsEntry("error.type", "X")
			.containsEntry("tags", "a,b")
			.containsEntry("service.name", "liar")
			.doesNotContainKeys("ecs.version", "message");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{\"a\":", "{\"a\":1", "{\"a\":1} trailing", "{not json}", "{\"a\":[1,2", "[1,2]",
			"\"text\"", "{\"a\":tru}", "{{{{{{" })
	void brokenJsonIsKeptAsText(String text) {
		assertThat(only(text).message()).isEqualTo(text);
	}

	@Test
	void deepJsonIsKeptAsText() {
		String deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);
		assertThat(only(deep).message()).startsWith("{\"a\":{\"a\":");
		String arrays = "{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}";
		assertThat(only(arrays).message()).startsWith("{\"a\":[[");
	}

	@Test
	void plainLinesKeepTheTimeOfTheRuntimeAndTheirLevel() {
		LogRecord record = only("2026-11-21T11:59:59.9Z ERROR 1 --- [main] a.B : it failed");
		assertThat(record.level()).isEqualTo("ERROR");
		assertThat(record.timestamp()).isEqualTo(READ);
		assertThat(only("nothing told").level()).isNull();
		assertThat(only("\u001B[1;31mERROR\u001B[0m red").level()).isEqualTo("ERROR");
	}

	@Test
	void stackTracesJoinTheLineTheyFollow() {
		List<LogRecord> records = join("ERROR it failed", "java.lang.IllegalStateException: no", "\tat a.B.c(B.java:1)",
				"\t... 3 more", "Caused by: java.io.IOException: disk", "\tat d.E.f(E.java:2)", "INFO next", "");
		assertThat(records).hasSize(2);
		assertThat(records.get(0).message()).isEqualTo("ERROR it failed");
		assertThat(records.get(0).stackTrace()).startsWith("java.lang.IllegalStateException: no\n\tat")
			.endsWith("E.java:2)");
		assertThat(records.get(0).position().lines()).isEqualTo(6);
		assertThat(records.get(1).message()).isEqualTo("INFO next");
	}

	@Test
	void jsonLinesAreNeverJoined() {
		assertThat(join("plain", "{\"message\":\"a\"}", "\tat a.B.c(B.java:1)")).hasSize(3);
	}

	@Test
	void aMegabyteIsCutAndSaid() {
		LogRecord record = only("x".repeat(1 << 20));
		assertThat(record.message()).hasSizeLessThan(66_000).endsWith("[cut: the line has 1048576 characters]");
		assertThat(only("{\"message\":\"" + "y".repeat(1 << 20) + "\"}").message()).hasSizeLessThan(66_000);
	}

	@Test
	void anEndlessStackTraceIsBounded() {
		String[] lines = new String[20_000];
		lines[0] = "ERROR";
		for (int i = 1; i < lines.length; i++) {
			lines[i] = "\tat a.B.recursion(B.java:" + i + ") " + "z".repeat(50);
		}
		assertThat(join(lines)).allSatisfy((record) -> {
			if (record.stackTrace() != null) {
				assertThat(record.stackTrace()).hasSizeLessThan(66_000);
			}
		});
	}

	@Test
	void controlCharactersAreShownAsWhatTheyAre() {
		assertThat(only("a\u001B[31mred\u0000\u0007\u009B end\ttab").message())
			.isEqualTo("a\u241B[31mred\u2400\u2407\uFFFD end\ttab");
	}

	@Test
	void aClockThatIsOffIsNotBelieved() {
		LogRecord record = only("{\"@timestamp\":\"2026-11-21T11:00:00Z\",\"message\":\"an hour ago?\"}");
		assertThat(record.timestamp()).isEqualTo(READ);
		assertThat(record.extra()).containsEntry("log.timestamp", "2026-11-21T11:00:00Z");
		assertThat(only("{\"@timestamp\":\"yesterday\",\"message\":\"m\"}").extra()).containsEntry("log.timestamp",
				"yesterday");
	}

	@Test
	void randomBytesNeverFail() {
		Random random = new Random(42);
		for (int i = 0; i < 2000; i++) {
			byte[] bytes = new byte[random.nextInt(200) + 1];
			random.nextBytes(bytes);
			String text = (random.nextBoolean() ? "{" : "") + new String(bytes, StandardCharsets.UTF_8);
			assertThat(join(text)).hasSizeLessThanOrEqualTo(1);
		}
	}

}
