package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.JenkinsTrouble.Kind;
import dev.slipway.jenkins.adapter.TranscriptServer.Answer;
import dev.slipway.jenkins.adapter.TranscriptServer.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jspecify.annotations.NullUnmarked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The client against exchanges recorded from a Jenkins, and against faults. */
@NullUnmarked
class JenkinsClientTest {

	private final TranscriptServer jenkins = new TranscriptServer();

	private final List<Duration> waits = new ArrayList<>();

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T20:00:00Z"));

	private final JenkinsClient client = client(true, Duration.ofSeconds(60));

	@AfterEach
	void stop() {
		this.jenkins.close();
	}

	@Test
	void readsJsonWithATreeAndAToken() {
		this.jenkins.play("02-health", "versions");
		assertThat(this.client.json("",
				"mode,nodeDescription,nodeName,numExecutors,quietingDown,useCrumbs,useSecurity,url,jobs[name,url,color]")
			.path("mode")
			.asText()).isEqualTo("NORMAL");
		assertThat(this.jenkins.asked().get(0).headers().get("authorization")).startsWith("Basic ");
		assertThat(this.jenkins.asked()).noneMatch((asked) -> asked.path().contains("crumb"));
	}

	@Test
	void aPasswordWritesWithACrumbAndItsSession() {
		this.jenkins.play("01-auth", "crumb-with-password/crumb").on("POST", "/createItem?name=a", Answer.of(200, ""));
		JenkinsClient password = client(false, Duration.ofSeconds(60));
		assertThat(password.postXml("/createItem?name=a", "<a/>").done()).isTrue();
		password.postXml("/createItem?name=a", "<a/>");
		TranscriptServer.Asked write = this.jenkins.asked().get(1);
		assertThat(write.headers()).containsEntry("jenkins-crumb", "c0ffee")
			.containsEntry("cookie", "JSESSIONID.1=session")
			.containsEntry("content-type", "application/xml; charset=UTF-8");
		assertThat(this.jenkins.count("GET", "/crumbIssuer/api/json")).isEqualTo(1);
	}

	@Test
	void aCrumbThatIsNotTakenAnyMoreIsFetchedAnewOnce() {
		this.jenkins.play("01-auth", "crumb-with-password/crumb", "crumb-with-password/post-no-crumb",
				"crumb-with-password/post-crumb-and-cookie");
		assertThat(client(false, Duration.ofSeconds(60)).postXml("/createItem?name=crumbtest", "<a/>").status())
			.isEqualTo(200);
		assertThat(this.jenkins.count("GET", "/crumbIssuer/api/json")).isEqualTo(2);
		assertThat(this.jenkins.count("POST", "/createItem")).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "HTML, NOT_JENKINS", "FORBIDDEN, FORBIDDEN", "NOT_FOUND, NOT_FOUND", "PROXY_NOT_FOUND, NOT_JENKINS",
			"FAILED, FAILED", "LOGIN, LOGIN_PAGE" })
	void whatLastsIsSaidAtOnce(Fault fault, Kind kind) {
		this.jenkins.fail(fault);
		JenkinsTrouble trouble = trouble(this.client);
		assertThat(trouble.kind()).isEqualTo(kind);
		assertThat(trouble.transientFault()).isFalse();
		assertThat(trouble.remedy()).isNotBlank();
		assertThat(this.jenkins.asked()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "STARTING, STARTING", "BROKEN, UNREACHABLE", "BAD_GATEWAY, UNREACHABLE",
			"UNAUTHORIZED, UNAUTHORIZED" })
	void whatMayPassIsTriedAgainAFewTimes(Fault fault, Kind kind) {
		this.jenkins.on("GET", "/api/json?tree=mode", Answer.json("{\"mode\":\"NORMAL\"}"));
		this.jenkins.fail(fault, fault);
		assertThat(this.client.json("", "mode").path("mode").asText()).isEqualTo("NORMAL");
		// a lost connection is tried again by Java itself, too
		assertThat(this.waits).isNotEmpty()
			.isSubsetOf(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
		Fault[] many = new Fault[40];
		Arrays.fill(many, fault);
		this.jenkins.fail(many);
		JenkinsTrouble trouble = trouble(this.client);
		assertThat(trouble.kind()).isEqualTo(kind);
		assertThat(trouble.transientFault()).isTrue();
	}

	@Test
	void aRestartAsRecordedIsLivedThrough() {
		this.jenkins.on("GET", "/api/json?tree=mode", Answer.json("{\"mode\":\"NORMAL\"}"));
		this.jenkins.fail(Fault.STARTING, Fault.UNAUTHORIZED, Fault.BROKEN);
		assertThat(this.client.json("", "mode").path("mode").asText()).isEqualTo("NORMAL");
	}

	@Test
	void a401IsBelievedOnlyWhenItLasts() {
		this.jenkins.play("01-auth", "bad-credentials/wrong-token");
		assertThat(trouble("/api/json").transientFault()).isTrue();
		this.now.set(this.now.get().plusSeconds(31));
		JenkinsTrouble trouble = trouble("/api/json");
		assertThat(trouble.kind()).isEqualTo(Kind.UNAUTHORIZED);
		assertThat(trouble.transientFault()).isFalse();
		assertThat(trouble.remedy()).contains("API token");
		this.jenkins.fail(Fault.STARTING);
		assertThat(trouble("/api/json").transientFault()).isTrue();
	}

	@Test
	void aWriteIsNotSentAgainWhenItMayHaveBeenTaken() {
		this.jenkins.fail(Fault.BROKEN);
		JenkinsTrouble trouble = catchThrowableOfType(JenkinsTrouble.class,
				() -> this.client.post("/job/a/build", Map.of("delay", "0sec")));
		assertThat(trouble.kind()).isEqualTo(Kind.UNREACHABLE);
		assertThat(this.jenkins.count("POST", "/job/a/build")).isEqualTo(1);
	}

	@Test
	void aSlowAnswerIsNotWaitedFor() {
		this.jenkins.fail(Fault.SLOW);
		assertThat(trouble(client(true, Duration.ofMillis(300))).kind()).isEqualTo(Kind.TIMEOUT);
	}

	@Test
	void nothingListensThere() {
		this.jenkins.close();
		JenkinsTrouble trouble = trouble(this.client);
		assertThat(trouble.kind()).isEqualTo(Kind.UNREACHABLE);
		assertThat(trouble).hasMessageContaining("Nothing takes connections");
	}

	@Test
	void aMissingPermissionIsNamed() {
		this.jenkins.play("01-auth", "permissions/reader-build");
		JenkinsTrouble trouble = catchThrowableOfType(JenkinsTrouble.class,
				() -> this.client.post("/job/perm/build", Map.of()));
		assertThat(trouble.kind()).isEqualTo(Kind.FORBIDDEN);
		assertThat(trouble).hasMessageContaining("hudson.model.Item.Build");
	}

	@Test
	void refusalsAndLocationsAreAnswers() {
		this.jenkins.play("03-items", "folders/create-again", "lifecycle/delete");
		Reply taken = this.client.postXml("/createItem?name=team-a", "<a/>");
		assertThat(taken.done()).isFalse();
		assertThat(taken.reason()).contains("already exists");
		assertThat(this.client.post("/job/team-a/job/lc-copy/doDelete", Map.of()).location())
			.isEqualTo(URI.create("/job/team-a/"));
	}

	@Test
	void largeThingsAreReadAsTheyComeAndDroppedEarly() throws IOException {
		this.jenkins.on("GET", "/job/a/1/logText/progressiveText?start=0",
				Answer.of(200, "line\n".repeat(1_000_000)).with("X-Text-Size", "5000000"));
		try (JenkinsClient.Stream log = this.client.open("/job/a/1/logText/progressiveText?start=0")) {
			assertThat(log.headers()).containsEntry("x-text-size", "5000000");
			assertThat(log.body().readNBytes(5)).asString().isEqualTo("line\n");
		}
		try (JenkinsClient.Stream log = this.client.open("/job/a/1/logText/progressiveText?start=0")) {
			assertThat(log.body().readAllBytes()).hasSize(5_000_000);
		}
	}

	private JenkinsTrouble trouble(JenkinsClient which) {
		return catchThrowableOfType(JenkinsTrouble.class, () -> which.json("", "mode"));
	}

	private JenkinsTrouble trouble(String path) {
		return catchThrowableOfType(JenkinsTrouble.class, () -> this.client.get(path));
	}

	private JenkinsClient client(boolean token, Duration readTimeout) {
		JenkinsSettings settings = new JenkinsSettings(this.jenkins.url(), "admin", "secret", token, null,
				Duration.ofSeconds(30), readTimeout);
		return new JenkinsClient(settings, new java.time.Clock() {
			@Override
			public java.time.ZoneId getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public java.time.Clock withZone(java.time.ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				return JenkinsClientTest.this.now.get();
			}
		}, (time) -> this.waits.add(time));
	}

}
