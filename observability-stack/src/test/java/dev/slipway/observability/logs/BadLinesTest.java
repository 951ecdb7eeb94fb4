package dev.slipway.observability.logs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

import dev.slipway.observability.LogSink;
import dev.slipway.observability.LogStream;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.embedded.LuceneLogOptions;
import dev.slipway.observability.logs.embedded.LuceneLogStore;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Whatever a process writes goes the whole way, and is found, shown as text. */
@NullUnmarked
class BadLinesTest {

	private static final LogStream STREAM = new LogStream("uid/app/0", LogRecords.ORDERS);

	private static final Clock CLOCK = Clock.fixed(LogRecords.NOON.plusSeconds(60), ZoneOffset.UTC);

	private LuceneLogStore store;

	private int lines;

	@BeforeEach
	void open(@TempDir Path folder) {
		this.store = LuceneLogStore.open(LuceneLogOptions.in(folder), CLOCK);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	private void write(String... texts) throws InterruptedException {
		LogShipper shipper = new LogShipper(this.store, CLOCK);
		shipper.start();
		LogSink.Feed feed = shipper.open(STREAM);
		for (String text : texts) {
			feed.line(LogRecords.NOON.plusMillis(this.lines++), text);
		}
		shipper.close();
	}

	private List<LogRecord> find(String query) {
		return this.store.search(LogQuery.text(query).page(1000, null), QueryScope.everything())
			.hits()
			.stream()
			.map(LogHit::record)
			.toList();
	}

	private LogRecord only(String query) {
		List<LogRecord> found = find(query);
		assertThat(found).as(query).hasSize(1);
		return found.get(0);
	}

	@Test
	void htmlAndEscapesOfTerminalsAreText() throws InterruptedException {
		write("tag <script>alert(1)</script>", "colour \u001B[31mred\u001B[0m", "title \u001B]0;pwned\u0007 set",
				"back\b\b\bspace \u009B2J", "{\"message\":\"json \\u001b[2J cleared\",\"<b>field</b>\":\"<i>\"}");
		assertThat(only("tag").message()).isEqualTo("tag <script>alert(1)</script>");
		assertThat(only("colour").message()).isEqualTo("colour \u241B[31mred\u241B[0m");
		assertThat(only("title").message()).isEqualTo("title \u241B]0;pwned\u2407 set");
		assertThat(only("json").message()).isEqualTo("json \u241B[2J cleared");
		assertThat(only("json").extra()).containsEntry("<b>field</b>", "<i>");
		assertThat(find("")).allSatisfy((record) -> assertThat(record.message().chars())
			.noneMatch((c) -> (c < ' ' && c != '\n' && c != '\t') || (c > 126 && c < 160)));
	}

	@Test
	void binaryAndBrokenLinesAreKept() throws InterruptedException {
		Random random = new Random(11);
		String[] lines = new String[200];
		for (int i = 0; i < lines.length; i++) {
			byte[] bytes = new byte[300];
			random.nextBytes(bytes);
			lines[i] = "begin" + i + " " + new String(bytes, StandardCharsets.UTF_8).replace("\n", " ");
		}
		write(lines);
		write("{\"message\":\"cut off", "{\"message\":{\"nested\":[1,{\"a\":",
				"{\"message\":\"twice\",\"message\":\"two\"}", "\uD800 lonely surrogate");
		assertThat(find("begin*")).hasSize(200);
		assertThat(only("cut").message()).isEqualTo("{\"message\":\"cut off");
		assertThat(only("lonely").message()).contains("lonely surrogate");
		assertThat(find("twice OR two")).hasSize(1);
	}

	@Test
	void megabytesAreCutAndStackTracesJoined() throws InterruptedException {
		write("big " + "x".repeat(1 << 20), "{\"message\":\"bigjson " + "y ".repeat(1 << 19) + "\"}", "ERROR it failed",
				"java.lang.IllegalStateException: no", "\tat a.B.c(B.java:1)", "Caused by: java.io.IOException: disk",
				"\tat d.E.f(E.java:2)", "INFO goes on");
		assertThat(only("big").message()).hasSizeLessThan(66_000).contains("[cut: the line has 1048580 characters]");
		assertThat(only("bigjson").message()).hasSizeLessThan(66_000);
		LogRecord failed = only("failed");
		assertThat(failed.level()).isEqualTo("ERROR");
		assertThat(failed.stackTrace()).startsWith("java.lang.IllegalStateException").endsWith("E.java:2)");
		assertThat(only("stack_trace:disk").message()).isEqualTo("ERROR it failed");
		assertThat(only("goes").stackTrace()).isNull();
	}

	@Test
	void clocksThatAreOffByAnHourAreNotBelieved() throws InterruptedException {
		write("{\"@timestamp\":\"2026-11-21T11:00:00Z\",\"message\":\"slow clock\"}",
				"{\"@timestamp\":\"2026-11-21T13:00:00Z\",\"message\":\"fast clock\"}",
				"{\"@timestamp\":\"2026-11-21T14:00:00+02:00\",\"message\":\"other zone\"}",
				"{\"@timestamp\":\"+999999999-12-31T23:59:59Z\",\"message\":\"end of time\"}",
				"{\"@timestamp\":1795262400,\"message\":\"a number\"}");
		Instant read = LogRecords.NOON;
		assertThat(only("slow").timestamp()).isEqualTo(read);
		assertThat(only("slow").extra()).containsEntry("log.timestamp", "2026-11-21T11:00:00Z");
		assertThat(only("fast").timestamp()).isEqualTo(read.plusMillis(1));
		assertThat(only("other").timestamp()).isEqualTo(Instant.parse("2026-11-21T12:00:00Z"));
		assertThat(only("other").extra()).doesNotContainKey("log.timestamp");
		assertThat(only("end").timestamp()).isEqualTo(read.plusMillis(3));
		assertThat(only("number").timestamp()).isEqualTo(read.plusMillis(4));
	}

	@Test
	void tenThousandValuesAndNamesOfFieldsAreBounded() throws InterruptedException {
		String[] lines = new String[3000];
		for (int i = 0; i < lines.length; i++) {
			lines[i] = "{\"message\":\"many\",\"user\":\"u" + i + "\",\"field" + i + "\":\"" + i + "\"}";
		}
		write(lines);
		assertThat(only("user:u2999").message()).isEqualTo("many");
		assertThat(only("field7:7").extra()).containsEntry("user", "u7");
		assertThat(find("field2999:2999")).as("names beyond a thousand are stored, not searched").isEmpty();
		assertThat(only("user:u2999").extra()).containsEntry("field2999", "2999");
	}

	@Test
	void aQueryForEverythingIsAPageAndOneThatIsMalformedSaysWhere() throws InterruptedException {
		String[] lines = new String[1500];
		for (int i = 0; i < lines.length; i++) {
			lines[i] = "line " + i;
		}
		write(lines);
		for (String everything : List.of("", "*", "*:*", "_exists_:message", "-nothing", "line OR *")) {
			LogPage page = this.store.search(LogQuery.text(everything).page(1000, null), QueryScope.everything());
			assertThat(page.hits()).as(everything).hasSize(1000);
			assertThat(page.nextCursor()).isNotNull();
		}
		for (String malformed : List.of("level:(", "a AND", "\"open", "[1 TO", "a b) c", "/x(/", "~", "a^b",
				"@timestamp:[x TO y]", "(".repeat(5000), "a ".repeat(20_000))) {
			assertThatExceptionOfType(BadLogQuery.class).as(malformed)
				.isThrownBy(() -> find(malformed))
				.satisfies((bad) -> assertThat(bad.position()).isBetween(0, malformed.length()))
				.satisfies((bad) -> assertThat(bad.getMessage()).isNotBlank());
		}
	}

}
