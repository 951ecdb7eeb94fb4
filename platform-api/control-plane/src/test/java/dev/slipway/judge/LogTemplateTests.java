package dev.slipway.judge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LogTemplateTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
			Order 4711 of 'sam' timed out after 30ms        | Order <num> of <str> timed out after <num>ms
			can't reach orders-r2-7f9c4-x2x1 (HTTP 503)     | can't reach <id> (HTTP <num>)
			no route to 127.3.4.5:8080, 3 of 4 left         | no route to <ip>, <num> of <num> left
			user 3f2504e0-4f89-11d3-9a0c-0305e82c3301 gone  | user <id> gone
			image 9f86d081884c7d659a2feaa0c55ad015 missing  | image <hex> missing
			lock Monitor@1a2b3c4d held at 0x7fff            | lock Monitor@<hex> held at <hex>
			since 2026-11-21T10:00:00.123Z until 23:59:01   | since <time> until <num>
			mail to jo.do+x@example.co.uk bounced           | mail to <mail> bounced
			release orders-r12: orderId=12 not "ready now"  | release <id>: orderId=<num> not <str>
			java.util.NoSuchElementException: No value      | java.util.NoSuchElementException: No value
			Http2Exception: GOAWAY, 1,234.5 s, -7%          | Http2Exception: GOAWAY, <num> s, <num>%
			""")
	void masksWhatChangesFromOneMessageToTheNext(String message, String template) {
		assertThat(LogTemplate.of(message)).hasToString(template);
	}

	@Test
	void leavesOutTheStackTrace() {
		assertThat(LogTemplate.of("\n  It failed\r\n\tat a.B.c(B.java:12)\n")).hasToString("It failed");
	}

	@Test
	void readsAnythingInReasonableTime() {
		assertThat(LogTemplate.of("").words()).containsExactly("");
		assertThat(LogTemplate.of("a-".repeat(100_000)).words()).hasSize(1);
		assertThat(LogTemplate.of("'".repeat(10_000) + "1".repeat(10_000))).isNotNull();
		assertThat(LogTemplate.of("1.".repeat(10_000) + "a.b@c".repeat(1000))).isNotNull();
	}

	@Test
	void maskingWhatIsMaskedChangesNothing() {
		LogTemplate once = LogTemplate.of("Order 4711 of 'sam' at 10.0.0.1 by orders-r2-x9 on 2026-11-21");
		assertThat(LogTemplate.of(once.toString())).isEqualTo(once);
	}

}
