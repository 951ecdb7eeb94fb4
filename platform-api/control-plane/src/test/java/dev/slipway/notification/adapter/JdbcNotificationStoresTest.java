package dev.slipway.notification.adapter;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.slipway.access.Vault;
import dev.slipway.notification.Channel;
import dev.slipway.notification.Delivery;
import dev.slipway.notification.Delivery.Attempt;
import dev.slipway.notification.EventKind;
import dev.slipway.test.Databases;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Channels and deliveries in every database. */
@NullUnmarked
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcNotificationStoresTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.000456Z");

	private static final byte[] KEY = Vault.randomKey();

	private final JdbcClient jdbc;

	private final JdbcChannelStore channels;

	private final OldDeliveries old;

	private final JdbcDeliveryStore deliveries;

	JdbcNotificationStoresTest(Databases database) {
		DataSource dataSource = database.fresh();
		this.jdbc = Databases.client(dataSource);
		this.channels = new JdbcChannelStore(this.jdbc, new Vault(List.of(KEY)));
		this.old = new OldDeliveries(this.jdbc, Databases.transactions(dataSource));
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
	void theDatabaseKnowsNeitherAddressNorKey() {
		Channel channel = this.channels.add(settings("a"), "olga", NOON);
		assertThat(kept()).doesNotContain("a.example", "0123456789abcdef");
		this.channels.update(channel.id(), settings("b"));
		assertThat(kept()).doesNotContain("a.example", "0123456789abcdef");
		String longest = "https://a.example/" + "ü".repeat(1982);
		this.channels.update(channel.id(), new Channel.Settings("c", Channel.Kind.SLACK, longest, "k".repeat(200),
				Set.of(), Set.of(), Set.of(), true));
		assertThat(this.channels.find(channel.id()).orElseThrow().settings().url()).isEqualTo(longest);
	}

	@Test
	void sealsAtTheStartWhatOlderVersionsKept() {
		Channel channel = this.channels.add(settings("a"), "olga", NOON);
		this.jdbc.sql("UPDATE notification_channel SET url = 'https://a.example/x', secret = '0123456789abcdef'")
			.update();
		assertThat(this.channels.find(channel.id())).contains(channel);
		assertThat(this.channels.seal()).isEmpty();
		assertThat(kept()).doesNotContain("a.example", "0123456789abcdef");
		assertThat(this.channels.find(channel.id())).contains(channel);
		String sealed = kept();
		assertThat(this.channels.seal()).isEmpty();
		assertThat(kept()).as("sealed once").isEqualTo(sealed);
	}

	@Test
	void afterAChangeOfTheKeyTheOldOneIsNotNeeded() {
		Channel channel = this.channels.add(settings("a"), "olga", NOON);
		byte[] fresh = Vault.randomKey();
		assertThat(new JdbcChannelStore(this.jdbc, new Vault(List.of(fresh, KEY))).seal()).isEmpty();
		JdbcChannelStore after = new JdbcChannelStore(this.jdbc, new Vault(List.of(fresh)));
		assertThat(after.seal()).isEmpty();
		assertThat(after.find(channel.id())).contains(channel);
		assertThat(this.channels.seal()).as("the old key opens it no more").containsExactly("a");
	}

	@Test
	void aLostKeyLosesNoChannelAndStopsNobody() {
		Channel channel = this.channels.add(settings("a"), "olga", NOON);
		String sealed = kept();
		JdbcChannelStore other = new JdbcChannelStore(this.jdbc, new Vault(List.of(Vault.randomKey())));
		assertThat(other.seal()).containsExactly("a");
		assertThat(other.all()).singleElement()
			.satisfies((found) -> assertThat(found.settings().url()).isEmpty())
			.satisfies((found) -> assertThat(found.settings().enabled()).isTrue());
		assertThat(kept()).isEqualTo(sealed);
		other.update(channel.id(), settings("b"));
		assertThat(other.find(channel.id()).orElseThrow().settings()).isEqualTo(settings("b"));
	}

	private String kept() {
		return this.jdbc.sql("SELECT * FROM notification_channel").query().listOfRows().toString();
	}

	@Test
	void forgetsWhatIsOldAndWhatIsTooMuch() {
		for (int i = 0; i < 4; i++) {
			over(delivery(1, "old" + i, NOON.minusSeconds(100)));
		}
		Delivery tried = delivery(1, "tried", NOON.minusSeconds(100));
		flow(tried, false);
		for (int i = 0; i < 6; i++) {
			over(delivery(1, "new" + i, NOON));
		}
		Delivery other = delivery(2, "other", NOON);
		over(other);
		this.old.forget(NOON.minusSeconds(50), 6);
		assertThat(this.deliveries.list(1, Long.MAX_VALUE, 99)).hasSize(7).contains(tried);
		assertThat(this.deliveries.attempts(tried)).hasSize(1);
		this.old.forget(NOON.minusSeconds(50), 3);
		assertThat(this.deliveries.list(1, Long.MAX_VALUE, 99)).extracting((found) -> found.draft().eventKey())
			.containsExactly("new5", "new4", "new3", "tried");
		assertThat(this.deliveries.list(2, Long.MAX_VALUE, 99)).containsExactly(other);
		for (String table : List.of("flow", "flow_history", "notification_attempt")) {
			assertThat(this.jdbc.sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single()).as(table)
				.isEqualTo(5);
		}
	}

	@Test
	void whatWasToldIsNotToldAgainWhenItsDeliveryIsForgotten() {
		Delivery told = delivery(1, "promotion/3", NOON.minusSeconds(100));
		this.old.forget(NOON, 10);
		assertThat(this.deliveries.find(told.id())).isEmpty();
		assertThat(this.deliveries.add(told.draft(), (added) -> {
		})).isEmpty();
		assertThat(this.deliveries
			.add(new Delivery.Draft(2, "promotion/3", EventKind.RELEASE_FAILED, "title", "{}", NOON), (added) -> {
			})).as("another channel").isPresent();
		this.old.forget(NOON.plus(Duration.ofDays(366)), 10);
		assertThat(this.deliveries.add(told.draft(), (added) -> {
		})).as("a year later").isPresent();
	}

	@Test
	void forgetsThousands() {
		this.jdbc.sql("INSERT INTO notification_delivery (channel, event_key, kind, title, body, made_at) "
				+ "SELECT 1, CAST(d.n AS VARCHAR(20)), 'TEST', 't', '{}', :at FROM (SELECT a.seq * 50 + b.seq AS n FROM "
				+ "guard_numbers a CROSS JOIN guard_numbers b) d".replace("guard_numbers", numbers()))
			.param("at", OffsetDateTime.ofInstant(NOON, ZoneOffset.UTC))
			.update();
		this.old.forget(NOON.minusSeconds(1), 1000);
		assertThat(this.deliveries.list(1, Long.MAX_VALUE, 9999)).hasSize(1000);
	}

	/** From 0 to 49. */
	private static String numbers() {
		return "(SELECT * FROM (VALUES " + IntStream.range(0, 50).mapToObj((i) -> "(" + i + ")").collect(joining(","))
				+ ") v(seq))";
	}

	private Delivery delivery(long channel, String key, Instant at) {
		return this.deliveries
			.add(new Delivery.Draft(channel, key, EventKind.RELEASE_FAILED, "title", "{}", at), (added) -> {
			})
			.orElseThrow();
	}

	private void over(Delivery delivery) {
		flow(delivery, true);
	}

	/** With its flow, as the engine keeps it. */
	private void flow(Delivery delivery, boolean ended) {
		this.deliveries.record(delivery, new Attempt(1, NOON, 200, Duration.ZERO, "", null));
		this.jdbc.sql("""
				INSERT INTO flow (kind, id, state, version, epoch, desire_version, wake_seq, ended, failures,
				started_at, updated_at) VALUES ('notification', :id, '{}', 1, 1, 0, 0, :ended, 0, :at, :at)""")
			.param("id", delivery.flowId())
			.param("ended", ended)
			.param("at", OffsetDateTime.ofInstant(NOON, ZoneOffset.UTC))
			.update();
		this.jdbc.sql("""
				INSERT INTO flow_history (kind, id, seq, at, state, reason, detail)
				VALUES ('notification', :id, 1, :at, 's', 'r', '{}')""")
			.param("id", delivery.flowId())
			.param("at", OffsetDateTime.ofInstant(NOON, ZoneOffset.UTC))
			.update();
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
