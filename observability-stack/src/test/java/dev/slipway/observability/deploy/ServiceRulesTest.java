package dev.slipway.observability.deploy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.observability.metrics.PromQl;
import dev.slipway.observability.metrics.ServiceQuestion;
import dev.slipway.observability.metrics.ServiceSelection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The recording rules against the questions of the console's panels. */
class ServiceRulesTest {

	private static final List<String> BY = List.of("service", "team", "environment", "release");

	private static final Map<ServiceQuestion, String> NAMES = names();

	@Test
	void theRulesAskWhatThePanelsAsk() {
		Map<String, Object> expected = new LinkedHashMap<>();
		for (ServiceQuestion question : ServiceQuestion.values()) {
			expected.put(NAMES.get(question), ofEveryService(question));
		}
		Map<String, Object> shipped = new LinkedHashMap<>();
		group("slipway-services").forEach((rule) -> shipped.put((String) rule.get("record"), rule.get("expr")));
		assertThat(shipped).isEqualTo(expected);
	}

	@Test
	void everyAlertSaysWhoIsToDoWhat() {
		for (Map<String, Object> alert : group("slipway-alerts")) {
			assertThat(alert.get("labels")).as("%s", alert.get("alert"))
				.isIn(Map.of("severity", "page"), Map.of("severity", "ticket"));
			assertThat(((Map<?, ?>) alert.get("annotations")).keySet()).as("%s", alert.get("alert"))
				.isEqualTo(java.util.Set.of("summary", "description"));
			assertThat(alert.get("for")).isNotNull();
		}
	}

	/** A question is about one service; a rule answers it for each. */
	private static String ofEveryService(ServiceQuestion question) {
		ServiceSelection one = new ServiceSelection("one", null, null, null);
		return PromQl.of(question.query(one, Duration.ofMinutes(1), BY)).replace("service=\"one\"", "service!=\"\"");
	}

	private static List<Map<String, Object>> group(String name) {
		return Shipped.list(Shipped.yaml("prometheus/rules/services.yml"), "groups")
			.stream()
			.filter((group) -> name.equals(group.get("name")))
			.map((group) -> Shipped.list(group, "rules"))
			.findFirst()
			.orElseThrow();
	}

	private static Map<ServiceQuestion, String> names() {
		Map<ServiceQuestion, String> names = new EnumMap<>(ServiceQuestion.class);
		names.put(ServiceQuestion.REQUEST_RATE, "service:requests:rate1m");
		names.put(ServiceQuestion.ERROR_RATIO, "service:error_ratio:rate1m");
		names.put(ServiceQuestion.P50, "service:latency_seconds:p50_1m");
		names.put(ServiceQuestion.P95, "service:latency_seconds:p95_1m");
		names.put(ServiceQuestion.P99, "service:latency_seconds:p99_1m");
		names.put(ServiceQuestion.HEAP_USED, "service:heap_used_bytes:sum");
		names.put(ServiceQuestion.HEAP_MAX, "service:heap_max_bytes:sum");
		names.put(ServiceQuestion.CPU_USAGE, "service:cpu_usage:avg");
		return names;
	}

}
