package dev.slipway.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** The cells of a {@code matrix}: each value of each axis with each, without excludes. */
final class DeclarativeMatrix {

	private DeclarativeMatrix() {
	}

	/** The cells, each the values by the names of the axes. */
	static List<Map<String, String>> cells(Block matrix) {
		List<Map<String, String>> cells = List.of(Map.of());
		for (Directive axis : matrix.inner("axes").all()) {
			Block block = axis.block();
			String name = name(block);
			List<Map<String, String>> more = new ArrayList<>();
			for (Map<String, String> cell : cells) {
				for (String value : values(block.find("values"))) {
					Map<String, String> wider = new LinkedHashMap<>(cell);
					wider.put(name, value);
					more.add(wider);
				}
			}
			cells = more;
		}
		List<Directive> excludes = matrix.inner("excludes").all();
		return cells.stream()
			.filter((cell) -> excludes.stream().noneMatch((exclude) -> excluded(exclude.block(), cell)))
			.toList();
	}

	/** As Jenkins names it: {@code Matrix - OS = 'linux', DB = 'h2'}. */
	static String title(Map<String, String> cell) {
		return cell.entrySet()
			.stream()
			.map((axis) -> axis.getKey() + " = '" + axis.getValue() + "'")
			.collect(Collectors.joining(", ", "Matrix - ", ""));
	}

	private static String name(Block axis) {
		Directive name = axis.find("name");
		return (name != null) ? name.text() : "";
	}

	private static List<String> values(@Nullable Directive values) {
		List<String> all = new ArrayList<>();
		for (Object value : (values != null) ? values.arguments() : List.of()) {
			if (value instanceof Iterable<?> several) {
				several.forEach((one) -> all.add(String.valueOf(one)));
			}
			else {
				all.add(String.valueOf(value));
			}
		}
		return all;
	}

	private static boolean excluded(Block exclude, Map<String, String> cell) {
		return exclude.all().stream().map(Directive::block).allMatch((axis) -> {
			String value = cell.get(name(axis));
			Directive not = axis.find("notValues");
			return value != null
					&& ((not != null) ? !values(not).contains(value) : values(axis.find("values")).contains(value));
		});
	}

}
