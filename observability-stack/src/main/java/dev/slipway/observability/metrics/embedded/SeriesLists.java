package dev.slipway.observability.metrics.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.LabelNames;
import dev.slipway.observability.metrics.Listing;
import dev.slipway.observability.metrics.PromQl;
import dev.slipway.observability.metrics.SeriesQuery;

/** What series there are, within a scope. Answers are sorted, so a cut one is stable. */
final class SeriesLists {

	private final SeriesStore store;

	SeriesLists(SeriesStore store) {
		this.store = store;
	}

	Listing<Map<String, String>> series(SeriesQuery query, QueryScope scope) {
		List<Map<String, String>> found = new ArrayList<>();
		each(query, scope, (metric, labels) -> {
			if (found.size() <= query.limit()) {
				Map<String, String> all = new TreeMap<>(labels.asMap());
				all.put(PromQl.NAME, metric);
				found.add(all);
			}
		});
		return Listing.first(query.limit(), found);
	}

	Listing<String> labels(SeriesQuery query, QueryScope scope) {
		TreeSet<String> found = new TreeSet<>();
		each(query, scope, (metric, labels) -> {
			found.add(PromQl.NAME);
			labels.addNames(found);
		});
		return Listing.first(query.limit(), List.copyOf(found));
	}

	Listing<String> values(String label, SeriesQuery query, QueryScope scope) {
		PromQl.within(LabelNames.DEFAULT, scope).stored(label);
		TreeSet<String> found = new TreeSet<>();
		each(query, scope, (metric, labels) -> {
			String value = label.equals(PromQl.NAME) ? metric : labels.get(label);
			if (!value.isEmpty()) {
				found.add(value);
			}
		});
		return Listing.first(query.limit(), List.copyOf(found));
	}

	private void each(SeriesQuery query, QueryScope scope, BiConsumer<String, Labels> found) {
		// Checks names as PromQL would, so that both stores refuse the same.
		PromQl.within(LabelNames.DEFAULT, scope).write(query);
		Iterable<String> metrics = (query.metric() != null) ? List.of(query.metric()) : this.store.metrics();
		for (String metric : metrics) {
			for (StoredSeries series : this.store.select(metric, Evaluator.service(query.matchers()),
					Evaluator.wanted(query.matchers(), scope))) {
				if (series.overlaps(query.from().toEpochMilli(), query.to().toEpochMilli())) {
					found.accept(metric, series.labels());
				}
			}
		}
	}

}
