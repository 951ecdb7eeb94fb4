package dev.slipway.cluster.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.SimulatedCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * How Jobs of a real Kubernetes 1.32 end, replayed against the API server and the
 * controllers; pods end at once, with the exit code that the recording asks for.
 */
class JobConformanceTests {

	private static final Recorded recorded = new Recorded("expected-cluster-failures.txt");

	@SuppressWarnings("NullAway.Init")
	private static SimulatedCluster cluster;

	@BeforeAll
	static void start(@TempDir(cleanup = CleanupMode.NEVER) Path state) throws IOException {
		cluster = SimulatedCluster.start(state,
				(pod) -> !pod.at("/metadata/annotations").has("fake-kubelet/exit-code"));
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@TestFactory
	Stream<DynamicTest> recordedCases() throws IOException, GeneralSecurityException {
		String kubeconfig = Files.readString(cluster.kubeconfig());
		String authority = new String(
				Base64.getDecoder().decode(ClusterConformanceTests.field(kubeconfig, "certificate-authority-data")),
				StandardCharsets.US_ASCII);
		Wire wire = new Wire(ClusterConformanceTests.field(kubeconfig, "server"), authority,
				ClusterConformanceTests.field(kubeconfig, "token"));
		List<DynamicTest> tests = new ArrayList<>();
		for (JsonNode theCase : Recorded.cases("job")) {
			tests.add(recorded.test(wire, theCase));
		}
		return tests.stream();
	}

}
