package dev.slipway.observability.metrics;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PromQlTest {

	private static final ServiceSelection OF = new ServiceSelection("orders", "dev", "2", null);

	@Test
	void writesWhatAnybodyCanAskAgain() {
		Selector counts = Selector.of("c_total", LabelMatcher.equal("path", "C:\\a\"b"),
				LabelMatcher.notMatches("uri", "/x.*"));
		assertThat(PromQl.of(new MetricQuery.Gauge(counts, MetricQuery.Aggregation.MAX, List.of())))
			.isEqualTo("max(c_total{path=\"C:\\\\a\\\"b\",uri!~\"/x.*\"})");
		assertThat(
				PromQl.of(new MetricQuery.Increase(Selector.of("c"), Duration.ofMillis(1500), List.of("pod", "uri"))))
			.isEqualTo("sum by (pod, uri) (increase(c{}[1500ms]))");
	}

	@Test
	void writesTheQuestions() {
		String of = "service=\"orders\",environment=\"dev\",release=\"2\"";
		assertThat(PromQl.of(ServiceQuestion.P95.query(OF, Duration.ofMinutes(1), List.of("pod"))))
			.isEqualTo("histogram_quantile(0.95, sum by (le, pod) (rate(http_server_requests_seconds_bucket{" + of
					+ ",uri!~\"/actuator(/.*)?|/livez|/readyz\"}[60s])))");
		assertThat(PromQl.of(ServiceQuestion.ERROR_RATIO.query(OF, Duration.ofMinutes(1), List.of())))
			.startsWith("(sum(rate(http_server_requests_seconds_count{" + of)
			.contains(" or ", " * 0) / (", "status=~\"5..\"")
			.endsWith(" > 0)");
	}

}
