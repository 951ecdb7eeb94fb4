package dev.slipway.jenkins.adapter;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;

import javax.net.ssl.SSLException;

import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.Refusals;
import dev.slipway.jenkins.adapter.TranscriptServer.Answer;
import dev.slipway.jenkins.adapter.TranscriptServer.Fault;
import dev.slipway.pipeline.ServerHealth;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the health of a Jenkins says, as recorded and with faults. */
@NullUnmarked
class JenkinsHealthTest {

	private static final String ROOT = "/api/json?tree=mode,quietingDown,url";

	private static final Answer FINE = Answer
		.json("{\"mode\":\"NORMAL\",\"quietingDown\":false,\"url\":\"http://ci/\"}");

	private String platform = "http://slipway.example.com";

	private final TranscriptServer jenkins = new TranscriptServer().play("02-health", "versions/plugins")
		.on("GET", ROOT, FINE);

	@AfterEach
	void stop() {
		this.jenkins.close();
	}

	@Test
	void aWholeJenkinsIsWell() {
		ServerHealth health = check();
		assertThat(health.up()).isTrue();
		assertThat(health.remedy()).isNull();
		assertThat(health.facts()).containsEntry("version", "2.528.1").containsKey("plugin git");
	}

	@ParameterizedTest
	@CsvSource({ "HTML, No Jenkins answers", "PROXY_NOT_FOUND, No Jenkins answers", "NOT_FOUND, No Jenkins answers",
			"UNAUTHORIZED, does not believe the user", "FORBIDDEN, lacks the permission",
			"STARTING, starts or restarts", "LOGIN, sign in", "FAILED, failed with 500" })
	void whatIsWrongIsSaidWithARemedy(Fault fault, String message) {
		this.jenkins.fail(fault);
		ServerHealth health = check();
		assertThat(health.up()).isFalse();
		assertThat(health.message()).contains(message);
		assertThat(health.remedy()).isNotBlank();
	}

	@Test
	void aJenkinsElsewhereCannotCloneFromALoopbackAddress() {
		this.platform = "http://localhost:8080";
		assertThat(check().message()).doesNotContain("cannot clone");
		assertThat(JenkinsHealth.unreachable("http://localhost:8080", "https://ci.example.com/jenkins")).isTrue();
		assertThat(JenkinsHealth.unreachable("http://127.0.0.1", "https://ci.example.com")).isTrue();
		assertThat(JenkinsHealth.unreachable("https://slipway.example.com", "https://ci.example.com")).isFalse();
	}

	@Test
	void aMissingFileOfAuthoritiesIsAFaultOfTheHealthAndNotOfTheStart() {
		JenkinsSettings settings = new JenkinsSettings(this.jenkins.url(), "admin", "token", true,
				Path.of("/no/such/file.pem"), Duration.ofSeconds(30), Duration.ofSeconds(60));
		JenkinsClient client = new JenkinsClient(settings, Clock.systemUTC(), (time) -> true);
		ServerHealth health = new JenkinsHealth(client, new InstalledPlugins(client, Clock.systemUTC()), this.platform)
			.check();
		assertThat(health.up()).isFalse();
		assertThat(health.message()).contains("slipway.jenkins.ca-file");
	}

	@Test
	void aConnectionThatIsCutIsNoMatterOfCertificates() {
		Answers answers = new Answers(new JenkinsSettings(this.jenkins.url(), "admin", "token", true, null,
				Duration.ofSeconds(5), Duration.ofSeconds(5)), new Refusals(Duration.ofSeconds(30)));
		JenkinsTrouble cut = answers.judge("GET /", new SSLException("Unexpected end of file"));
		assertThat(cut.transientFault()).isTrue();
		assertThat(cut).hasMessageContaining("broke off");
		JenkinsTrouble untrusted = answers.judge("GET /",
				new SSLException("PKIX", new CertificateException("unknown")));
		assertThat(untrusted).hasMessageContaining("not trusted");
	}

	@Test
	void thePluginsAreAskedForOnce() {
		this.jenkins.on("GET", "/pluginManager/api/json?depth=1&tree=plugins[shortName,version,active]",
				Answer.of(503, ""));
		assertThat(check().up()).isFalse();
		assertThat(this.jenkins.count("GET", "/pluginManager/api/json")).isEqualTo(1);
	}

	@Test
	void anOldOneIsTooOld() {
		this.jenkins.on("GET", ROOT, FINE.with("X-Jenkins", "2.361.4"));
		assertThat(check().message()).contains("too old", "2.479");
	}

	@Test
	void missingPluginsAreNamed() {
		plugins("workflow-job", "workflow-cps", "cloudbees-folder");
		ServerHealth health = check();
		assertThat(health.up()).isFalse();
		assertThat(health.message()).contains("git: no repository can be read");
	}

	@Test
	void whatIsFlatWithoutAPluginIsSaid() {
		plugins("workflow-job", "workflow-cps", "cloudbees-folder", "git", "pipeline-rest-api");
		ServerHealth health = check();
		assertThat(health.up()).isTrue();
		assertThat(health.message()).contains("plain pipeline", "flat").doesNotContain("stages are not shown");
		assertThat(health.remedy()).isNotNull();
	}

	@Test
	void whetherTagsAreBuiltIsSaid() {
		plugins("workflow-job", "workflow-cps", "cloudbees-folder", "git", "workflow-multibranch", "branch-api");
		assertThat(check().facts().get("tags")).contains("not built by themselves", "basic-branch-build-strategies");
		plugins("workflow-job", "workflow-cps", "cloudbees-folder", "git", "workflow-multibranch", "branch-api",
				"basic-branch-build-strategies");
		assertThat(check().facts().get("tags")).startsWith("built when");
	}

	@Test
	void pluginsThatAreNotToldAreNotMissing() {
		this.jenkins.on("GET", "/pluginManager/api/json?depth=1&tree=plugins[shortName,version,active]",
				Answer.of(403, "")
					.with("X-Jenkins", "2.528.1")
					.with("X-Required-Permission", "hudson.model.Hudson.SystemRead"));
		assertThat(check().up()).isTrue();
		assertThat(check().message()).contains("does not tell its plugins");
	}

	@Test
	void nothingListensThere() {
		this.jenkins.close();
		assertThat(check().message()).contains("Nothing takes connections");
	}

	private void plugins(String... names) {
		StringBuilder list = new StringBuilder();
		for (String name : names) {
			list.append(list.isEmpty() ? "" : ",")
				.append("{\"active\":true,\"shortName\":\"" + name + "\",\"version\":\"1\"}");
		}
		this.jenkins.on("GET", "/pluginManager/api/json?depth=1&tree=plugins[shortName,version,active]",
				Answer.json("{\"plugins\":[" + list + "]}"));
	}

	private ServerHealth check() {
		JenkinsSettings settings = new JenkinsSettings(this.jenkins.url(), "admin", "token", true, null,
				Duration.ofSeconds(30), Duration.ofSeconds(60));
		JenkinsClient client = new JenkinsClient(settings, Clock.systemUTC(), (time) -> true);
		return new JenkinsHealth(client, new InstalledPlugins(client, Clock.systemUTC()), this.platform).check();
	}

}
