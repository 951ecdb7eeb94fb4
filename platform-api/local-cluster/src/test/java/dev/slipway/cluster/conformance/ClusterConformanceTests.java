package dev.slipway.cluster.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.FixtureImage;
import dev.slipway.cluster.LocalCluster;
import dev.slipway.cluster.LocalClusterSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The answers of a real Kubernetes 1.32 that need controllers or a kubelet, replayed
 * against the whole local cluster: processes stand for containers. Kinds that are stored
 * only and CustomResourceDefinitions are left out; what else is not met is listed in
 * {@code expected-cluster-failures.txt} with its reason.
 */
class ClusterConformanceTests {

	private static final List<String> AREAS = List.of("apply", "crud", "defaults", "deployment", "endpoints", "errors",
			"garbage-collection", "namespace", "patch", "selectors", "subresource", "table");

	/** About kinds that nothing acts on here. */
	private static final Pattern STORED_ONLY = Pattern.compile(".*(job|hpa|horizontal|pdb|disruption).*");

	private static final Recorded recorded = new Recorded("expected-cluster-failures.txt");

	@SuppressWarnings("NullAway.Init")
	private static LocalCluster cluster;

	@BeforeAll
	static void start(@TempDir(cleanup = CleanupMode.NEVER) Path state) throws Exception {
		cluster = LocalCluster.start(LocalClusterSettings.in(state));
		for (int version = 1; version <= 3; version++) {
			FixtureImage.pushIdle(cluster.registryAddress(), "app:" + version, state.resolve("jib"));
		}
	}

	@AfterAll
	static void stop() {
		cluster.stopPodsAndClose(Duration.ofSeconds(5));
		System.out.println("conformance: " + recorded.share() + " recorded cases of the whole cluster are met");
	}

	@TestFactory
	Stream<DynamicTest> recordedCases() throws IOException, GeneralSecurityException {
		String kubeconfig = Files.readString(cluster.kubeconfig());
		String authority = new String(Base64.getDecoder().decode(field(kubeconfig, "certificate-authority-data")),
				StandardCharsets.US_ASCII);
		Wire wire = new Wire(cluster.apiUrl(), authority, field(kubeconfig, "token"));
		List<DynamicTest> tests = new ArrayList<>();
		for (String area : AREAS) {
			for (JsonNode theCase : Recorded.cases(area)) {
				if (!theCase.path("needs").isEmpty() && !STORED_ONLY.matcher(Recorded.name(theCase)).matches()) {
					tests.add(recorded.test(wire, theCase));
				}
			}
		}
		return tests.stream();
	}

	static String field(String yaml, String name) {
		Matcher matcher = Pattern.compile(name + ": (\\S+)").matcher(yaml);
		if (!matcher.find()) {
			throw new IllegalStateException("no " + name + " in the kubeconfig");
		}
		return matcher.group(1);
	}

}
