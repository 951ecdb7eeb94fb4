package dev.slipway.observability.metrics.prometheus;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.ServiceQuestion;
import dev.slipway.observability.metrics.ServiceSelection;
import dev.slipway.observability.metrics.embedded.Replayed;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Prometheus and the embedded store see the same pods at the same times and are
 * asked the same: over a restart, and over a pod that no longer answers. The embedded
 * store gets each answer that Prometheus got, at the time that Prometheus gave it.
 */
class SideBySideTest {

	private static final Duration WINDOW = Duration.ofSeconds(6);

	private static final int SCRAPES = 15;

	private static final QueryScope SHOP = QueryScope.of(Set.of("shop"), Set.of());

	private static final Percentage ONE_PERCENT = Percentage.withPercentage(1);

	private final Replayed embedded = new Replayed();

	private final TreeMap<Instant, Integer> successes = new TreeMap<>();

	@Test
	void bothAnswerAlike(@TempDir Path folder) {
		DebianPrometheus.find("prometheus");
		try (CountedPod restarting = new CountedPod(pod("1", "a"), 0.08, 8, Integer.MAX_VALUE);
				CountedPod vanishing = new CountedPod(pod("2", "b"), 0.4, Integer.MAX_VALUE, 8)) {
			Map<ScrapeTarget, Duration> targets = new LinkedHashMap<>();
			List.of(restarting, vanishing).forEach((pod) -> targets.put(pod.target(), Duration.ofSeconds(1)));
			try (PrometheusServer server = new PrometheusServer(folder, targets)) {
				List.of(restarting, vanishing)
					.forEach((pod) -> Awaitility.await("scrapes of " + pod.target().origin().pod())
						.atMost(Duration.ofSeconds(120))
						.until(() -> raw(server, "up", pod).size() >= SCRAPES));
				replay(server, restarting);
				replay(server, vanishing);
				compare(server.store());
			}
		}
	}

	private static Origin pod(String release, String name) {
		return new Origin("orders", "shop", "dev", release, "orders-r" + release + "-" + name);
	}

	/** The samples of a metric of a pod as they are stored, by time. */
	private static TreeMap<Instant, Double> raw(PrometheusServer server, String metric, CountedPod pod) {
		TreeMap<Instant, Double> samples = new TreeMap<>();
		JsonNode series = server.query(metric + "{pod=\"" + pod.target().origin().pod() + "\"}[1h]");
		for (JsonNode sample : series.path(0).path("values")) {
			long time = new BigDecimal(sample.path(0).asText()).movePointRight(3).longValue();
			samples.put(Instant.ofEpochMilli(time), sample.path(1).asDouble());
		}
		return samples;
	}

	private void replay(PrometheusServer server, CountedPod pod) {
		TreeMap<Instant, Double> numbers = raw(server, "scrape_number", pod);
		raw(server, "up", pod).forEach((time, up) -> {
			Double number = numbers.get(time);
			if (up > 0 && number != null) {
				this.embedded.scraped(pod.target(), pod.answer(number.intValue()), time);
				this.successes.merge(time, 1, Integer::sum);
			}
			else if (up == 0) {
				this.embedded.failed(pod.target(), time);
			}
		});
	}

	private void compare(PrometheusMetricStore prometheus) {
		Instant end = this.successes.lastKey();
		ServiceSelection orders = new ServiceSelection("orders", "dev", null, null);
		Map<ServiceQuestion, Integer> values = new HashMap<>();
		for (Instant at = this.successes.firstKey().plusMillis(2137); at.isBefore(end); at = at.plusMillis(1500)) {
			for (ServiceQuestion question : ServiceQuestion.values()) {
				for (List<String> by : List.of(List.<String>of(), List.of("release"), List.of("release", "pod"))) {
					MetricQuery query = question.query(orders, WINDOW, by);
					Map<Map<String, String>, Double> expected = this.embedded.instant(query, SHOP, at);
					alike(question + " by " + by + " at " + at, expected, prometheus.instant(query, SHOP, at));
					values.merge(question, expected.size(), Integer::sum);
				}
			}
		}
		List<ServiceQuestion> unanswered = new ArrayList<>(List.of(ServiceQuestion.values()));
		unanswered.removeIf((question) -> values.getOrDefault(question, 0) > 10);
		assertThat(unanswered).as("questions that the pods do not answer").containsExactly(ServiceQuestion.HEAP_MAX);
	}

	/** Quantiles too are within 1 %, which is less than a bucket. */
	private static void alike(String what, Map<Map<String, String>, Double> expected, List<MetricSeries> answered) {
		Map<Map<String, String>, Double> answers = new HashMap<>();
		answered.forEach((series) -> answers.put(series.labels(), series.points().get(0).value()));
		assertThat(answers.keySet()).as(what).isEqualTo(expected.keySet());
		answers.forEach((labels, value) -> assertThat(value).as(what + " of " + labels)
			.isCloseTo(expected.get(labels), ONE_PERCENT));
	}

}
