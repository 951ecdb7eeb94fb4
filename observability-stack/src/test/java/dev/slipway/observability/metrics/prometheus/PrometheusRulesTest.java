package dev.slipway.observability.metrics.prometheus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.Alert;
import dev.slipway.observability.metrics.AlertRule;
import dev.slipway.observability.metrics.LabelNames;
import dev.slipway.observability.metrics.MetricsUnavailable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Alerts and rules as Prometheus 2.42 writes them, and who sees which. */
@NullUnmarked
class PrometheusRulesTest {

	private static final String OURS = "{\"labels\":{\"alertname\":\"ServiceErrors\",\"severity\":\"page\",\"app\":\"orders\","
			+ "\"owner\":\"shop\"},\"annotations\":{\"summary\":\"<b>orders</b> fails 7 %\"},\"state\":\"firing\","
			+ "\"activeAt\":\"2026-11-21T12:00:00.123456789Z\",\"value\":\"7e-02\"}";

	private static final String THEIRS = "{\"labels\":{\"alertname\":\"ServiceErrors\",\"app\":\"payments\",\"owner\":\"bank\"},"
			+ "\"annotations\":{},\"state\":\"pending\",\"activeAt\":\"2026-11-21T12:00:00Z\",\"value\":\"1e+00\"}";

	private static final String NOBODYS = "{\"labels\":{\"alertname\":\"DiskFull\"},\"annotations\":{\"description\":\"d\"},"
			+ "\"state\":\"firing\",\"activeAt\":\"0001-01-01T00:00:00Z\",\"value\":\"1\"}";

	private static final QueryScope SHOP = QueryScope.of(Set.of("shop"), Set.of());

	private HttpServer server;

	private PrometheusMetricStore store;

	private volatile String alerts = success("{\"alerts\":[" + OURS + "," + THEIRS + "," + NOBODYS + "]}");

	private volatile String rules = success("{\"groups\":[{\"name\":\"services\",\"rules\":["
			+ rule("ServiceErrors", "{}", OURS + "," + THEIRS) + "," + rule("BankOnly", "{\"owner\":\"bank\"}", "")
			+ "," + rule("ShopOnly", "{\"owner\":\"shop\"}", "") + ","
			+ "{\"type\":\"recording\",\"name\":\"a:b\",\"query\":\"sum(x)\",\"health\":\"err\",\"lastError\":\"no x\","
			+ "\"lastEvaluation\":\"0001-01-01T00:00:00Z\"}]}]}");

	private static String success(String data) {
		return "{\"status\":\"success\",\"data\":" + data + "}";
	}

	private static String rule(String name, String labels, String alerts) {
		return "{\"type\":\"alerting\",\"name\":\"" + name + "\",\"query\":\"x > 1\",\"labels\":" + labels
				+ ",\"health\":\"ok\",\"lastEvaluation\":\"2026-11-21T12:00:00Z\",\"alerts\":[" + alerts + "]}";
	}

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			String text = exchange.getRequestURI().getPath().endsWith("/rules") ? this.rules : this.alerts;
			byte[] body = text.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
		this.store = new PrometheusMetricStore(
				new PrometheusOptions(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort()), null, null,
						Duration.ofSeconds(90), 1 << 20, 2,
						new LabelNames("app", "owner", "environment", "release", "pod")),
				Clock.systemUTC());
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void aTeamSeesItsAlertsAndAnOperatorAll() {
		assertThat(this.store.alerts(SHOP).reason()).isNull();
		assertThat(this.store.alerts(SHOP).items()).singleElement().satisfies((alert) -> {
			assertThat(alert.name()).isEqualTo("ServiceErrors");
			assertThat(alert.state()).isEqualTo("firing");
			assertThat(alert.labels()).containsEntry("service", "orders").containsEntry("team", "shop");
			assertThat(alert.summary()).isEqualTo("<b>orders</b> fails 7 %");
			assertThat(alert.since()).isEqualTo(Instant.parse("2026-11-21T12:00:00.123456789Z"));
			assertThat(alert.value()).isEqualTo("7e-02");
		});
		assertThat(this.store.alerts(QueryScope.everything()).items()).extracting(Alert::name)
			.containsExactly("ServiceErrors", "ServiceErrors", "DiskFull");
		assertThat(this.store.alerts(QueryScope.of(Set.of("", "other"), Set.of())).items()).isEmpty();
		assertThat(this.store.alerts(QueryScope.everything()).items().get(2).since()).isNull();
	}

	@Test
	void aTeamSeesTheRulesThatAreItsOrHaveAnAlertOfIt() {
		List<AlertRule> all = this.store.rules(QueryScope.everything()).items();
		assertThat(all).extracting(AlertRule::name).containsExactly("ServiceErrors", "BankOnly", "ShopOnly", "a:b");
		assertThat(all.get(3).lastError()).isEqualTo("no x");
		assertThat(all.get(3).lastEvaluation()).isNull();
		assertThat(all.get(0).alerts()).hasSize(2);
		List<AlertRule> ours = this.store.rules(SHOP).items();
		assertThat(ours).extracting(AlertRule::name).containsExactly("ServiceErrors", "ShopOnly");
		assertThat(ours.get(0).alerts()).hasSize(1);
		assertThat(this.store.rules(QueryScope.of(Set.of(), Set.of())).items()).isEmpty();
	}

	@Test
	void partOfAnAnswerIsNone() {
		this.alerts = "{\"status\":\"success\",\"warnings\":[\"one store is away\"],\"data\":{\"alerts\":[]}}";
		this.rules = this.alerts;
		assertThatExceptionOfType(MetricsUnavailable.class).isThrownBy(() -> this.store.rules(SHOP))
			.withMessageContaining("one store is away");
		assertThatExceptionOfType(MetricsUnavailable.class).isThrownBy(() -> this.store.alerts(SHOP))
			.withMessageContaining("one store is away");
	}

}
