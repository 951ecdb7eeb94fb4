package dev.slipway.observability.metrics;

import java.util.List;

/**
 * Attempts to get at metric {@code level} of another team by an expression. Each has to
 * be refused, or to see nothing but the own team's.
 */
public final class PromQlInjections {

	/** What is tried. */
	public static final List<String> ALL = List.of("level{team=\"bank\"}", "level{team=~\".*\"}",
			"level{team!=\"shop\"}", "level{team!~\"shop\"}", "level{} or level", "{__name__=\"level\"}",
			"{__name__=~\"lev.*\",team!=\"\"}", "{team=\"bank\"}", "level{team=\"bank\"} or level{team=\"bank\"}",
			"level{a=\"\\\"} or level{team=\\\"bank\"}", "level{a='\"} or level{team=\"bank'}",
			"level{a=`\"} or level{team=\"bank`}", "level{a=\"}\"} or level", "level{a=\"\\\\\"} or level",
			"level{a='\\\\'} or level{b='\\''}", "level # {\nor level{team=\"bank\"}", "level{a=\"\"} or level # {",
			"level{a=\"#\"} or level #\"}", "max by (team) (max_over_time(level[1h:1s]))", "sum(level) by (team)",
			"sum without (team) (level)", "sum by (team, service, pod, instance, job) (level)",
			"label_replace(level, \"team\", \"shop\", \"team\", \".*\")", "label_join(level, \"team\", \",\", \"pod\")",
			"level and on () vector(1)", "level == on () group_right () max(level) or level",
			"level * on (pod) group_left (team) level", "level unless level{team=\"shop\"}",
			"absent(level{team=\"x\"}) or level", "absent_over_time(level{team=\"x\"}[5m]) or level",
			"count_values(\"team\", level)", "topk(100, level)", "bottomk(100, level)",
			"last_over_time(level[10m] offset -1s)", "level @ end()", "level @ start()", "level offset 1s",
			"sum_over_time(level[10m:1s])", "quantile_over_time(1, level[10m])", "quantile(1, level)",
			"max_over_time((level or level)[5m:1s])", "-level * -1", "vector(scalar(max(level)))", "(((level)))",
			"SUM(level) OR level", "level{team=\"shop\",team=\"bank\"}", "level{exported_team=\"shop\"} or level",
			"{__name__!=\"\",job=\"payments\"}", "level{pod=~`orders.*|payments.*`}", "level{team=\"bank\",}",
			"{\"level\", team=\"bank\"}", "{\"level\"}", "level{\"team\"=\"bank\"}", "info(level)", "INFO (level)",
			"level} or level{", "level{team=\"\\x62ank\"}", "level{team=\"\\u0062ank\"}", "level{team=\"bank\"",
			"level\u0000 or level", "level{a=\"b\"}} or {{team=\"bank\"}", "level; level", "sort_desc(level)",
			"level > bool 0 or level", "changes(level[10m]) or level", "group(level) by (team)",
			"level{team=~\"(?i)BANK\"}", "level{team=~\"shop|bank\"} or ignoring (team) level");

	private PromQlInjections() {
	}

}
