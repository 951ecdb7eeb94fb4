package dev.slipway.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import dev.slipway.flow.Step;
import dev.slipway.notification.Delivery.Attempt;
import dev.slipway.notification.DeliveryAction.Send;
import dev.slipway.notification.DeliveryState.Delivered;
import dev.slipway.notification.DeliveryState.GivenUp;
import dev.slipway.notification.DeliveryState.Resting;
import dev.slipway.notification.DeliveryState.Sending;
import dev.slipway.notification.Event.Scope;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Deliveries as a table of (state, what is seen) → (state', actions). */
@NullUnmarked
class DeliveryStateTest {

	private static final Instant MADE = Instant.parse("2026-11-21T12:00:00Z");

	private static final Retries RETRIES = new Retries(Duration.ofSeconds(10), Duration.ofMinutes(15),
			Duration.ofHours(24));

	private static final Delivery DELIVERY = new Delivery(7,
			new Delivery.Draft(1, "key", EventKind.RELEASE_FAILED, "title", "{}", MADE));

	@Test
	void sendsUntilTheAttemptIsRecorded() {
		Step<DeliveryState, DeliveryAction> step = new Sending(3).next(see(null), MADE);
		assertThat(step.state()).isEqualTo(new Sending(3));
		assertThat(step.actions()).containsExactly(new Send(3));
	}

	@ParameterizedTest
	@CsvSource({ "200,Delivered", "204,Delivered", "301,Resting", "400,Resting", "404,Resting", "410,GivenUp",
			"429,Resting", "500,Resting", ",Resting" })
	void goesByTheAnswer(Integer status, String state) {
		DeliveryState next = new Sending(1).next(see(attempt(1, MADE, status, null)), MADE).state();
		assertThat(next.getClass().getSimpleName()).isEqualTo(state);
	}

	@ParameterizedTest
	@CsvSource({ "1,5,10", "2,10,20", "4,40,80", "8,450,900", "60,450,900" })
	void waitsLongerAfterEachAttempt(int number, long least, long most) {
		for (long delivery = 0; delivery < 200; delivery++) {
			Duration wait = RETRIES.after(attempt(number, MADE, 500, null), delivery);
			assertThat(wait).isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most));
			assertThat(RETRIES.after(attempt(number, MADE, 500, null), delivery)).isEqualTo(wait);
		}
	}

	@Test
	void spreadsDeliveriesThatFailedTogether() {
		Set<Duration> waits = new java.util.HashSet<>();
		for (long delivery = 0; delivery < 100; delivery++) {
			waits.add(RETRIES.after(attempt(4, MADE, 500, null), delivery));
		}
		assertThat(waits).hasSizeGreaterThan(90);
	}

	@Test
	void leavesTheReceiverAloneAsLongAsItWants() {
		Attempt attempt = attempt(1, MADE, 429, Duration.ofMinutes(3));
		assertThat(new Sending(1).next(see(attempt), MADE).state())
			.isEqualTo(new Resting(1, MADE.plus(Duration.ofMinutes(3))));
		assertThat(RETRIES.after(attempt(1, MADE, 429, Duration.ofSeconds(1)), 7))
			.isGreaterThanOrEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void restsUntilTheNextAttempt() {
		Resting resting = new Resting(2, MADE.plusSeconds(60));
		assertThat(resting.next(see(null), MADE).wakeAfter()).hasSeconds(60);
		assertThat(resting.next(see(null), MADE.plusSeconds(60)).state()).isEqualTo(new Sending(3));
	}

	@Test
	void givesUpInTheEnd() {
		Instant late = MADE.plus(Duration.ofHours(24)).minusSeconds(1);
		DeliveryState end = new Sending(99).next(see(attempt(99, late, 500, null)), late).state();
		assertThat(end).isEqualTo(new GivenUp(99, "Attempt 99 failed: it answered 500; it has been tried long enough"));
		assertThat(
				new Sending(2).next(new DeliverySeen(DELIVERY, null, RETRIES, "The channel was removed"), MADE).state())
			.isEqualTo(new GivenUp(2, "The channel was removed"));
		assertThat(new Delivered(1).next(see(null), late).actions()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "- | - | - | true", "shop | - | - | true", "bank | - | - | false", "- | prod | - | true",
					"- | dev | - | false", "- | - | RELEASE_FAILED | true", "- | - | RELEASE_STARTED | false",
					"shop | prod | RELEASE_FAILED | true" })
	void goesToChannelsThatWantIt(String team, String environment, EventKind kind, boolean wanted) {
		Channel.Settings settings = new Channel.Settings("a", Channel.Kind.SLACK, "https://a", "",
				(team != null) ? Set.of(team) : Set.of(), (environment != null) ? Set.of(environment) : Set.of(),
				(kind != null) ? Set.of(kind) : Set.of(), true);
		Event event = new Event("k", EventKind.RELEASE_FAILED, MADE, new Scope("shop", "orders", "prod"), "t", "", "/",
				Map.of());
		assertThat(settings.wants(event)).isEqualTo(wanted);
		assertThat(settings.toString()).doesNotContain("https");
	}

	private static DeliverySeen see(Attempt attempt) {
		return new DeliverySeen(DELIVERY, attempt, RETRIES, null);
	}

	private static Attempt attempt(int number, Instant at, Integer status, Duration retryAfter) {
		return new Attempt(number, at, status, Duration.ZERO, "", retryAfter);
	}

}
