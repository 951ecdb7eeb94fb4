package dev.slipway.cli;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.demo.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What people push when they are in a hurry. Each mistake gets a message that says what
 * to do, in the API, in the console and in a log, and the platform goes on: the last
 * commit is good, and is released.
 */
class BadInputIT {

	private static final Duration PATIENCE = Duration.ofMinutes(8);

	private static final String MAIN = "src/main/java/com/example/orders/Application.java";

	/** The golden path without its tests, which are not the matter here. */
	private static final String SHORT_PIPELINE = """
			@Library('slipway@1.0') _
			node {
				stage('Checkout') { checkout(scm) }
				stage('Compile') { buildService() }
				stage('Image') { image = buildImage() }
				stage('Release') { deployRelease(image: image) }
			}
			""";

	@SuppressWarnings("NullAway.Init")
	@TempDir
	private Path folder;

	private final HttpClient browser = HttpClient.newBuilder()
		.cookieHandler(new CookieManager())
		.followRedirects(HttpClient.Redirect.NORMAL)
		.build();

	@Test
	void eachMistakeGetsAMessageAndThePlatformGoesOn() throws Exception {
		Installation slipway = new Installation(this.folder.resolve("state"), "bad-input.log");
		try {
			slipway.with("SLIPWAY_RUNNER_TIME_LIMIT", "20s").run(10, "up");
			Git git = service(slipway);
			hangs(slipway, git);
			slipway.run(5, "down");
			slipway.with("SLIPWAY_RUNNER_TIME_LIMIT", "15m").run(5, "up");
			signIn(slipway);
			syntax(slipway, git);
			unknownStep(slipway, git);
			doesNotCompile(slipway, git);
			exitsAtOnce(slipway, git);
			neverReady(slipway, git);
			good(slipway, git);
			slipway.run(5, "down");
		}
		finally {
			slipway.clear();
		}
	}

	private Git service(Installation slipway) throws Exception {
		Platform platform = slipway.platform();
		ObjectNode request = JsonNodeFactory.instance.objectNode().put("template", "spring-boot-service");
		request.putObject("parameters").put("name", "orders").put("team", "shop");
		String onboarding = platform.post("/services", request).path("location").asText();
		await().atMost(PATIENCE).until(() -> platform.get(onboarding).path("status").asText().equals("SUCCEEDED"));
		platform.post("/services/orders/builds/1/abort", JsonNodeFactory.instance.objectNode());
		assertThat(why(ended(slipway, 1))).contains("Aborted by admin");
		Git git = new Git(this.folder.resolve("orders"));
		git.clone(platform.get("/services/orders").path("cloneUrl").asText());
		return git;
	}

	private void hangs(Installation slipway, Git git) throws Exception {
		JsonNode build = push(slipway, git, "Jenkinsfile",
				(text) -> "node { sh 'echo waiting for nobody; sleep 600' }");
		assertThat(build.path("status").asText()).isEqualTo("ABORTED");
		assertThat(why(build)).contains("ran longer than 20 s").contains("time-limit");
	}

	private void syntax(Installation slipway, Git git) throws Exception {
		JsonNode build = push(slipway, git, "Jenkinsfile", (text) -> "node {\n  sh 'true'\n  stage('Half' {\n}\n");
		failed(slipway, build, "Jenkinsfile, line 5");
	}

	private void unknownStep(Installation slipway, Git git) throws Exception {
		JsonNode build = push(slipway, git, "Jenkinsfile", (text) -> "node { fly(to: 'the moon') }");
		failed(slipway, build, "fly");
	}

	private void doesNotCompile(Installation slipway, Git git) throws Exception {
		edit(git, "Jenkinsfile", (text) -> SHORT_PIPELINE);
		JsonNode build = push(slipway, git, MAIN,
				(text) -> text.replace("SpringApplication.run", "SpringApplication.fly"));
		failed(slipway, build, "Compile error", "Application.java, line 10");
	}

	private void exitsAtOnce(Installation slipway, Git git) throws Exception {
		JsonNode build = push(slipway, git, MAIN,
				(text) -> text.replace("SpringApplication.fly(Application.class, args)",
						"System.err.println(\"no luck today\");\n\t\tSystem.exit(3)"));
		failed(slipway, build, "exit code 3", "no luck today");
		released(slipway, "FAILED", "exit code 3", "no luck today", "Mend what ends the program");
	}

	private void neverReady(Installation slipway, Git git) throws Exception {
		edit(git, MAIN, (text) -> text.replace("System.err.println(\"no luck today\");\n\t\tSystem.exit(3)",
				"SpringApplication.run(Application.class, args)"));
		edit(git, "slipway.yaml", (text) -> text.replace("progressDeadline: 180s", "progressDeadline: 75s"));
		JsonNode build = push(slipway, git, "deploy/deployment.yaml",
				(text) -> text.replace("/actuator/health/readiness", "/actuator/health/nowhere"));
		failed(slipway, build, "readiness probe");
		released(slipway, "FAILED", "pods were ready after 75 s", "readiness probe");
	}

	private void good(Installation slipway, Git git) throws Exception {
		edit(git, "slipway.yaml", (text) -> text.replace("progressDeadline: 75s", "progressDeadline: 180s"));
		JsonNode build = push(slipway, git, "deploy/deployment.yaml",
				(text) -> text.replace("/actuator/health/nowhere", "/actuator/health/readiness"));
		assertThat(build.path("status").asText()).as(build.toString()).isEqualTo("SUCCESS");
		released(slipway, "SUCCEEDED", "is stable");
		String address = slipway.platform().get("/services/orders/environments/dev").path("address").asText();
		assertThat(slipway.status(address + "/")).isEqualTo(200);
	}

	private void edit(Git git, String file, UnaryOperator<String> change) throws Exception {
		Path path = Path.of(git.run("rev-parse", "--show-toplevel")).resolve(file);
		String before = Files.readString(path);
		String after = change.apply(before);
		assertThat(after).as("the change of " + file).isNotEqualTo(before);
		Files.writeString(path, after);
	}

	/** Pushes a change of one file and gives the build that it started, ended. */
	private JsonNode push(Installation slipway, Git git, String file, UnaryOperator<String> change) throws Exception {
		edit(git, file, change);
		git.run("commit", "--quiet", "--all", "--message", "Change " + file);
		Platform platform = slipway.platform();
		String url = git.run("remote", "get-url", "origin");
		git.run("push", "--quiet", url.replace("://", "://test:" + platform.token() + "@"), "HEAD:main");
		String commit = git.run("rev-parse", "HEAD");
		JsonNode newest = await().atMost(PATIENCE)
			.until(() -> platform.get("/services/orders/builds?limit=1").path("items").path(0),
					(build) -> build.path("commit").asText().equals(commit));
		return ended(slipway, newest.path("number").asInt());
	}

	private static JsonNode ended(Installation slipway, int number) throws Exception {
		Platform platform = slipway.platform();
		return await().atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(500))
			.until(() -> platform.get("/services/orders/builds/" + number), (build) -> build.hasNonNull("endedAt"));
	}

	/** The API, the build's log and the console say it, and not where the files are. */
	private void failed(Installation slipway, JsonNode build, String... words) throws Exception {
		assertThat(build.path("status").asText()).as(build.toString()).isEqualTo("FAILURE");
		assertThat(build.path("failure").path("remedy").asText()).as("what to do").isNotBlank();
		assertThat(why(build)).contains(words).doesNotContain(this.folder.toString()).doesNotContain("Exception");
		int number = build.path("number").asInt();
		assertThat(slipway.platform().text("/services/orders/builds/" + number + "/log").body()).contains(words);
		assertThat(page(slipway, "/services/orders/builds/" + number)).contains(words[0]);
		assertThat(slipway.log()).contains("Build orders #" + number + ": FAILURE");
	}

	private static String why(JsonNode build) {
		JsonNode failure = build.path("failure");
		return failure.path("message").asText() + ". " + failure.path("remedy").asText();
	}

	private void released(Installation slipway, String status, String... words) throws Exception {
		JsonNode release = slipway.platform()
			.get("/services/orders/environments/dev/releases?limit=1")
			.path("items")
			.path(0);
		assertThat(release.path("status").asText()).as(release.toString()).isEqualTo(status);
		assertThat(release.path("reason").asText()).contains(words);
		int number = release.path("number").asInt();
		assertThat(page(slipway, "/services/orders/environments/dev/releases/" + number)).contains(words[0]);
		assertThat(slipway.log()).contains("Release " + number + " of orders in dev: " + status);
	}

	private void signIn(Installation slipway) throws Exception {
		String link = slipway.platform()
			.post("/sign-in-links", JsonNodeFactory.instance.objectNode())
			.path("url")
			.asText();
		assertThat(get(link).statusCode()).isEqualTo(200);
	}

	private String page(Installation slipway, String path) throws Exception {
		HttpResponse<String> response = get(slipway.platform().url() + path);
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

	private HttpResponse<String> get(String url) throws Exception {
		return this.browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
	}

}
