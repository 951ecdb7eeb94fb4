package dev.slipway.observability.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import static dev.slipway.observability.deploy.GrafanaDashboards.ordered;

/**
 * Kibana's saved objects, as its import takes them (8.x and 9.x): what the data is, the
 * lines of all services, how many there are by level, and a dashboard of both. They name
 * the fields that the log store asks for.
 */
final class KibanaObjects {

	private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

	private static final String VIEW = "slipway-logs";

	private KibanaObjects() {
	}

	/** One object a line, with sorted keys. */
	static String lines(String indexes) {
		StringBuilder lines = new StringBuilder();
		for (Map<String, Object> object : List.of(view(indexes), search(), levels(), dashboard())) {
			lines.append(json(object)).append('\n');
		}
		return lines.toString();
	}

	private static Map<String, Object> view(String indexes) {
		return object("index-pattern", VIEW, ordered("title", indexes, "name", "Slipway: logs of services",
				"timeFieldName", LogField.TIMESTAMP.stored()), List.of());
	}

	private static Map<String, Object> search() {
		List<String> columns = List.of(LogField.SERVICE.stored(), LogField.ENVIRONMENT.stored(),
				LogField.RELEASE.stored(), LogField.POD.stored(), LogField.LEVEL.stored(), LogField.MESSAGE.stored(),
				LogField.TRACE_ID.stored());
		return object("search", "slipway-lines",
				ordered("title", "Slipway: lines of services", "description", "Newest first", "columns", columns,
						"sort", List.of(List.of(LogField.TIMESTAMP.stored(), "desc")), "kibanaSavedObjectMeta",
						source()),
				List.of(reference("kibanaSavedObjectMeta.searchSourceJSON.index", "index-pattern", VIEW)));
	}

	private static Map<String, Object> levels() {
		Map<String, Object> count = ordered("id", "1", "enabled", true, "type", "count", "schema", "metric", "params",
				Map.of());
		Map<String, Object> time = ordered("id", "2", "enabled", true, "type", "date_histogram", "schema", "segment",
				"params", ordered("field", LogField.TIMESTAMP.stored(), "interval", "auto", "min_doc_count", 1));
		Map<String, Object> level = ordered("id", "3", "enabled", true, "type", "terms", "schema", "group", "params",
				ordered("field", LogField.LEVEL.stored(), "orderBy", "1", "order", "desc", "size", 10));
		String state = json(ordered("title", "Slipway: lines by level", "type", "histogram", "params",
				ordered("type", "histogram", "addLegend", true, "addTooltip", true), "aggs",
				List.of(count, time, level)));
		return object("visualization", "slipway-levels",
				ordered("title", "Slipway: lines by level", "visState", state, "uiStateJSON", "{}",
						"kibanaSavedObjectMeta", source()),
				List.of(reference("kibanaSavedObjectMeta.searchSourceJSON.index", "index-pattern", VIEW)));
	}

	private static Map<String, Object> dashboard() {
		List<Object> panels = new ArrayList<>();
		panels.add(panel(0, "visualization", 0, 12));
		panels.add(panel(1, "search", 12, 28));
		Map<String, Object> query = Map.of("searchSourceJSON",
				json(ordered("query", ordered("query", "", "language", "lucene"), "filter", List.of())));
		return object("dashboard", "slipway-logs",
				ordered("title", "Slipway: logs", "timeRestore", true, "timeFrom", "now-15m", "timeTo", "now",
						"panelsJSON", json(panels), "optionsJSON", json(Map.of("useMargins", true)),
						"kibanaSavedObjectMeta", query),
				List.of(reference("0:panel_0", "visualization", "slipway-levels"),
						reference("1:panel_1", "search", "slipway-lines")));
	}

	private static Map<String, Object> panel(int place, String type, int y, int height) {
		return ordered("panelIndex", String.valueOf(place), "type", type, "panelRefName", "panel_" + place, "gridData",
				ordered("i", String.valueOf(place), "x", 0, "y", y, "w", 48, "h", height), "embeddableConfig",
				Map.of());
	}

	/** Queries are in Lucene's syntax, as in the console. */
	private static Map<String, Object> source() {
		return Map.of("searchSourceJSON", json(ordered("query", ordered("query", "", "language", "lucene"), "filter",
				List.of(), "indexRefName", "kibanaSavedObjectMeta.searchSourceJSON.index")));
	}

	private static Map<String, Object> reference(String name, String type, String id) {
		return ordered("name", name, "type", type, "id", id);
	}

	private static Map<String, Object> object(String type, String id, Map<String, Object> attributes,
			List<Map<String, Object>> references) {
		return ordered("type", type, "id", id, "attributes", attributes, "references", references, "managed", false);
	}

	private static String json(Object value) {
		try {
			return JSON.writeValueAsString(value);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
