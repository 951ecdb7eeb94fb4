package dev.slipway.notification.adapter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;

import com.jayway.jsonpath.JsonPath;
import dev.slipway.access.Vault;
import dev.slipway.notification.Channel;
import dev.slipway.notification.ChannelStore;
import dev.slipway.notification.Delivery;
import dev.slipway.notification.Delivery.Attempt;
import dev.slipway.notification.DeliveryState.Delivered;
import dev.slipway.notification.Event;
import dev.slipway.notification.Event.Scope;
import dev.slipway.notification.EventKind;
import dev.slipway.notification.Notifications;
import dev.slipway.notification.adapter.Receiver.Answer;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.RolloutFakes;
import dev.slipway.test.Databases;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Deliveries to a real HTTP server, by the real engine over the real store. */
@NullUnmarked
class DeliveriesTest {

	private static final String KEY = "0123456789abcdef";

	private static final byte[] VAULT = Vault.randomKey();

	private static DataSource database;

	private final Receiver receiver = new Receiver();

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() {
		database = Databases.memory();
		this.context = platform("slipway.notifications.allowed=http://127.0.0.1");
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.receiver.close();
	}

	@Test
	void signsWhatItSends() throws Exception {
		channel(Channel.Kind.WEBHOOK);
		notifications().tell(event("1"));
		notifications().tell(event("1"));
		Attempt attempt = delivered(1);
		assertThat(attempt.status()).isEqualTo(200);
		assertThat(attempt.answer()).isEqualTo("thanks");
		assertThat(this.receiver.requests()).hasSize(1);
		Receiver.Request request = this.receiver.requests().get(0);
		String timestamp = request.header("Slipway-Timestamp");
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		String expected = "sha256=" + HexFormat.of()
			.formatHex(mac.doFinal((timestamp + "." + request.body()).getBytes(StandardCharsets.UTF_8)));
		assertThat(request.header("Slipway-Signature")).isEqualTo(expected);
		assertThat(request.header("Slipway-Event")).isEqualTo("release.failed");
		assertThat(request.header("Slipway-Delivery")).isEqualTo("1");
		assertThat((String) JsonPath.read(request.body(), "$.service")).isEqualTo("orders");
		assertThat((String) JsonPath.read(request.body(), "$.url")).isEqualTo("http://localhost:8080/services/orders");
	}

	@Test
	void speaksAsSlackReads() {
		channel(Channel.Kind.SLACK);
		notifications().tell(event("1"));
		delivered(1);
		Receiver.Request request = this.receiver.requests().get(0);
		assertThat((String) JsonPath.read(request.body(), "$.text"))
			.isEqualTo("*<http://localhost:8080/services/orders|orders &amp; co failed>*\n5 % errors &gt; 1 %");
		assertThat(request.header("Slipway-Signature")).isNull();
	}

	@Test
	void waitsAsLongAsTheReceiverWants() {
		this.receiver.answers(
				(number) -> (number == 1) ? new Answer(429, Map.of("Retry-After", "1"), "slow down") : Receiver.OK);
		channel(Channel.Kind.WEBHOOK);
		notifications().tell(event("1"));
		delivered(2);
		List<Attempt> attempts = attempts(1);
		assertThat(attempts.get(0).status()).isEqualTo(429);
		assertThat(attempts.get(0).answer()).isEqualTo("slow down");
		assertThat(Duration.between(attempts.get(0).at(), attempts.get(1).at()))
			.isGreaterThanOrEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void triesAgainUntilTheReceiverIsBack() {
		this.receiver.answers((number) -> (number == 1) ? Receiver.DOWN
				: (number == 2) ? new Answer(503, Map.of(), "x".repeat(5_000)) : Receiver.OK);
		channel(Channel.Kind.WEBHOOK);
		notifications().tell(event("1"));
		delivered(3);
		List<Attempt> attempts = attempts(1);
		assertThat(attempts).extracting(Attempt::status).containsExactly(null, 503, 200);
		assertThat(attempts.get(0).answer()).startsWith("The connection broke").doesNotContain("secret-path");
		assertThat(attempts.get(1).answer()).hasSize(500);
		assertThat(this.receiver.requests()).extracting(Receiver.Request::body)
			.containsOnly(this.receiver.requests().get(0).body());
	}

	@Test
	void goesOnAfterARestart() {
		this.receiver.answers((number) -> Receiver.DOWN);
		channel(Channel.Kind.WEBHOOK);
		notifications().tell(event("1"));
		Awaitility.await().untilAsserted(() -> assertThat(attempts(1)).isNotEmpty());
		this.context.close();
		this.receiver.answers((number) -> Receiver.OK);
		this.context = platform("slipway.notifications.allowed=http://127.0.0.1");
		Awaitility.await()
			.untilAsserted(() -> assertThat(notifications().flow(delivery(1)).orElseThrow().state())
				.isInstanceOf(Delivered.class));
	}

	@Test
	void keepsNothingWhenWhatHappenedIsRolledBack() {
		channel(Channel.Kind.WEBHOOK);
		new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class))
			.executeWithoutResult((status) -> {
				notifications().tell(event("1"));
				status.setRollbackOnly();
			});
		assertThat(notifications().list(stored(), Long.MAX_VALUE, 9)).isEmpty();
		notifications().tell(event("1"));
		assertThat(notifications().list(stored(), Long.MAX_VALUE, 9)).hasSize(1);
	}

	@Test
	void callsNothingOfThisMachineUnlessAllowed() {
		this.context.close();
		this.context = platform("slipway.notifications.timeout=5s");
		channel(Channel.Kind.WEBHOOK);
		notifications().tell(event("1"));
		Awaitility.await().untilAsserted(() -> assertThat(attempts(1)).isNotEmpty());
		assertThat(attempts(1).get(0).answer()).contains("not for webhooks", "slipway.notifications.allowed");
		assertThat(this.receiver.requests()).isEmpty();
	}

	private ConfigurableApplicationContext platform(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.addAll(List.of("spring.main.banner-mode=off", "slipway.notifications.first-retry=20ms",
				"slipway.notifications.longest-retry=100ms"));
		all.replaceAll((text) -> text.equals("slipway.notifications.allowed=http://127.0.0.1")
				? "slipway.notifications.allowed=" + this.receiver.url() : text);
		return new SpringApplicationBuilder(Wiring.class).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run();
	}

	private Notifications notifications() {
		return this.context.getBean(Notifications.class);
	}

	private void channel(Channel.Kind kind) {
		this.context.getBean(ChannelStore.class)
			.add(new Channel.Settings("a", kind, this.receiver.url(), KEY, Set.of(), Set.of(), Set.of(), true), "olga",
					Instant.EPOCH);
	}

	private Channel stored() {
		return this.context.getBean(ChannelStore.class).all().get(0);
	}

	private static Event event(String key) {
		return new Event(key, EventKind.RELEASE_FAILED, Instant.EPOCH, new Scope("shop", "orders", "prod"),
				"orders & co failed", "5 % errors > 1 %", "/services/orders", Map.of("release", "7"));
	}

	private Delivery delivery(long id) {
		return notifications().find(stored(), id).orElseThrow();
	}

	private List<Attempt> attempts(long id) {
		return notifications().attempts(delivery(id));
	}

	/** The attempt at which the first delivery succeeded. */
	private Attempt delivered(int attempt) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(notifications().flow(delivery(1)).orElseThrow().state())
				.isEqualTo(new Delivered(attempt)));
		return attempts(1).get(attempt - 1);
	}

	@Configuration(proxyBeanMethods = false)
	@ComponentScan(basePackages = { "dev.slipway.flow.adapter", "dev.slipway.notification.adapter" },
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Test\\$.*"))
	static class Wiring {

		@Bean
		DataSource dataSource() {
			return database;
		}

		@Bean
		JdbcClient jdbcClient(DataSource dataSource) {
			return JdbcClient.create(dataSource);
		}

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		Vault vault() {
			return new Vault(List.of(VAULT));
		}

		@Bean
		ReleaseStore releaseStore() {
			return new RolloutFakes().store();
		}

	}

}
