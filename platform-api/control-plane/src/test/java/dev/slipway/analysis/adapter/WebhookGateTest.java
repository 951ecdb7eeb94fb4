package dev.slipway.analysis.adapter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.api.AllowedAddresses;
import dev.slipway.analysis.Cases;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** Somebody else's program is a real server. */
class WebhookGateTest {

	private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

	private static final String SECRET = "open sesame";

	private final Answering receiver = new Answering();

	private final WebhookGate gate = gate(List.of(this.receiver.address()));

	@AfterEach
	void close() {
		this.receiver.close();
	}

	private static WebhookGate gate(List<String> allowed) {
		return new WebhookGate(new AllowedAddresses(allowed), Map.of("checks", SECRET), HttpClient.newHttpClient());
	}

	private GateSpec spec() {
		return Cases.spec("webhook", "url", this.receiver.address() + "/gate", "secret", "checks");
	}

	private Reading look() throws IOException, InterruptedException {
		assertThat(this.gate.problems(spec())).isEmpty();
		return this.gate.look(Cases.call(Cases.STABLE, spec(), NOW, NOW));
	}

	@ParameterizedTest
	@CsvSource({ "PASSED,PASSED", "failed,FAILED", "PENDING,PENDING", "MAYBE,NO_DATA", "NOT_APPLICABLE,NO_DATA",
			"'',NO_DATA" })
	void takesItsConclusion(String said, Conclusion expected) throws IOException, InterruptedException {
		this.receiver.answer(200, "{\"conclusion\":\"" + said + "\",\"explanation\":\"load is fine\"}");
		Reading reading = look();
		assertThat(reading.conclusion()).isEqualTo(expected);
		if (expected != Conclusion.NO_DATA) {
			assertThat(reading.explanation()).isEqualTo("127.0.0.1 says " + expected + ": load is fine");
		}
	}

	@Test
	void signsTimeAndBodyAndKeepsTheKey() throws Exception {
		this.receiver.answer(200, "{\"conclusion\":\"PENDING\"}");
		look();
		look();
		Answering.Asked asked = this.receiver.asked().get(0);
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		String signed = HexFormat.of()
			.formatHex(mac.doFinal((NOW.getEpochSecond() + "." + asked.body()).getBytes(StandardCharsets.UTF_8)));
		assertThat(asked.header("Slipway-signature")).isEqualTo("sha256=" + signed);
		assertThat(asked.header("Slipway-timestamp")).isEqualTo(Long.toString(NOW.getEpochSecond()));
		assertThat(this.receiver.asked()).extracting((request) -> request.header("Idempotency-key"))
			.containsOnly("orders/dev/2/1/g");
		JsonNode body = new ObjectMapper().readTree(asked.body());
		assertThat(body.at("/candidate/number").asInt()).isEqualTo(2);
		assertThat(body.at("/stable/number").asInt()).isEqualTo(1);
		assertThat(body.at("/stage/weight").asInt()).isEqualTo(50);
	}

	@ParameterizedTest
	@CsvSource({ "503,3", "500,1", "401,1", "302,1" })
	void whatIsNoAnswerIsNoData(int status, int requests) throws IOException, InterruptedException {
		this.receiver.answer(status, "{\"conclusion\":\"PASSED\"}");
		assertThat(look().conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(this.receiver.asked()).hasSize(requests);
	}

	@Test
	void noJsonIsNoData() throws IOException, InterruptedException {
		this.receiver.answer(200, "<html>");
		assertThat(look().conclusion()).isEqualTo(Conclusion.NO_DATA);
	}

	@Test
	void whoDoesNotAnswerIsTold() {
		this.receiver.close();
		assertThatIOException().isThrownBy(this::look);
	}

	@Test
	void theSecretIsNeverShown() throws IOException, InterruptedException {
		this.receiver.answer(200, "{\"conclusion\":\"PASSED\"}");
		assertThat(look().toString()).doesNotContain(SECRET);
		assertThat(this.gate.describe(spec())).doesNotContain(SECRET);
		assertThat(new WebhookSettings(List.of(), Map.of("checks", SECRET)).toString()).doesNotContain(SECRET);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "https://checks.acme.com/x|", "https://checks.acme.com/x/y?z=1|",
			"https://CHECKS.acme.com:443/x|", "http://127.0.0.1:9000/any|", "https://checks.acme.com/xy|not allowed",
			"https://checks.acme.com/|not allowed", "https://checks.acme.com/x/../admin|not allowed",
			"https://checks.acme.com/x/%2e%2e/admin|not allowed", "http://checks.acme.com/x|not allowed",
			"https://checks.acme.com:8443/x|not allowed", "https://evil.com/checks.acme.com/x|not allowed",
			"http://127.0.0.1:22/|not allowed", "ftp://checks.acme.com/x|has to begin with",
			"file:///etc/passwd|has to begin with", "https://user:pass@checks.acme.com/x|password",
			"not an address|not an address", "''|has to begin with" })
	void goesOnlyWhereTheOperatorAllows(String address, String problem) {
		AllowedAddresses allowed = new AllowedAddresses(
				List.of("https://checks.acme.com/x", " http://127.0.0.1:9000 ", ""));
		if (problem == null) {
			assertThat(allowed.problem(address)).isNull();
		}
		else {
			assertThat(allowed.problem(address)).contains(problem);
		}
	}

	@Test
	void anInnerAddressHasToBeAllowedByItself() throws IOException {
		AllowedAddresses allowed = new AllowedAddresses(List.of());
		assertThat(allowed.refusal(URI.create("http://127.0.0.1:9000/"))).isNull();
		assertThat(allowed.refusal(URI.create("http://localhost:9000/"))).isNull();
		InetAddress loopback = InetAddress.getLoopbackAddress();
		assertThat(AllowedAddresses.inner(loopback)).isTrue();
		assertThat(AllowedAddresses.inner(InetAddress.getByName("169.254.169.254"))).isTrue();
		assertThat(AllowedAddresses.inner(InetAddress.getByName("::1"))).isTrue();
		assertThat(AllowedAddresses.inner(InetAddress.getByName("0.0.0.0"))).isTrue();
		assertThat(AllowedAddresses.inner(InetAddress.getByName("192.0.2.1"))).isFalse();
		assertThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
			.allMatch(AllowedAddresses::inner);
	}

	@Test
	void withoutAllowanceOrSecretItIsAProblem() throws IOException, InterruptedException {
		WebhookGate strict = gate(List.of());
		GateSpec unknown = Cases.spec("webhook", "url", "https://checks.acme.com", "secret", "other");
		assertThat(strict.problems(unknown)).anyMatch((text) -> text.contains("slipway.gates.webhooks.allowed"))
			.anyMatch((text) -> text.contains("slipway.gates.webhooks.secrets.other"));
		assertThat(strict.look(Cases.call(null, unknown, NOW, NOW)).conclusion()).isEqualTo(Conclusion.FAILED);
	}

}
