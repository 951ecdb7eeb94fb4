package dev.slipway.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A value that was measured, and from what.
 *
 * @param value in the measure's base unit; null when there is no data
 * @param requests how many requests it is of; 0 when it is not of requests
 * @param samples the value of each pod
 * @param queries what was asked of the store
 * @param note what has to be known to read it, or why there is no data; empty when
 * nothing
 */
record Measurement(@Nullable Double value, long requests, Map<String, Object> samples, List<String> queries,
		String note) {

	Measurement {
		samples = Map.copyOf(samples);
		queries = List.copyOf(queries);
	}

	static Measurement none(List<String> queries, String why) {
		return new Measurement(null, 0, Map.of(), queries, why);
	}

	/** For the record. */
	Map<String, Object> evidence() {
		Map<String, Object> evidence = new LinkedHashMap<>();
		evidence.put("queries", this.queries);
		evidence.put("samples", this.samples);
		if (this.value != null) {
			evidence.put("value", this.value);
		}
		if (this.requests > 0) {
			evidence.put("requests", this.requests);
		}
		if (!this.note.isEmpty()) {
			evidence.put("note", this.note);
		}
		return evidence;
	}

}
