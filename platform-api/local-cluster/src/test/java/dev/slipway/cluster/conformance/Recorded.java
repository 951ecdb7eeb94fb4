package dev.slipway.cluster.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

import static org.assertj.core.api.Assertions.assertThat;

/** The recorded cases as tests, and how many of them are met. */
final class Recorded {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	/** For what is known not to come. */
	private static final Duration SHORT = Duration.ofSeconds(2);

	private final AtomicInteger met = new AtomicInteger();

	private final AtomicInteger tried = new AtomicInteger();

	private final Map<String, String> expected = new TreeMap<>();

	/**
	 * Reads the list of expected failures: it must be exact. A reason that begins with
	 * {@code (by chance)} is one of those that depend on who is faster; such a case is
	 * tried without a claim and counts as not met.
	 */
	Recorded(String expectedFailures) {
		text(expectedFailures).lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.forEach((line) -> this.expected.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
	}

	static JsonNode cases(String area) throws IOException {
		return new ObjectMapper().readTree(text(area + ".json")).path("cases");
	}

	static String name(JsonNode theCase) {
		return theCase.path("area").asText() + "/" + theCase.path("name").asText();
	}

	DynamicTest test(Wire wire, JsonNode theCase) {
		String name = name(theCase);
		return DynamicTest.dynamicTest(name, () -> check(name, wire, theCase, this.expected.get(name)));
	}

	private void check(String name, Wire wire, JsonNode theCase, @Nullable String reason)
			throws IOException, InterruptedException {
		String problem = new Replay(wire, theCase, (reason != null) ? SHORT : PATIENCE).run();
		this.tried.incrementAndGet();
		if (reason != null && reason.startsWith("(by chance)")) {
			return;
		}
		if (problem == null) {
			this.met.incrementAndGet();
			assertThat(reason).as(name + " is met now: take it off the list of expected failures").isNull();
		}
		else if (reason == null) {
			throw new AssertionError(theCase.path("shows").asText() + "\n" + problem);
		}
	}

	String share() {
		return this.met + " of " + this.tried;
	}

	private static String text(String file) {
		try (InputStream stream = Recorded.class.getResourceAsStream("/conformance/" + file)) {
			if (stream == null) {
				throw new IllegalStateException("no /conformance/" + file);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
