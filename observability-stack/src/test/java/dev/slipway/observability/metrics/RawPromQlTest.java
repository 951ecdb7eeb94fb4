package dev.slipway.observability.metrics;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.observability.QueryScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RawPromQlTest {

	private static final QueryScope SHOP = QueryScope.of(Set.of("shop"), Set.of());

	private static final Map<String, String> VALUES = Map.of("service", "or\"ders.v2", "environment", "dev", "release",
			"7");

	private static String confined(String text) {
		return RawPromQl.within(text, LabelNames.DEFAULT, SHOP);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { "up | up{team=\"shop\"}", "up{} | up{team=\"shop\"}",
			"up{a=\"b\",} | up{a=\"b\",team=\"shop\"}", "{__name__=~\".+\"} | {__name__=~\".+\",team=\"shop\"}",
			"sum by (pod) (rate(x_total[5m])) | sum by (pod) (rate(x_total{team=\"shop\"}[5m]))",
			"sum(a) by (b) / on (c) group_left (d) e | sum(a{team=\"shop\"}) by (b) / on (c) group_left (d) e{team=\"shop\"}",
			"x{team=\"bank\"} or y | x{team=\"bank\",team=\"shop\"} or y{team=\"shop\"}",
			"max_over_time(x[1h:1m] offset 5m) | max_over_time(x{team=\"shop\"}[1h:1m] offset 5m)",
			"histogram_quantile(0.9, sum(rate(h_bucket{uri!~'/a.*'}[1m])) by (le)) > bool 1e-3 | histogram_quantile(0.9, sum(rate(h_bucket{uri!~\"/a.*\",team=\"shop\"}[1m])) by (le)) > bool 1e-3",
			"-x ^ 2 @ end() | -x{team=\"shop\"} ^ 2 @ end()", "vector(1) + time() | vector(1) + time()",
			"topk(3, a) unless ignoring (b) c | topk(3, a{team=\"shop\"}) unless ignoring (b) c{team=\"shop\"}",
			"x # { or y | x{team=\"shop\"}", "job:x:rate1m | job:x:rate1m{team=\"shop\"}",
			"label_replace(a, \"b\", \"$1\", \"c\", \"(.*)\") | label_replace(a{team=\"shop\"}, \"b\", \"$1\", \"c\", \"(.*)\")" })
	void confinesEverySelection(String text, String expected) {
		assertThat(confined(text)).isEqualTo(expected);
	}

	@Test
	void longTimesAreRead() {
		String many = "1s".repeat(4900);
		assertThat(confined(many)).isEqualTo(many);
		assertThat(confined("x[" + many + "]")).isEqualTo("x{team=\"shop\"}[" + many + "]");
		assertThat(confined("x[1h:" + many + "]")).endsWith(many + "]");
		assertThat(confined("x offset " + many)).endsWith("offset " + many);
		assertThatExceptionOfType(BadMetricQuery.class).isThrownBy(() -> confined("x[" + many + "5]"));
		assertThatExceptionOfType(BadMetricQuery.class).isThrownBy(() -> confined("x offset " + many + "5"));
		assertThat(confined("x[1m30s:5ms] offset 1d2h3m4s5ms"))
			.isEqualTo("x{team=\"shop\"}[1m30s:5ms] offset 1d2h3m4s5ms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x{a=\"b\"} or y", "x{a='\\'} or y{', b=\"c\"}", "x{a=`\\`} or y", "x{a=\"\\\\\"} or y",
			"x{a=\"}\"} or y{b='\"'}", "x{a=\"#\"} or y #{\"", "x\n#\" \nor y", "absent(x) * scalar(y) + z",
			"sum(x) / ignoring(a, b) group_right sum by(c)(y{d=\"e\"})", "x[5m] offset -1m or y[1h30m:]",
			"x{team!=\"shop\"} or y{team=~\".*\"}", "avg(Sum(x)) OR y" })
	void noSelectionEscapes(String text) {
		String confined = confined(text);
		Matcher selections = Pattern.compile("\\{(?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*}").matcher(confined);
		int found = 0;
		while (selections.find()) {
			assertThat(selections.group()).endsWith("team=\"shop\"}");
			found++;
		}
		assertThat(found).as(confined).isGreaterThanOrEqualTo(text.contains("y") && !text.contains("} or y{'") ? 2 : 1);
	}

	/** Takes texts out first, so that only braces of selections are left. */
	@ParameterizedTest
	@FieldSource("dev.slipway.observability.metrics.PromQlInjections#ALL")
	void noInjectionEscapes(String text) {
		String confined;
		try {
			confined = confined(text);
		}
		catch (BadMetricQuery ex) {
			assertThat(ex.getMessage()).isNotBlank();
			return;
		}
		String own = confined.replace("team=\"shop\"}", "OWN");
		String without = own.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "T");
		assertThat(without).as(confined).doesNotContain("}", "'", "`", "#");
		assertThat(without.split("\\{", -1)).as(confined).hasSameSizeAs(without.split("OWN", -1));
		Matcher names = Pattern.compile("level(?!\\{)").matcher(without);
		assertThat(names.find()).as("a selection without conditions in " + confined).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "x} or y | character 2", "x{a=\"b\" | ends here", "x{a=\"b | not closed", "sum | ( is expected",
					"by | is expected", "sum(x | is expected", "x{a=~b} | text in quotes", "x{\"x\"} | name of a label",
					"info(x) | cannot be confined", "x y | is expected", "x[5m | cannot be read",
					"x; y | cannot be read", "x offset y | a time such as 5m", "x == | is expected",
					"x{a=\"\\q\"} | not known", "x{a={{ service }}} | in quotes", "1m5 | cannot be read",
					"and or | is expected" })
	void whatCannotBeReadIsRefused(String text, String reason) {
		assertThatExceptionOfType(BadMetricQuery.class).isThrownBy(() -> confined(text)).withMessageContaining(reason);
	}

	@Test
	void deepAndLongExpressionsAreRefused() {
		assertThatExceptionOfType(BadMetricQuery.class)
			.isThrownBy(() -> confined("(".repeat(5000) + "x" + ")".repeat(4000)));
		assertThatExceptionOfType(BadMetricQuery.class).isThrownBy(() -> confined("x+".repeat(9000) + "x"));
		assertThat(confined("-".repeat(4000) + "x{a=\"" + "\\\\".repeat(2000) + "\"}")).endsWith("team=\"shop\"}");
	}

	@Test
	void placeholdersBecomeValuesOfTheirQuotes() {
		assertThat(RawPromQl.fill("x{s=\"{{ service }}\",r=\"{{release}}\"}", VALUES))
			.isEqualTo("x{s=\"or\\\"ders.v2\",r=\"7\"}");
		assertThat(RawPromQl.fill("x{s=~\"{{ service }}|a.*\"}", VALUES)).isEqualTo("x{s=~\"or\\\"ders\\\\.v2|a.*\"}");
		assertThatExceptionOfType(BadMetricQuery.class)
			.isThrownBy(() -> RawPromQl.fill("x{s=\"{{ servise }}\"}", VALUES))
			.withMessageContaining("there are [environment, release, service]");
		assertThatExceptionOfType(BadMetricQuery.class).isThrownBy(() -> RawPromQl.fill("{{ service }}", VALUES));
	}

	@Test
	void scopesBecomeConditions() {
		assertThat(RawPromQl.within("x", LabelNames.DEFAULT, QueryScope.everything())).isEqualTo("x{}");
		assertThat(RawPromQl.within("x", LabelNames.DEFAULT, QueryScope.of(Set.of("b.c", "a"), Set.of())))
			.isEqualTo("x{team=~\"a|b\\\\.c\"}");
		LabelNames other = new LabelNames("app", "owner", "env", "version", "pod");
		assertThat(RawPromQl.within("x{env=\"e\"}", other, SHOP)).isEqualTo("x{env=\"e\",owner=\"shop\"}");
	}

}
