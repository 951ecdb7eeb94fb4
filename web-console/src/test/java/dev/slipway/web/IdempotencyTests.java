package dev.slipway.web;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import dev.slipway.access.Role;
import dev.slipway.test.PlatformTest;
import dev.slipway.test.RunningPlatform;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A creating request that is sent twice under one key creates once. */
@PlatformTest
class IdempotencyTests {

	private static final String BODY = """
			{"name":"%s","service":"once","environment":"dev","fault":{"type":"POD_KILL"}}""";

	@Test
	void aRepeatGetsTheFirstAnswer(RunningPlatform platform) {
		Http http = prepare(platform);
		Map<String, String> headers = headers(platform.token(Role.DEVELOPER, "once"), UUID.randomUUID().toString());
		HttpResponse<String> first = http.post("/api/v1/experiments", headers, BODY.formatted("first"));
		HttpResponse<String> again = http.post("/api/v1/experiments", headers, BODY.formatted("first"));
		assertThat(first.statusCode()).isEqualTo(201);
		assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
		assertThat(again.statusCode()).isEqualTo(201);
		assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
		assertThat(again.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"));
		assertThat(again.body()).isEqualTo(first.body());
		assertThat(count(http, headers, "first")).isEqualTo(1);
	}

	@Test
	void theSameKeyForSomethingElseIsRefused(RunningPlatform platform) {
		Http http = prepare(platform);
		Map<String, String> headers = headers(platform.token(Role.DEVELOPER, "once"), UUID.randomUUID().toString());
		assertThat(http.post("/api/v1/experiments", headers, BODY.formatted("one thing")).statusCode()).isEqualTo(201);
		HttpResponse<String> other = http.post("/api/v1/experiments", headers, BODY.formatted("another thing"));
		assertThat(other.statusCode()).isEqualTo(422);
		assertThat(other.body()).contains("Idempotency-Key", "\"remedy\"");
		assertThat(count(http, headers, "another thing")).isZero();
	}

	@Test
	void othersMayUseTheSameKey(RunningPlatform platform) {
		Http http = prepare(platform);
		String key = UUID.randomUUID().toString();
		Map<String, String> mine = headers(platform.token(Role.DEVELOPER, "once"), key);
		Map<String, String> theirs = headers(platform.token(Role.OPERATOR, "once"), key);
		http.post("/api/v1/experiments", mine, BODY.formatted("shared key"));
		HttpResponse<String> other = http.post("/api/v1/experiments", theirs, BODY.formatted("shared key"));
		assertThat(other.statusCode()).isEqualTo(201);
		assertThat(other.headers().firstValue("Idempotency-Replayed")).isEmpty();
		assertThat(count(http, mine, "shared key")).isEqualTo(2);
	}

	@Test
	void whatWasRefusedByTheStateOfThingsMayBeTriedAgain(RunningPlatform platform) {
		Http http = prepare(platform);
		Map<String, String> headers = headers(platform.token(Role.DEVELOPER, "once"), UUID.randomUUID().toString());
		HttpResponse<String> first = http.post("/api/v1/services/once/builds", headers,
				"{\"commit\":\"" + "a".repeat(40) + "\"}");
		HttpResponse<String> again = http.post("/api/v1/services/once/builds", headers,
				"{\"commit\":\"" + "a".repeat(40) + "\"}");
		assertThat(first.statusCode()).as(first.body()).isEqualTo(409);
		assertThat(again.headers().firstValue("Idempotency-Replayed")).isEmpty();
	}

	private static Http prepare(RunningPlatform platform) {
		Samples.service(platform, "once", "once");
		return new Http(platform.url());
	}

	private static Map<String, String> headers(String token, String key) {
		Map<String, String> headers = new LinkedHashMap<>(Http.bearer(token));
		headers.put("Idempotency-Key", key);
		return headers;
	}

	private static int count(Http http, Map<String, String> headers, String name) {
		String list = http.get("/api/v1/experiments?limit=100", Map.of("Authorization", headers.get("Authorization")))
			.body();
		return list.split("\"name\":\"" + name + "\"", -1).length - 1;
	}

}
