package dev.slipway.scaffold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns what people call things into what code calls them. */
public final class CodeNames {

	private static final Set<String> KEYWORDS = Set.of("abstract", "assert", "boolean", "break", "byte", "case",
			"catch", "char", "class", "const", "continue", "default", "do", "double", "else", "enum", "extends",
			"false", "final", "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int",
			"interface", "long", "native", "new", "null", "package", "private", "protected", "public", "return",
			"short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient",
			"true", "try", "void", "volatile", "while");

	private CodeNames() {
	}

	/** {@code order-items} becomes {@code OrderItems}. */
	public static String pascal(String text) {
		return words(text).stream().map(CodeNames::capitalised).collect(Collectors.joining());
	}

	/** {@code order-items} becomes {@code orderItems}. */
	public static String camel(String text) {
		String pascal = pascal(text);
		return pascal.isEmpty() ? pascal : pascal.substring(0, 1).toLowerCase(Locale.ROOT) + pascal.substring(1);
	}

	/** {@code OrderItems} becomes {@code order-items}. */
	public static String kebab(String text) {
		return String.join("-", words(text));
	}

	/** {@code OrderItems} becomes {@code order_items}. */
	public static String snake(String text) {
		return String.join("_", words(text));
	}

	/** {@code order-items} becomes {@code ORDER_ITEMS}. */
	public static String constant(String text) {
		return snake(text).toUpperCase(Locale.ROOT);
	}

	/**
	 * A Java package: {@code order-items} becomes {@code orderitems}, {@code com.my-shop}
	 * {@code com.myshop}, {@code new.2go} {@code new_._2go}.
	 */
	public static String javaPackage(String text) {
		return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[./]"))
			.map((segment) -> segment.replaceAll("[^a-z0-9_]", ""))
			.filter((segment) -> !segment.isEmpty())
			.map((segment) -> Character.isDigit(segment.charAt(0)) ? "_" + segment : segment)
			.map((segment) -> KEYWORDS.contains(segment) ? segment + "_" : segment)
			.collect(Collectors.joining("."));
	}

	/** {@code com.example.orders} becomes {@code com/example/orders}. */
	public static String packagePath(String text) {
		return text.replace('.', '/');
	}

	private static String capitalised(String word) {
		return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
	}

	private static List<String> words(String text) {
		String spaced = text.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replaceAll("([A-Z]+)([A-Z][a-z])", "$1 $2");
		List<String> words = new ArrayList<>();
		for (String word : spaced.split("[^A-Za-z0-9]+")) {
			if (!word.isEmpty()) {
				words.add(word.toLowerCase(Locale.ROOT));
			}
		}
		return words;
	}

}
