package dev.slipway.observability.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.observability.QueryScope;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What every metric store must say of the series there are. */
public abstract class MetricListingContract extends MetricStoreContract {

	private static final int MANY = 10_000;

	private QueryScope shopOnly() {
		return QueryScope.of(Set.of(shop()), Set.of());
	}

	private SeriesQuery of(String metric, int limit, LabelMatcher... matchers) {
		return new SeriesQuery(metric, List.of(matchers), now().minusSeconds(300), now().plusSeconds(300), limit);
	}

	private SeriesQuery all(LabelMatcher... matchers) {
		return new SeriesQuery(null, List.of(matchers), now().minusSeconds(300), now().plusSeconds(300), 1000);
	}

	@Test
	void seriesLabelsAndValuesAreListed() {
		target(r1()).expose("cups{size=\"l\"} 1\ncups{size=\"s\"} 2\nplates{colour=\"red\"} 3\n");
		target(payments()).expose("cups{size=\"xl\",secret=\"4711\"} 9\n");
		scrape();
		assertThat(store().series(of("cups", 100), shopOnly()).items())
			.allSatisfy((labels) -> assertThat(labels).containsEntry("__name__", "cups")
				.containsEntry("team", shop())
				.containsEntry("pod", r1().pod()))
			.extracting((labels) -> labels.get("size"))
			.containsExactlyInAnyOrder("l", "s");
		assertThat(store().series(of("cups", 100, LabelMatcher.equal("size", "l")), shopOnly()).items()).hasSize(1);
		assertThat(store().labels(of("plates", 100), shopOnly()).items()).contains("__name__", "colour", "team", "pod")
			.doesNotContain("size", "secret")
			.isSorted();
		assertThat(store().labelValues("__name__", all(LabelMatcher.equal("service", "orders")), shopOnly()).items())
			.contains("cups", "plates", "up");
		assertThat(store().labelValues("size", all(), shopOnly())).isEqualTo(new Listing<>(List.of("l", "s"), true));
		assertThat(store().labelValues("size", all(), QueryScope.of(Set.of(), Set.of())).items()).isEmpty();
		assertThat(store().labelValues("secret", all(), shopOnly()).items()).isEmpty();
		assertThat(store().labelValues("size", of("cups", 1), shopOnly()))
			.isEqualTo(new Listing<>(List.of("l"), false));
	}

	@Test
	void listsCannotBeAskedOutOfTheirScopeAndNamesAreChecked() {
		target(payments()).expose("cups{size=\"xl\"} 9\n");
		target(r1()).expose("plates 1\n");
		scrape();
		for (String value : List.of(bank(), ".*", "", shop() + "|" + bank(), "x\"} or {team=\"" + bank())) {
			for (LabelMatcher.Operation operation : LabelMatcher.Operation.values()) {
				assertThat(sizes(new LabelMatcher("team", operation, value))).isEmpty();
			}
		}
		for (String label : List.of("", "size/values", "a b", "size\"", "../query", "Größe")) {
			assertThatExceptionOfType(BadMetricQuery.class)
				.isThrownBy(() -> store().labelValues(label, all(), shopOnly()));
		}
		assertThatExceptionOfType(BadMetricQuery.class)
			.isThrownBy(() -> store().series(of("cups} or {a", 10), shopOnly()));
		assertThatExceptionOfType(BadMetricQuery.class).isThrownBy(() -> store()
			.labels(all(new LabelMatcher("a=\"\"} or {b", LabelMatcher.Operation.EQUAL, "")), shopOnly()));
		assertThatExceptionOfType(BadMetricQuery.class)
			.isThrownBy(() -> new SeriesQuery("cups", List.of(), now(), now().minusSeconds(1), 1));
	}

	/** What is no pattern to one store may be one to another. */
	private List<String> sizes(LabelMatcher matcher) {
		try {
			return store().labelValues("size", all(matcher), shopOnly()).items();
		}
		catch (BadMetricQuery ex) {
			return List.of();
		}
	}

	@Test
	void tenThousandValuesOfOneLabelAreCutAndThatIsSaid() {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < MANY; i++) {
			text.append("sessions{user=\"").append(i).append("\"} 1\n");
		}
		ExposedTarget target = target(r1());
		target.expose(text.toString());
		scrape();
		Listing<String> users = store().labelValues("user", of("sessions", 500), shopOnly());
		assertThat(users.items()).hasSize(500);
		assertThat(users.whole()).isFalse();
		Listing<Map<String, String>> series = store().series(of("sessions", 500), shopOnly());
		assertThat(series.items()).hasSize(500);
		assertThat(series.whole()).isFalse();
		target.expose("sessions 1\n");
	}

}
