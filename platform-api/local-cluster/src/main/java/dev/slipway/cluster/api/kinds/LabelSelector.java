package dev.slipway.cluster.api.kinds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A label selector as query parameters write it: {@code app in (a,b),tier!=db,!canary}.
 */
public final class LabelSelector {

	private static final Pattern TOKEN = Pattern.compile("\\s*(==|!=|[=!,()<>]|[^\\s=!,()<>]+)");

	private final List<Requirement> requirements = new ArrayList<>();

	private final List<String> tokens = new ArrayList<>();

	private int position;

	private LabelSelector() {
	}

	private record Requirement(String key, String operator, Set<String> values) {

		boolean matches(@Nullable String value) {
			return switch (this.operator) {
				case "exists" -> value != null;
				case "!" -> value == null;
				case "in" -> value != null && this.values.contains(value);
				case "notin" -> value == null || !this.values.contains(value);
				default -> compare(value);
			};
		}

		private boolean compare(@Nullable String value) {
			try {
				long mine = Long.parseLong((value != null) ? value : "");
				long bound = Long.parseLong(this.values.iterator().next());
				return this.operator.equals(">") ? mine > bound : mine < bound;
			}
			catch (NumberFormatException ex) {
				return false;
			}
		}

	}

	/**
	 * Parses; an empty text selects everything.
	 * @throws ApiError 400 for one that cannot be read
	 */
	public static LabelSelector parse(@Nullable String text) {
		LabelSelector selector = new LabelSelector();
		if (text != null && !text.isBlank()) {
			Matcher matcher = TOKEN.matcher(text);
			while (matcher.find()) {
				selector.tokens.add(matcher.group(1));
			}
			selector.parseAll();
		}
		return selector;
	}

	/** Whether it selects everything. */
	public boolean everything() {
		return this.requirements.isEmpty();
	}

	/** Labels that each selected object has. */
	public List<Map.Entry<String, String>> pairs() {
		return this.requirements.stream()
			.filter((requirement) -> requirement.operator().equals("in") && requirement.values().size() == 1)
			.map((requirement) -> Map.entry(requirement.key(), requirement.values().iterator().next()))
			.toList();
	}

	/** Whether an object's labels match. */
	public boolean matches(JsonNode object) {
		JsonNode labels = object.path("metadata").path("labels");
		for (Requirement requirement : this.requirements) {
			JsonNode value = labels.get(requirement.key());
			if (!requirement.matches((value != null) ? value.asText() : null)) {
				return false;
			}
		}
		return true;
	}

	private void parseAll() {
		while (true) {
			this.requirements.add(requirement());
			if (this.position >= this.tokens.size()) {
				return;
			}
			String comma = next();
			if (!comma.equals(",")) {
				throw error("found '" + comma + "', expected: ',' or 'end of string'");
			}
		}
	}

	private Requirement requirement() {
		String first = next();
		if (first.equals("!")) {
			return new Requirement(identifier(), "!", Set.of());
		}
		if (symbol(first)) {
			throw error("found '" + first + "', expected: !, identifier, or 'end of string'");
		}
		String peek = (this.position < this.tokens.size()) ? this.tokens.get(this.position) : ",";
		if (peek.equals(",")) {
			return new Requirement(first, "exists", Set.of());
		}
		String operator = next();
		return switch (operator) {
			case "in", "notin" -> new Requirement(first, operator, values());
			case "=", "==" -> new Requirement(first, "in", Set.of(value()));
			case "!=" -> new Requirement(first, "notin", Set.of(value()));
			case ">", "<" -> new Requirement(first, operator, Set.of(value()));
			default -> throw error(
					"unable to parse requirement: found '" + operator + "', expected: in, notin, =, ==, !=, gt, lt");
		};
	}

	private String identifier() {
		String token = next();
		if (symbol(token)) {
			throw error("unable to parse requirement: found '" + token + "', expected: identifier");
		}
		return token;
	}

	private String value() {
		if (this.position >= this.tokens.size() || this.tokens.get(this.position).equals(",")) {
			return "";
		}
		return identifier();
	}

	private Set<String> values() {
		String open = next();
		if (!open.equals("(")) {
			throw error("unable to parse requirement: found '" + open + "' expected: '('");
		}
		Set<String> values = new TreeSet<>();
		while (true) {
			String token = next();
			if (token.equals(")") || token.equals(",")) {
				values.add("");
			}
			else {
				values.add(token);
				token = next();
			}
			if (token.equals(")")) {
				return values;
			}
			if (!token.equals(",")) {
				throw error("unable to parse requirement: found '" + token + "', expected: ',' or ')'");
			}
		}
	}

	private String next() {
		return (this.position < this.tokens.size()) ? this.tokens.get(this.position++) : "";
	}

	private static boolean symbol(String token) {
		return token.isEmpty() || "=!,()<>".indexOf(token.charAt(0)) >= 0;
	}

	private static ApiError error(String message) {
		return ApiError.badRequest(message);
	}

}
