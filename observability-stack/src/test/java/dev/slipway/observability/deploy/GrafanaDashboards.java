package dev.slipway.observability.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.observability.metrics.PromQl;
import dev.slipway.observability.metrics.ServiceQuestion;
import dev.slipway.observability.metrics.ServiceSelection;

/**
 * Grafana's dashboards, made of the questions that the console's panels ask. What is
 * shipped is what this writes.
 */
final class GrafanaDashboards {

	private static final Map<String, Object> PROMETHEUS = Map.of("type", "prometheus", "uid", "slipway-prometheus");

	private static final Map<String, Object> ELASTICSEARCH = Map.of("type", "elasticsearch", "uid",
			"slipway-elasticsearch");

	private static final Map<String, String> UNITS = Map.of("requests/s", "reqps", "ratio", "percentunit", "s", "s",
			"bytes", "bytes");

	private static final int WIDTH = 24;

	private GrafanaDashboards() {
	}

	/** One service in one environment, split by release, with its logs. */
	static Map<String, Object> service() {
		List<Object> panels = new ArrayList<>();
		ServiceSelection of = new ServiceSelection("$service", "$environment", null, null);
		for (ServiceQuestion question : ServiceQuestion.values()) {
			String expression = PromQl.of(question.query(of, Duration.ofMinutes(1), List.of("release")));
			int place = panels.size();
			panels.add(series(place, question, expression));
		}
		int below = (panels.size() + 2) / 3 * 8;
		panels.add(lines(panels.size(), below));
		panels.add(log(panels.size(), below + 6));
		return dashboard("slipway-service", "Slipway: a service",
				List.of(variable("service", "label_values(up{service!=\"\"}, service)"),
						variable("environment", "label_values(up{service=\"$service\"}, environment)")),
				panels);
	}

	/** Every service by the recorded answers, and the alerts that fire. */
	static Map<String, Object> overview() {
		List<Object> panels = new ArrayList<>();
		String by = "sum by (service, environment) ";
		panels.add(table(0, "Requests a second", by + "(service:requests:rate1m)", "reqps"));
		panels.add(table(1, "Part of the requests that fail", by + "(service:error_ratio:rate1m * "
				+ "service:requests:rate1m) / " + by + "(service:requests:rate1m)", "percentunit"));
		panels.add(table(2, "95 of 100 requests are faster",
				"max by (service, environment) (service:latency_seconds:p95_1m)", "s"));
		panels.add(table(3, "Alerts that fire", "ALERTS{alertstate=\"firing\",service!=\"\"}", "none"));
		return dashboard("slipway-overview", "Slipway: all services", List.of(), panels);
	}

	private static Map<String, Object> dashboard(String uid, String title, List<Object> variables,
			List<Object> panels) {
		Map<String, Object> dashboard = new LinkedHashMap<>();
		dashboard.put("uid", uid);
		dashboard.put("title", title);
		dashboard.put("tags", List.of("slipway"));
		dashboard.put("schemaVersion", 39);
		dashboard.put("editable", false);
		dashboard.put("refresh", "10s");
		dashboard.put("time", ordered("from", "now-15m", "to", "now"));
		dashboard.put("templating", Map.of("list", variables));
		dashboard.put("panels", panels);
		return dashboard;
	}

	private static Map<String, Object> variable(String name, String query) {
		return ordered("name", name, "type", "query", "datasource", PROMETHEUS, "query",
				ordered("query", query, "refId", name), "refresh", 2, "sort", 1);
	}

	private static Map<String, Object> series(int place, ServiceQuestion question, String expression) {
		Map<String, Object> panel = panel(place, "timeseries", question.id(), place % 3 * 8, place / 3 * 8, 8, 8);
		panel.put("datasource", PROMETHEUS);
		panel.put("fieldConfig", unit(UNITS.get(question.unit())));
		panel.put("targets", List.of(ordered("refId", "A", "datasource", PROMETHEUS, "expr", expression, "legendFormat",
				"release {{release}}")));
		return panel;
	}

	private static Map<String, Object> table(int place, String title, String expression, String unit) {
		Map<String, Object> panel = panel(place, "table", title, place % 2 * 12, place / 2 * 12, 12, 12);
		panel.put("datasource", PROMETHEUS);
		panel.put("fieldConfig", unit(unit));
		panel.put("targets", List.of(ordered("refId", "A", "datasource", PROMETHEUS, "expr", expression, "format",
				"table", "instant", true)));
		return panel;
	}

	private static Map<String, Object> lines(int place, int y) {
		Map<String, Object> panel = panel(place, "timeseries", "Lines by level", 0, y, WIDTH, 6);
		panel.put("datasource", ELASTICSEARCH);
		panel.put("fieldConfig", Map.of("defaults", ordered("unit", "short", "custom",
				ordered("drawStyle", "bars", "fillOpacity", 80, "stacking", Map.of("mode", "normal")))));
		panel.put("targets",
				List.of(ordered("refId", "A", "datasource", ELASTICSEARCH, "query", logQuery(), "timeField",
						LogField.TIMESTAMP.stored(), "metrics", List.of(ordered("id", "1", "type", "count")),
						"bucketAggs", List.of(
								ordered("id", "2", "type", "terms", "field", LogField.LEVEL.stored(), "settings",
										ordered("size", "10", "order", "desc", "orderBy", "_count", "min_doc_count",
												"1")),
								ordered("id", "3", "type", "date_histogram", "field", LogField.TIMESTAMP.stored(),
										"settings", ordered("interval", "auto", "min_doc_count", "0"))))));
		return panel;
	}

	private static Map<String, Object> log(int place, int y) {
		Map<String, Object> panel = panel(place, "logs", "Logs", 0, y, WIDTH, 16);
		panel.put("datasource", ELASTICSEARCH);
		panel.put("targets",
				List.of(ordered("refId", "A", "datasource", ELASTICSEARCH, "query", logQuery(), "timeField",
						LogField.TIMESTAMP.stored(), "metrics",
						List.of(ordered("id", "1", "type", "logs", "settings", Map.of("limit", "200"))), "bucketAggs",
						List.of())));
		return panel;
	}

	private static String logQuery() {
		return LogField.SERVICE.stored() + ":\"$service\" AND " + LogField.ENVIRONMENT.stored() + ":\"$environment\"";
	}

	private static Map<String, Object> unit(String unit) {
		return Map.of("defaults", ordered("unit", unit, "custom", Map.of()));
	}

	private static Map<String, Object> panel(int place, String type, String title, int x, int y, int width,
			int height) {
		return ordered("id", place + 1, "type", type, "title", title, "gridPos",
				ordered("h", height, "w", width, "x", x, "y", y));
	}

	static Map<String, Object> ordered(Object... namesAndValues) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			map.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return map;
	}

}
