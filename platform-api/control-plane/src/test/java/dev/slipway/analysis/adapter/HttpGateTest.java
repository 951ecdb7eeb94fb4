package dev.slipway.analysis.adapter;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;

import dev.slipway.analysis.Cases;
import dev.slipway.analysis.KeptRails;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The candidate is a real server. */
class HttpGateTest {

	private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

	private final Answering candidate = new Answering();

	private final KeptRails memory = new KeptRails();

	private HttpGate gate = platform();

	/** One that knows only what is kept. */
	private HttpGate platform() {
		return new HttpGate((release) -> this.candidate.address(), HttpClient.newHttpClient(), this.memory);
	}

	@AfterEach
	void close() {
		this.candidate.close();
	}

	private Reading look(String... settings) throws InterruptedException {
		GateSpec spec = Cases.spec("http", settings);
		assertThat(this.gate.problems(spec)).isEmpty();
		return this.gate.look(Cases.call(Cases.STABLE, spec, NOW, NOW));
	}

	@Test
	void asksTheCandidateItself() throws InterruptedException {
		this.candidate.answer(200, "all orders");
		Reading reading = look("path", "/orders?limit=1", "status", "200", "contains", "orders");
		assertThat(reading.conclusion()).isEqualTo(Conclusion.PASSED);
		assertThat(reading.explanation()).isEqualTo("GET /orders?limit=1 was answered with 200 and \"orders\" once");
		assertThat(this.candidate.asked()).singleElement()
			.satisfies((asked) -> assertThat(asked.path()).isEqualTo("/orders?limit=1"));
		assertThat(reading.evidence()).containsEntry("body", "all orders").containsEntry("status", 200);
	}

	@Test
	void postsABody() throws InterruptedException {
		this.candidate.answer(201, "");
		assertThat(look("method", "post", "path", "/orders", "body", "{\"item\":1}").conclusion())
			.isEqualTo(Conclusion.PASSED);
		assertThat(this.candidate.asked().get(0).method()).isEqualTo("POST");
		assertThat(this.candidate.asked().get(0).body()).isEqualTo("{\"item\":1}");
		assertThat(this.candidate.asked().get(0).header("Content-type")).isEqualTo("application/json");
	}

	@Test
	void successesHaveToComeInARow() throws InterruptedException {
		assertThat(look("count", "3").conclusion()).isEqualTo(Conclusion.PENDING);
		assertThat(look("count", "3").conclusion()).isEqualTo(Conclusion.PENDING);
		this.candidate.answer(500, "");
		assertThat(look("count", "3").conclusion()).isEqualTo(Conclusion.PENDING);
		this.candidate.answer(200, "");
		assertThat(look("count", "3").conclusion()).isEqualTo(Conclusion.PENDING);
		assertThat(look("count", "3").conclusion()).isEqualTo(Conclusion.PENDING);
		assertThat(look("count", "3").conclusion()).isEqualTo(Conclusion.PASSED);
	}

	@Test
	void failsAfterSomeFailuresInARow() throws InterruptedException {
		this.candidate.answer(302, "");
		assertThat(look().conclusion()).isEqualTo(Conclusion.PENDING);
		assertThat(look().conclusion()).isEqualTo(Conclusion.PENDING);
		Reading reading = look();
		assertThat(reading.conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(reading.explanation()).isEqualTo("GET /: it answered 302 instead of 2xx, 3 times in a row");
	}

	@Test
	void aPlatformThatIsKilledCountsOn() throws InterruptedException {
		look("count", "3");
		look("count", "3");
		this.gate = platform();
		assertThat(look("count", "3").conclusion()).isEqualTo(Conclusion.PASSED);
		this.candidate.answer(500, "");
		look();
		look();
		this.gate = platform();
		assertThat(look().conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void aGuardRailCountsOnFromStageToStage() throws InterruptedException {
		this.candidate.answer(500, "");
		rail(1);
		rail(1);
		this.gate = platform();
		assertThat(rail(2).conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void onlyWhatCountsIsKeptAndWhatCannotBeCountsAllTheSame() throws InterruptedException {
		for (int i = 0; i < 9; i++) {
			look();
		}
		assertThat(this.memory.writes()).isOne();
		this.memory.fill();
		this.candidate.answer(500, "");
		look();
		look();
		assertThat(look().conclusion()).isEqualTo(Conclusion.FAILED);
	}

	private Reading rail(int stage) throws InterruptedException {
		GateSpec spec = Cases.spec("http");
		try {
			return this.gate.guardRail()
				.look(new Gate.Call(Cases.CANDIDATE, Cases.STABLE, spec, Cases.stage(stage, Duration.ZERO, spec), NOW,
						NOW));
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void aWrongAnswerAndNoAnswerAreFailures() throws InterruptedException {
		this.candidate.answer(200, "{\"status\":\"DOWN\"}");
		assertThat(look("contains", "UP", "failures", "1").explanation()).contains("does not contain \"UP\"");
		this.candidate.close();
		Reading reading = look("failures", "1");
		assertThat(reading.conclusion()).isEqualTo(Conclusion.FAILED);
		assertThat(reading.explanation()).contains("did not answer");
	}

	@Test
	void withoutAnAddressThereIsNoData() throws InterruptedException {
		HttpGate lost = new HttpGate((release) -> null, HttpClient.newHttpClient(), this.memory);
		Reading reading = lost.look(Cases.call(null, Cases.spec("http"), NOW, NOW));
		assertThat(reading.conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(reading.explanation()).contains("orders-r2");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "path=orders|such as /orders", "path=@evil.com/|has to be a path", "method=PUT|GET, POST",
					"body=x|method: POST", "status=okay|200 or 2xx", "count=0|at least 1",
					"url=http://a|no such setting" })
	void saysWhatIsWrongAndWhatToDo(String settings, String remedy) {
		assertThat(String.join(" ", this.gate.problems(Cases.spec("http", settings.split("=", 2))))).contains(remedy);
	}

}
