package dev.slipway.strategy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A place in a tree of maps, lists, texts, numbers and booleans. Notes what is wrong
 * there and goes on with a default, so that everything is found at once.
 *
 * @param path how to get there
 * @param value what is there; null when nothing is
 * @param mistakes what was found wrong so far
 */
record Node(String path, @Nullable Object value, List<Mistake> mistakes) {

	static Node root(String path, @Nullable Object value) {
		return new Node(path, value, new ArrayList<>());
	}

	boolean missing() {
		return this.value == null;
	}

	boolean isMap() {
		return this.value instanceof Map;
	}

	Node at(String key) {
		return new Node(this.path + "." + key, map().get(key), this.mistakes);
	}

	/** What is below, by key; empty when it is no map. */
	Map<String, Object> map() {
		Map<String, Object> copy = new LinkedHashMap<>();
		if (this.value instanceof Map<?, ?> map) {
			map.forEach((key, below) -> copy.put(String.valueOf(key), below));
		}
		return copy;
	}

	/** Whether it is a map; a mistake when it is something else. */
	boolean asMap(String example) {
		if (!missing() && !isMap()) {
			wrong("is " + shown() + ", not keys with values", "Write it as " + example + ".");
		}
		return isMap();
	}

	/** What a list has; a mistake when it is no list. */
	List<Node> items(String example) {
		List<Node> items = new ArrayList<>();
		if (this.value instanceof List<?> list) {
			for (Object item : list) {
				items.add(new Node(this.path + "[" + items.size() + "]", item, this.mistakes));
			}
		}
		else if (!missing()) {
			wrong("is " + shown() + ", not a list", "Write it as " + example + ".");
		}
		return items;
	}

	/** A mistake for each key that is none of these. */
	void only(Collection<String> known) {
		for (String key : map().keySet()) {
			if (!known.contains(key)) {
				String remedy = Nearest.to(key, known)
					.map((near) -> "Did you mean " + near + "?")
					.orElse("Known are " + String.join(", ", known) + ".");
				at(key).wrong("is not known here", remedy);
			}
		}
	}

	/** What a text or a number says, or the fallback when nothing is there. */
	<T> T read(Function<String, T> parser, T fallback) {
		if (missing()) {
			return fallback;
		}
		String text = text();
		if (text == null) {
			wrong("is " + shown() + ", not a text or a number", "Write a single value.");
			return fallback;
		}
		try {
			return parser.apply(text);
		}
		catch (Invalid ex) {
			wrong(ex.problem, ex.remedy);
			return fallback;
		}
	}

	/** Whether it is true; a mistake when it is neither true nor false. */
	boolean flag() {
		if (!missing() && !(this.value instanceof Boolean)) {
			wrong("is " + shown(), "Write true or false.");
		}
		return Boolean.TRUE.equals(this.value);
	}

	/** A text, number or boolean as text; null when it is none. */
	@Nullable String text() {
		if (this.value instanceof Number number) {
			return number(number);
		}
		return (this.value instanceof String || this.value instanceof Boolean) ? this.value.toString() : null;
	}

	void wrong(String message, String remedy) {
		this.mistakes.add(new Mistake(this.path, message, remedy));
	}

	/** JSON makes no difference between 5 and 5.0. */
	private static String number(Number number) {
		if (number instanceof Double || number instanceof Float || number instanceof BigDecimal) {
			String text = number.toString();
			if (text.matches("-?[0-9.]+([eE][-+]?[0-9]{1,2})?")) {
				BigDecimal plain = new BigDecimal(text);
				return (plain.signum() == 0) ? "0" : plain.stripTrailingZeros().toPlainString();
			}
		}
		return number.toString();
	}

	private String shown() {
		if (this.value instanceof Map) {
			return "a map";
		}
		return (this.value instanceof List) ? "a list" : "\"" + this.value + "\"";
	}

	/** A value that cannot be read. */
	static final class Invalid extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String problem;

		private final String remedy;

		Invalid(String problem, String remedy) {
			super(problem);
			this.problem = problem;
			this.remedy = remedy;
		}

	}

}
