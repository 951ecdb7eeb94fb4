package dev.slipway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.access.Tokens;
import dev.slipway.access.User;
import dev.slipway.access.Users;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.Pipelines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole platform with a Jenkins as its build server: the local runner stands back.
 */
class JenkinsPlatformTests {

	private static final Map<String, String> ANSWERS = Map.of("/ci/api/json",
			"{\"mode\":\"NORMAL\",\"quietingDown\":false,\"url\":\"http://ci.example.com/ci/\"}", "/ci/queue/api/json",
			"{\"items\":[]}", "/ci/pluginManager/api/json", plugins("workflow-job", "workflow-cps", "cloudbees-folder",
					"git", "workflow-multibranch", "branch-api", "pipeline-rest-api"));

	@Test
	void startsWithAJenkinsAndServes(@TempDir Path state) throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		HttpServer jenkins = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		jenkins.setExecutor(threads);
		jenkins.createContext("/", JenkinsPlatformTests::answer);
		jenkins.start();
		String url = "http://127.0.0.1:" + jenkins.getAddress().getPort() + "/ci";
		try (ConfigurableApplicationContext context = SpringApplication.run(SlipwayApplication.class, "--server.port=0",
				"--slipway.state=" + state, "--slipway.url=http://localhost", "--slipway.jenkins.url=" + url,
				"--slipway.jenkins.user=slipway", "--slipway.jenkins.token=secret")) {
			theLocalRunnerStandsBack(context);
			String address = "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
			String token = Files.readString(state.resolve("admin-token")).strip();
			healthSaysHowJenkinsIs(address, token, url);
			pagesAnswer(address, context);
			assertThat(state.resolve("jenkins-notify-key")).exists();
		}
		finally {
			jenkins.stop(0);
			threads.shutdownNow();
		}
	}

	private static void theLocalRunnerStandsBack(ConfigurableApplicationContext context) {
		assertThat(context.getBean(BuildServer.class).getClass().getName())
			.isEqualTo("dev.slipway.jenkins.adapter.JenkinsBuilds");
		assertThat(context.getBean(Pipelines.class).getClass().getName())
			.isEqualTo("dev.slipway.jenkins.adapter.Provisioning");
		assertThat(context.containsBean("localRunner")).isFalse();
	}

	private static void healthSaysHowJenkinsIs(String address, String token, String url) {
		RestClient client = RestClient.builder()
			.baseUrl(address)
			.defaultHeader("Authorization", "Bearer " + token)
			.build();
		String health = client.get().uri("/api/v1/build-server").retrieve().body(String.class);
		assertThat(health).contains("\"server\":\"jenkins\"", "\"up\":true", "2.528.1", url)
			.contains("pipeline-graph-view: stages are shown flat");
		assertThat(client.post().uri("/api/v1/build-server/test").retrieve().body(String.class))
			.contains("\"up\":true");
		for (String path : new String[] { "builds", "builds/queue", "services" }) {
			assertThat(client.get().uri("/api/v1/" + path).retrieve().toBodilessEntity().getStatusCode().value())
				.as(path)
				.isEqualTo(200);
		}
	}

	private static void pagesAnswer(String address, ConfigurableApplicationContext context) throws Exception {
		HttpClient browser = HttpClient.newHttpClient();
		User admin = context.getBean(Users.class).find("admin").orElseThrow();
		String link = context.getBean(Tokens.class).issueSignIn(admin).secret();
		String cookie = browser
			.send(HttpRequest.newBuilder(URI.create(address + "/signin?token=" + link)).build(),
					HttpResponse.BodyHandlers.discarding())
			.headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((one) -> one.startsWith("slipway-session="))
			.map((one) -> one.replaceFirst(";.*", ""))
			.findFirst()
			.orElseThrow();
		for (String page : new String[] { "/builds", "/integrations" }) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(address + page)).header("Cookie", cookie).build();
			HttpResponse<String> answer = browser.send(request, HttpResponse.BodyHandlers.ofString());
			assertThat(answer.statusCode()).as(page).isEqualTo(200);
			assertThat(answer.body()).as(page).contains("</html>");
		}
	}

	private static String plugins(String... names) {
		StringBuilder plugins = new StringBuilder("{\"plugins\":[");
		for (String name : names) {
			plugins.append((plugins.charAt(plugins.length() - 1) == '[') ? "" : ",")
				.append("{\"active\":true,\"shortName\":\"")
				.append(name)
				.append("\",\"version\":\"1\"}");
		}
		return plugins.append("]}").toString();
	}

	/** Anything else is not there, as a Jenkins without jobs says it. */
	private static void answer(HttpExchange exchange) throws IOException {
		String body = ANSWERS.get(exchange.getRequestURI().getPath());
		byte[] bytes = ((body != null) ? body : "<html></html>").getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("X-Jenkins", "2.528.1");
		exchange.getResponseHeaders().set("Content-Type", (body != null) ? "application/json" : "text/html");
		exchange.sendResponseHeaders((body != null) ? 200 : 404, bytes.length);
		try (exchange) {
			exchange.getResponseBody().write(bytes);
		}
	}

}
