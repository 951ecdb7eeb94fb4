package dev.slipway.cluster.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.api.ApiServer;
import dev.slipway.cluster.api.ApiSettings;
import dev.slipway.cluster.api.PodLogs;
import dev.slipway.cluster.store.DurableStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The answers of a real Kubernetes 1.32, replayed against the API server alone. Cases
 * that need controllers or a kubelet are replayed by {@link ClusterConformanceTests}.
 * What is not met is listed in {@code expected-failures.txt} with its reason; the list
 * must be exact.
 */
class ConformanceTests {

	private static final List<String> AREAS = List.of("access", "apply", "crd", "cronjob", "crud", "defaults", "delete",
			"deployment", "discovery", "dry-run", "endpoints", "errors", "field-validation", "garbage-collection",
			"generate-name", "job", "namespace", "paging", "patch", "pod", "selectors", "subresource", "table",
			"watch");

	private static final Recorded recorded = new Recorded("expected-failures.txt");

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
		System.out.println("conformance: " + recorded.share() + " recorded cases of the API server alone are met");
	}

	@TestFactory
	Stream<DynamicTest> recordedCases() throws IOException, GeneralSecurityException {
		Wire wire = new Wire(server.url(), server.caCertificate(), server.token());
		List<DynamicTest> tests = new ArrayList<>();
		for (String area : AREAS) {
			for (JsonNode theCase : Recorded.cases(area)) {
				if (theCase.path("needs").isEmpty()) {
					tests.add(recorded.test(wire, theCase));
				}
			}
		}
		return tests.stream();
	}

}
