package dev.slipway.notification.adapter;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import javax.sql.DataSource;

import dev.slipway.notification.Channel;
import dev.slipway.notification.Delivery;
import dev.slipway.notification.Delivery.Attempt;
import dev.slipway.notification.EventKind;
import dev.slipway.test.Databases;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Channels and deliveries in every database. */
@NullUnmarked
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcNotificationStoresTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.000456Z");

	private final JdbcChannelStore channels;

	private final JdbcDeliveryStore deliveries;

	JdbcNotificationStoresTest(Databases database) {
		DataSource dataSource = database.fresh();
		this.channels = new JdbcChannelStore(Databases.client(dataSource));
		this.deliveries = new JdbcDeliveryStore(Databases.client(dataSource), Databases.transactions(dataSource));
	}

	@Test
	void keepsChannels() {
		Channel channel = this.channels.add(settings("a"), "olga", NOON);
		assertThat(this.channels.find(channel.id())).contains(channel);
		assertThat(channel.settings()).isEqualTo(settings("a"));
		assertThatIllegalStateException().isThrownBy(() -> this.channels.add(settings("a"), "olga", NOON));
		this.channels.update(channel.id(), settings("b"));
		assertThat(this.channels.all()).extracting((found) -> found.settings().name()).containsExactly("b");
		this.channels.remove(channel.id());
		assertThat(this.channels.all()).isEmpty();
	}

	@Test
	void keepsAnEventOnceForEachChannel() {
		Delivery delivery = this.deliveries.add(draft(1, "k"), (added) -> {
		}).orElseThrow();
		assertThat(this.deliveries.add(draft(1, "k"), (added) -> {
			throw new AssertionError("It is there");
		})).isEmpty();
		assertThat(this.deliveries.add(draft(2, "k"), (added) -> {
		})).isPresent();
		assertThat(this.deliveries.find(delivery.id())).contains(delivery);
		assertThat(this.deliveries.list(1, Long.MAX_VALUE, 9)).containsExactly(delivery);
	}

	@Test
	void keepsTheFirstAttemptOfANumber() {
		Delivery delivery = this.deliveries.add(draft(1, "k"), (added) -> {
		}).orElseThrow();
		Attempt first = new Attempt(1, NOON, null, Duration.ofMillis(7), "broke", null);
		Attempt second = new Attempt(2, NOON, 429, Duration.ofMillis(8), "slow", Duration.ofSeconds(3));
		this.deliveries.record(delivery, first);
		this.deliveries.record(delivery, new Attempt(1, NOON, 200, Duration.ZERO, "", null));
		this.deliveries.record(delivery, second);
		assertThat(this.deliveries.attempts(delivery)).containsExactly(first, second);
	}

	private static Channel.Settings settings(String name) {
		return new Channel.Settings(name, Channel.Kind.WEBHOOK, "https://a.example/x", "0123456789abcdef",
				Set.of("shop", "bank"), Set.of(), Set.of(EventKind.RELEASE_FAILED, EventKind.BUILD_FAILED), true);
	}

	private static Delivery.Draft draft(long channel, String key) {
		return new Delivery.Draft(channel, key, EventKind.RELEASE_FAILED, "title", "{}", NOON);
	}

}
