package dev.slipway.cluster.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.slipway.cluster.Kubectl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the real kubectl does with the API server alone. */
class KubectlTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	static Path directory;

	@SuppressWarnings("NullAway.Init")
	private static TestServer server;

	private record Outcome(int exit, String out) {
	}

	@BeforeAll
	static void start() throws IOException {
		Assumptions.assumeTrue(Kubectl.available(),
				"kubectl is not on the PATH: Debian's package kubernetes-client has one");
		server = new TestServer(directory);
		server.server().writeKubeconfig(directory.resolve("kubeconfig"));
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			server.close();
		}
	}

	@Test
	void createByProtobufThenGetDescribeScaleDelete() throws Exception {
		assertThat(kubectl("create", "deployment", "web", "--image=app:1", "--replicas=2", "--port=8080").out())
			.contains("deployment.apps/web created");
		assertThat(kubectl("get", "deploy,rs,pods,svc", "-A").out()).contains("NAMESPACE")
			.contains("deployment.apps/web   0/2");
		assertThat(kubectl("describe", "deploy", "web").out()).contains("Image:", "app:1", "8080/TCP", "2 desired");
		assertThat(kubectl("scale", "deploy", "web", "--replicas=5").out()).contains("scaled");
		assertThat(kubectl("get", "deploy", "web", "-o", "jsonpath={.spec.replicas}").out()).isEqualTo("5");
		assertThat(kubectl("expose", "deploy", "web", "--port=80").out()).contains("service/web exposed");
		assertThat(kubectl("delete", "deploy,svc", "web").out()).contains("deployment.apps \"web\" deleted",
				"service \"web\" deleted");
	}

	@Test
	void createOfTheOtherKindsThatSendProtobuf() throws Exception {
		assertThat(kubectl("create", "namespace", "team").exit()).isZero();
		assertThat(kubectl("create", "configmap", "c", "--from-literal=a=1").exit()).isZero();
		assertThat(kubectl("create", "secret", "generic", "s", "--from-literal=a=1").exit()).isZero();
		assertThat(kubectl("get", "secret", "s", "-o", "jsonpath={.data.a}").out()).isEqualTo("MQ==");
		assertThat(kubectl("create", "serviceaccount", "robot").exit()).isZero();
		assertThat(kubectl("create", "job", "once", "--image=app:1").exit()).isZero();
		assertThat(kubectl("auth", "can-i", "delete", "pods").out().trim()).isEqualTo("yes");
	}

	@Test
	void applyTwiceThenByTheServerThenDiff() throws Exception {
		Path file = directory.resolve("shop.yaml");
		Files.writeString(file, manifest("shop:1"));
		assertThat(apply(file).out()).contains("created");
		assertThat(apply(file).out()).contains("unchanged");
		Files.writeString(file, manifest("shop:2"));
		if (!Kubectl.old()) {
			assertThat(kubectl("diff", "-f", file.toString()).out()).contains("shop:2");
		}
		assertThat(apply(file).out()).contains("configured");
		assertThat(apply(file, "--server-side", "--force-conflicts").out()).contains("serverside-applied");
	}

	@Test
	void explainReadsTheOpenApiDocuments() throws Exception {
		Assumptions.assumeFalse(Kubectl.old(), "this kubectl does not read OpenAPI version 3");
		assertThat(kubectl("explain", "deploy.spec.strategy").out()).contains("FIELD: strategy <DeploymentStrategy>",
				"rollingUpdate");
	}

	@Test
	void watchPrintsChangesAsTheyCome() throws Exception {
		Path out = directory.resolve("watch.txt");
		Process watch = new ProcessBuilder(command("get", "configmaps", "-w", "-n", "kube-public"))
			.redirectOutput(out.toFile())
			.redirectErrorStream(true)
			.start();
		try {
			kubectl("create", "configmap", "live", "-n", "kube-public");
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(Files.readString(out)).contains("live"));
		}
		finally {
			watch.destroy();
		}
	}

	@Test
	void unknownFieldIsRefusedByName() throws Exception {
		Assumptions.assumeFalse(Kubectl.old(), "this kubectl leaves no check to the server");
		Path file = directory.resolve("odd.yaml");
		Files.writeString(file, manifest("shop:1").replace("spec:\n  selector", "spec:\n  replica: 1\n  selector")
			.replace("name: shop}", "name: odd}"));
		Outcome outcome = kubectl("apply", "-f", file.toString());
		assertThat(outcome.exit()).isNotZero();
		assertThat(outcome.out()).contains("spec.replica");
	}

	private static Outcome apply(Path file, String... more) throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>(List.of("apply", "-f", file.toString()));
		arguments.addAll(List.of(more));
		if (Kubectl.old()) {
			arguments.add("--validate=false");
		}
		return kubectl(arguments.toArray(String[]::new));
	}

	private static String manifest(String image) {
		return """
				apiVersion: apps/v1
				kind: Deployment
				metadata: {name: shop}
				spec:
				  selector: {matchLabels: {app: shop}}
				  template:
				    metadata: {labels: {app: shop}}
				    spec: {containers: [{name: app, image: "%s"}]}
				""".formatted(image);
	}

	private static List<String> command(String... arguments) {
		List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig",
				directory.resolve("kubeconfig").toString(), "--cache-dir", directory.resolve("cache").toString()));
		command.addAll(List.of(arguments));
		return command;
	}

	private static Outcome kubectl(String... arguments) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!process.waitFor(60, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new IOException("kubectl does not end: " + out);
		}
		return new Outcome(process.exitValue(), out);
	}

}
