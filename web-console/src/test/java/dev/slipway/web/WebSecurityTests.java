package dev.slipway.web;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import dev.slipway.access.Role;
import dev.slipway.access.Tokens;
import dev.slipway.access.User;
import dev.slipway.access.Users;
import dev.slipway.test.PlatformTest;
import dev.slipway.test.RunningPlatform;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Who gets in, and how far: by bearer token, by session cookie, or not at all. */
@PlatformTest
@SuppressWarnings("NullAway.Init")
class WebSecurityTests {

	private static final String LINK = "/api/v1/sign-in-links";

	private RunningPlatform platform;

	private Http http;

	@BeforeEach
	void connect(RunningPlatform platform) {
		this.platform = platform;
		this.http = new Http(platform.url());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/services", "/api/v1/me", "/api/v1/events?topic=services", "/v3/api-docs" })
	void aProgramWithoutATokenIsToldWhereToGetOne(String path) {
		HttpResponse<String> answer = this.http.get(path, Map.of());
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(answer.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("application/problem+json"));
		assertThat(answer.body()).contains("\"remedy\"", "admin-token");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/services", "/settings", "/admin/instances", "/nowhere" })
	void aStrangersBrowserIsSentToTheSignInPageAndBack(String path) {
		HttpResponse<String> answer = this.http.get(path, Map.of());
		assertThat(answer.statusCode()).isEqualTo(302);
		assertThat(answer.headers().firstValue("Location").orElse(""))
			.endsWith("/signin?next=" + path.replace("/", "%2F"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/signin", "/assets/app.css", "/actuator/health", "/actuator/health/liveness",
			"/actuator/prometheus" })
	void someDoorsAreOpen(String path) {
		assertThat(this.http.get(path, Map.of()).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "VIEWER,   /api/v1/services, 200", "VIEWER, /api/v1/users, 403", "VIEWER, /admin/instances, 403",
			"DEVELOPER, /api/v1/users, 403", "DEVELOPER, /admin/instances, 403", "DEVELOPER, /actuator/env, 403",
			"OPERATOR,  /api/v1/users, 403", "OPERATOR, /admin/instances, 200", "OPERATOR, /api/v1/audit, 200",
			"ADMIN,     /api/v1/users, 200", "ADMIN, /admin/instances, 200" })
	void aRoleReadsWhatItMay(Role role, String path, int status) {
		assertThat(this.http.get(path, Http.bearer(this.platform.token(role, "doors"))).statusCode()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "VIEWER, /api/v1/chaos/halt, 403", "DEVELOPER, /api/v1/chaos/release, 403",
			"DEVELOPER, /api/v1/sign-in-links, 403", "OPERATOR, /api/v1/chaos/release, 200",
			"OPERATOR, /api/v1/sign-in-links, 403", "OPERATOR, /api/v1/platform/shutdown, 403",
			"ADMIN, /api/v1/chaos/release, 200", "ADMIN, /api/v1/sign-in-links, 201" })
	void aRoleChangesWhatItMay(Role role, String path, int status) {
		HttpResponse<String> answer = this.http.post(path, Http.bearer(this.platform.token(role, "doors")), "{}");
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
	}

	@ParameterizedTest
	@EnumSource(names = { "VIEWER", "DEVELOPER" })
	void anotherTeamsServiceIsNotThere(Role role) {
		Samples.service(this.platform, "keys", "locksmith");
		HttpResponse<String> answer = this.http.get("/api/v1/services/locksmith",
				Http.bearer(this.platform.token(role, "doors")));
		assertThat(answer.statusCode()).isEqualTo(404);
		assertThat(this.http.get("/api/v1/services", Http.bearer(this.platform.token(role, "doors"))).body())
			.doesNotContain("locksmith");
		assertThat(this.http.get("/api/v1/services/locksmith", Http.bearer(this.platform.token(role, "keys")))
			.statusCode()).isEqualTo(200);
	}

	@Test
	void aCookieAloneChangesNothing() {
		String session = session();
		HttpResponse<String> refused = this.http.post(LINK, Map.of("Cookie", "slipway-session=" + session), "{}");
		assertThat(refused.statusCode()).isEqualTo(403);
		assertThat(refused.body()).contains("\"remedy\"", "bearer token");
		assertThat(this.http.post("/signout", Map.of("Cookie", "slipway-session=" + session), "").statusCode())
			.isEqualTo(403);
	}

	@Test
	void aCookieWithItsProofChangesThingsAndTheProofStaysTheSame() {
		String session = session();
		HttpResponse<String> page = this.http.get("/services", Map.of("Cookie", "slipway-session=" + session));
		String proof = Http.cookie(page, "XSRF-TOKEN");
		assertThat(proof).isNotEmpty();
		String cookies = "slipway-session=" + session + "; XSRF-TOKEN=" + proof;
		for (String path : new String[] { "/services", "/assets/app.js", "/api/v1/services" }) {
			HttpResponse<String> later = this.http.get(path, Map.of("Cookie", cookies));
			assertThat(Http.cookie(later, "XSRF-TOKEN")).as("a new proof would make open pages' forms void: %s", path)
				.isEmpty();
		}
		assertThat(this.http.post(LINK, Map.of("Cookie", cookies, "X-XSRF-TOKEN", proof), "{}").statusCode())
			.isEqualTo(201);
		assertThat(this.http.post(LINK, Map.of("Cookie", cookies, "X-XSRF-TOKEN", "made-up"), "{}").statusCode())
			.isEqualTo(403);
	}

	@Test
	void aSessionEndsWithTheSignOut() {
		String session = session();
		this.platform.bean(Tokens.class).signOut(session);
		HttpResponse<String> page = this.http.get("/services", Map.of("Cookie", "slipway-session=" + session));
		assertThat(page.statusCode()).isEqualTo(302);
		assertThat(this.http.get("/api/v1/me", Http.bearer(session)).statusCode()).isEqualTo(401);
	}

	@Test
	void aProgramsTokenIsNoSessionAndEndsWhenItIsRevoked() {
		User user = this.platform.user("rita", Role.DEVELOPER, "doors");
		Tokens tokens = this.platform.bean(Tokens.class);
		Tokens.Issued issued = tokens.issueApi(user, "ci", Role.DEVELOPER, Set.of("doors"), Duration.ofHours(1));
		assertThat(this.http.get("/api/v1/me", Http.bearer(issued.secret())).body()).contains("rita");
		assertThat(this.http.get("/services", Map.of("Cookie", "slipway-session=" + issued.secret())).statusCode())
			.isEqualTo(302);
		tokens.revoke(issued.token().id());
		assertThat(this.http.get("/api/v1/me", Http.bearer(issued.secret())).statusCode()).isEqualTo(401);
	}

	@Test
	void aBuildsTokenReachesItsServiceOnly() {
		Samples.service(this.platform, "doors", "hinges");
		Samples.service(this.platform, "doors", "hingesandmore");
		String token = this.platform.bean(Tokens.class)
			.issueBuild("build hinges #1", "doors", "services/hinges", Duration.ofMinutes(5))
			.secret();
		assertThat(this.http.get("/api/v1/services/hinges", Http.bearer(token)).statusCode()).isEqualTo(200);
		assertThat(this.http.get("/api/v1/services/hingesandmore", Http.bearer(token)).statusCode()).isEqualTo(403);
		assertThat(this.http.get("/api/v1/services", Http.bearer(token)).statusCode()).isEqualTo(403);
		assertThat(this.http.post("/api/v1/tokens", Http.bearer(token), "{\"name\":\"mine\"}").statusCode())
			.isEqualTo(403);
		String promotion = "/api/v1/services/hinges/environments/dev/promotions/1/";
		assertThat(this.http.get(promotion, Http.bearer(token)).statusCode()).isNotEqualTo(403);
		assertThat(this.http.post(promotion + "approve", Http.bearer(token), "{}").statusCode())
			.as("a build agrees to nothing")
			.isEqualTo(403);
	}

	@Test
	void pagesCarryThePolicyThatKeepsForeignScriptsOut() {
		HttpResponse<String> page = this.http.get("/signin", Map.of());
		assertThat(page.headers().firstValue("Content-Security-Policy"))
			.hasValueSatisfying((policy) -> assertThat(policy).contains("script-src 'self'", "frame-ancestors 'none'"));
		assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(page.body()).doesNotContainPattern("<script(?![^>]*src=)").doesNotContainPattern("\\son\\w+=");
	}

	@Test
	void anotherNameForThisMachineIsNotAnswered() throws Exception {
		URI url = URI.create(this.platform.url());
		try (Socket socket = new Socket("127.0.0.1", url.getPort())) {
			socket.getOutputStream()
				.write("GET /signin HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(answer).startsWith("HTTP/1.1 400");
		}
	}

	private String session() {
		User admin = this.platform.bean(Users.class).find("admin").orElseThrow();
		HttpResponse<String> answer = this.http.get("/signin?token=" + this.platform.link(admin), Map.of());
		assertThat(answer.statusCode()).isEqualTo(303);
		return Http.cookie(answer, "slipway-session");
	}

}
