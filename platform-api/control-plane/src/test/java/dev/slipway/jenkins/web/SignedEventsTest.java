package dev.slipway.jenkins.web;

import java.time.Instant;

import dev.slipway.api.Signature;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Events of ours are taken once, while they are fresh. */
@NullUnmarked
class SignedEventsTest {

	private static final Instant NOW = Instant.ofEpochSecond(1_795_230_000);

	private static final String BODY = "{\"event\":\"completed\",\"job\":\"shop/orders/main\"}";

	private final SignedEvents events = new SignedEvents();

	private String judge(long second, String signature, String body) {
		return this.events.refusal("secret", String.valueOf(second), signature, body, NOW);
	}

	@Test
	void takesAnEventOnce() {
		long second = NOW.getEpochSecond();
		String signature = Signature.of("secret", second, BODY);
		assertThat(judge(second, signature, BODY)).isNull();
		assertThat(judge(second, signature, BODY)).contains("before");
	}

	@Test
	void refusesWhatIsNotSignedByUs() {
		long second = NOW.getEpochSecond();
		assertThat(judge(second, Signature.of("other", second, BODY), BODY)).contains("not that of");
		assertThat(judge(second, Signature.of("secret", second, BODY), BODY + " ")).contains("not that of");
		assertThat(judge(second + 1, Signature.of("secret", second, BODY), BODY)).contains("not that of");
		assertThat(this.events.refusal("secret", null, null, BODY, NOW)).contains("needed");
		assertThat(this.events.refusal("secret", "soon", "sha256=00", BODY, NOW)).contains("needed");
	}

	@Test
	void refusesWhatIsOldOrOfTheFuture() {
		for (long second : new long[] { NOW.getEpochSecond() - 301, NOW.getEpochSecond() + 301 }) {
			assertThat(judge(second, Signature.of("secret", second, BODY), BODY)).contains("five minutes");
		}
	}

}
