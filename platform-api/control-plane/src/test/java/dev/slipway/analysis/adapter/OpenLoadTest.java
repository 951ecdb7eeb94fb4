package dev.slipway.analysis.adapter;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

import dev.slipway.analysis.Cases;
import dev.slipway.analysis.Load.Wish;
import dev.slipway.test.SettableClock;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenLoadTest {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final SettableClock clock = new SettableClock();

	private final Answering candidate = new Answering();

	private final Answering stable = new Answering();

	private final OpenLoad load = new OpenLoad(
			(release) -> (release.number() == 2) ? this.candidate.address() : this.stable.address(),
			HttpClient.newHttpClient(), new LoadSettings(List.of("dev"), 100), this.clock);

	@AfterEach
	void close() {
		this.load.close();
		this.candidate.close();
		this.stable.close();
	}

	@Test
	void sendsToBothInTurnAndSaysSo() {
		this.load.keep("g", Cases.CANDIDATE, Cases.STABLE, new Wish("/orders", 50), this.clock.instant());
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> this.candidate.asked().size() >= 5 && this.stable.asked().size() >= 5);
		assertThat(this.candidate.asked().get(0).path()).isEqualTo("/orders");
		assertThat(this.stable.asked().get(0).header("Slipway-load")).isEqualTo("orders-r2");
	}

	@Test
	void endsWhenNobodyAsksForItAnyMore() {
		this.load.keep("g", Cases.CANDIDATE, Cases.STABLE, new Wish("/", 50), this.clock.instant());
		this.clock.advance(Duration.ofSeconds(30));
		Awaitility.await().atMost(PATIENCE).until(this.load::isIdle);
	}

	@Test
	void allGatesTogetherStayBelowWhatIsAllowed() {
		assertThat(keep("a", 60)).isNull();
		assertThat(keep("b", 60)).contains("60.0 of the 100.0", "slipway.gates.load.max-rate");
		assertThat(keep("b", 40)).isNull();
		assertThat(keep("a", 60)).isNull();
		this.clock.advance(Duration.ofSeconds(30));
		Awaitility.await().atMost(PATIENCE).until(this.load::isIdle);
		assertThat(keep("c", 100)).isNull();
	}

	private @Nullable String keep(String key, double perSecond) {
		return this.load.keep(key, Cases.CANDIDATE, Cases.STABLE, new Wish("/", perSecond), this.clock.instant());
	}

	@Test
	void isSentOnlyWhereAnOperatorAllowsIt() {
		assertThat(this.load.refusal(null, 20)).isNull();
		assertThat(this.load.refusal("dev", 20)).isNull();
		assertThat(this.load.refusal("prod", 20)).contains("in prod", "slipway.gates.load.environments");
		assertThat(this.load.refusal("dev", 101)).contains("at most 100");
	}

}
