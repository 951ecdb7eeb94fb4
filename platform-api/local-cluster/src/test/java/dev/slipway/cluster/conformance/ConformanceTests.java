package dev.slipway.cluster.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.cluster.api.ApiServer;
import dev.slipway.cluster.api.ApiSettings;
import dev.slipway.cluster.api.PodLogs;
import dev.slipway.cluster.store.DurableStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The answers of a real Kubernetes 1.32, replayed against the API server alone. Cases
 * that need controllers or a kubelet are counted apart. What is not met is listed in
 * {@code expected-failures.txt} with its reason; the list must be exact.
 */
class ConformanceTests {

	private static final List<String> AREAS = List.of("access", "apply", "crd", "cronjob", "crud", "defaults", "delete",
			"deployment", "discovery", "dry-run", "endpoints", "errors", "field-validation", "garbage-collection",
			"generate-name", "job", "namespace", "paging", "patch", "pod", "selectors", "subresource", "table",
			"watch");

	private static final AtomicInteger met = new AtomicInteger();

	private static final AtomicInteger tried = new AtomicInteger();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	static Path directory;

	@SuppressWarnings("NullAway.Init")
	private static DurableStore store;

	@SuppressWarnings("NullAway.Init")
	private static ApiServer server;

	@BeforeAll
	static void start() throws IOException {
		store = DurableStore.open(directory.resolve("objects"), Clock.systemUTC());
		server = new ApiServer(store, ApiSettings.in(directory.resolve("api")).withServiceRange("10.96"),
				PodLogs.none(), Clock.systemUTC());
		server.start();
	}

	@AfterAll
	static void stop() {
		server.close();
		store.close();
		System.out.println("conformance: " + met + " of " + tried + " recorded cases of the API server are met");
	}

	@TestFactory
	Stream<DynamicTest> recordedCases() throws IOException, GeneralSecurityException {
		Map<String, String> expected = expectedFailures();
		Wire wire = new Wire(server.url(), server.caCertificate(), server.token());
		List<DynamicTest> tests = new ArrayList<>();
		for (String area : AREAS) {
			for (JsonNode theCase : read(area + ".json").path("cases")) {
				String name = area + "/" + theCase.path("name").asText();
				if (theCase.path("needs").isEmpty()) {
					tests.add(DynamicTest.dynamicTest(name, () -> check(name, wire, theCase, expected.get(name))));
				}
			}
		}
		return tests.stream();
	}

	private static void check(String name, Wire wire, JsonNode theCase, @Nullable String reason)
			throws IOException, InterruptedException {
		String problem = new Replay(wire, theCase, Duration.ofSeconds((reason != null) ? 2 : 60)).run();
		tried.incrementAndGet();
		if (problem == null) {
			met.incrementAndGet();
			assertThat(reason).as(name + " is met now: take it off the list of expected failures").isNull();
		}
		else if (reason == null) {
			throw new AssertionError(theCase.path("shows").asText() + "\n" + problem);
		}
	}

	private static Map<String, String> expectedFailures() {
		Map<String, String> expected = new TreeMap<>();
		text("expected-failures.txt").lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.forEach((line) -> expected.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
		return expected;
	}

	private static JsonNode read(String file) throws IOException {
		return new ObjectMapper().readTree(text(file));
	}

	private static String text(String file) {
		try (InputStream stream = ConformanceTests.class.getResourceAsStream("/conformance/" + file)) {
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
