package dev.slipway.observability.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.PromQlToken.Kind;

/**
 * An expression that somebody wrote, read by PromQL's grammar so that it can be filled in
 * and confined: every selection of series in it gets the team's condition. What cannot be
 * read is refused; nothing of it is passed on unread.
 * <p>
 * Placeholders such as {@code {{ service }}} stand inside quotes and become a value
 * there, in a pattern one that only matches itself.
 * <p>
 * Example: {@code sum(rate(x_total{service="{{ service }}"}[1m])) / scalar(y)} for
 * service orders of team shop is asked as
 * {@code sum(rate(x_total{service="orders",team="shop"}[1m])) / scalar(y{team="shop"})}.
 */
public final class RawPromQl {

	private static final int MOST = 10_000;

	private static final int DEEPEST = 60;

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([A-Za-z_]*)\\s*\\}\\}");

	private static final Set<String> AGGREGATIONS = Set.of("sum", "avg", "min", "max", "count", "group", "stddev",
			"stdvar", "topk", "bottomk", "quantile", "count_values", "limitk", "limit_ratio");

	private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "atan2", "by", "without", "on",
			"ignoring", "group_left", "group_right", "bool", "offset", "start", "end");

	/** It selects series by itself, which no condition in the text could confine. */
	private static final Set<String> REFUSED = Set.of("info");

	private static final Set<String> SIGNS = Set.of("+", "-", "*", "/", "%", "^", "==", "!=", ">", "<", ">=", "<=");

	private static final Set<String> WORDS = Set.of("and", "or", "unless", "atan2");

	private final List<PromQlToken> tokens;

	private final Map<String, String> values;

	private final PromQl scope;

	private final StringBuilder written = new StringBuilder();

	private int next;

	private int depth;

	private RawPromQl(String text, Map<String, String> values, PromQl scope) {
		if (text.length() > MOST) {
			throw new BadMetricQuery("the expression is longer than " + MOST + " characters");
		}
		this.tokens = PromQlToken.of(text);
		this.values = values;
		this.scope = scope;
	}

	/**
	 * Fills in placeholders.
	 * @param values by name; a placeholder of another name is refused
	 */
	public static String fill(String text, Map<String, String> values) {
		return new RawPromQl(text, values, PromQl.within(LabelNames.DEFAULT, QueryScope.everything())).rewrite();
	}

	/** Confines the expression to a scope. */
	static String within(String text, PromQl scope) {
		return new RawPromQl(text, Map.of(), scope).rewrite();
	}

	/** Confines the expression to a scope in a store that names labels in its own way. */
	public static String within(String text, LabelNames names, QueryScope scope) {
		return within(text, PromQl.within(names, scope));
	}

	private String rewrite() {
		expression();
		if (peek().kind() != Kind.END) {
			throw bad("an operator or the end is expected");
		}
		return this.written.toString().strip();
	}

	private void expression() {
		if (++this.depth > DEEPEST) {
			throw bad("it is nested too deep");
		}
		operand();
		while ((peek().kind() == Kind.SIGN && SIGNS.contains(peek().text())) || WORDS.contains(peek().keyword())) {
			take();
			modifiers();
			operand();
		}
		this.depth--;
	}

	private void modifiers() {
		if (peek().keyword().equals("bool")) {
			take();
		}
		if (Set.of("on", "ignoring").contains(peek().keyword())) {
			take();
			labels();
			if (Set.of("group_left", "group_right").contains(peek().keyword())) {
				take();
				if (peek().is("(")) {
					labels();
				}
			}
		}
	}

	private void operand() {
		while (peek().is("+") || peek().is("-")) {
			take();
		}
		primary();
		while (true) {
			if (peek().kind() == Kind.RANGE) {
				take();
			}
			else if (peek().keyword().equals("offset")) {
				take();
				if (peek().is("-")) {
					take();
				}
				expect(Kind.DURATION, "a time such as 5m");
			}
			else if (peek().is("@")) {
				take();
				moment();
			}
			else {
				return;
			}
		}
	}

	private void moment() {
		if (Set.of("start", "end").contains(peek().keyword())) {
			take();
			expect("(");
			expect(")");
			return;
		}
		if (peek().is("-")) {
			take();
		}
		expect(Kind.NUMBER, "a time in seconds");
	}

	private void primary() {
		PromQlToken token = peek();
		String word = token.keyword();
		if (token.is("(")) {
			take();
			expression();
			expect(")");
		}
		else if (token.kind() == Kind.NUMBER || token.kind() == Kind.DURATION || word.equals("inf")
				|| word.equals("nan")) {
			take();
		}
		else if (token.kind() == Kind.STRING) {
			string(false);
		}
		else if (AGGREGATIONS.contains(word)) {
			aggregation();
		}
		else if (token.is("{")) {
			selection();
		}
		else if (token.kind() != Kind.NAME || KEYWORDS.contains(word)) {
			throw bad("a metric, a function, a number or ( is expected");
		}
		else {
			named(word);
		}
	}

	private void named(String word) {
		boolean function = this.tokens.get(this.next + 1).is("(");
		if (function && REFUSED.contains(word)) {
			throw bad(word + "() cannot be confined to a team; join the series yourself");
		}
		take();
		if (function) {
			arguments();
		}
		else {
			selection();
		}
	}

	private void aggregation() {
		take();
		boolean before = grouping();
		arguments();
		if (!before) {
			grouping();
		}
	}

	private boolean grouping() {
		if (!Set.of("by", "without").contains(peek().keyword())) {
			return false;
		}
		take();
		labels();
		return true;
	}

	private void arguments() {
		expect("(");
		while (!peek().is(")")) {
			expression();
			if (!peek().is(")")) {
				expect(",");
			}
		}
		take();
	}

	private void labels() {
		expect("(");
		while (!peek().is(")")) {
			expect(Kind.NAME, "the name of a label");
			if (!peek().is(")")) {
				expect(",");
			}
		}
		take();
	}

	/** The conditions of a selection, if any, and the scope's. */
	private void selection() {
		StringBuilder conditions = new StringBuilder();
		if (peek().is("{")) {
			take();
			this.written.setLength(this.written.length() - 1);
			int start = this.written.length();
			while (!peek().is("}")) {
				condition();
				if (!peek().is("}")) {
					expect(",");
				}
			}
			this.next++;
			conditions.append(this.written.substring(start).strip());
			this.written.setLength(start);
			if (conditions.toString().endsWith(",")) {
				conditions.setLength(conditions.length() - 1);
			}
		}
		String always = this.scope.always();
		conditions.append((conditions.isEmpty() && !always.isEmpty()) ? always.substring(1) : always);
		this.written.append('{').append(conditions).append('}');
	}

	private void condition() {
		expect(Kind.NAME, "the name of a label");
		PromQlToken operation = peek();
		if (!Set.of("=", "!=", "=~", "!~").contains(operation.text()) || operation.kind() != Kind.SIGN) {
			throw bad("one of = != =~ !~ is expected");
		}
		take();
		string(operation.text().endsWith("~"));
	}

	private void string(boolean pattern) {
		PromQlToken token = peek();
		if (token.kind() != Kind.STRING) {
			throw bad("a text in quotes is expected");
		}
		this.next++;
		Matcher placeholder = PLACEHOLDER.matcher(token.text());
		String filled = placeholder.replaceAll((found) -> {
			String value = this.values.get(found.group(1));
			if (value == null) {
				throw PromQlToken.bad("there is no {{ " + found.group(1) + " }}; there are "
						+ this.values.keySet().stream().sorted().toList(), token.at());
			}
			return Matcher.quoteReplacement(pattern ? PromQl.literal(value) : value);
		});
		this.written.append(token.gap()).append(PromQl.quoted(filled));
	}

	private PromQlToken peek() {
		return this.tokens.get(this.next);
	}

	private void take() {
		PromQlToken token = peek();
		this.next++;
		this.written.append(token.gap()).append(token.text());
	}

	private void expect(String sign) {
		if (!peek().is(sign)) {
			throw bad(sign + " is expected");
		}
		take();
	}

	private void expect(Kind kind, String what) {
		if (peek().kind() != kind) {
			throw bad(what + " is expected");
		}
		take();
	}

	private BadMetricQuery bad(String what) {
		PromQlToken token = peek();
		String found = switch (token.kind()) {
			case END -> ", but it ends here";
			case STRING -> ", not a text";
			case NAME, NUMBER, DURATION, RANGE, SIGN -> ", not " + token.text();
		};
		String hint = (token.is("{") && this.next > 0 && this.tokens.get(this.next - 1).is("{"))
				? "; a placeholder stands inside quotes" : "";
		return PromQlToken.bad(what + found + hint, token.at());
	}

}
