package dev.slipway.cluster.api.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All types, read from the tables {@code kubernetes-1.32.types} and
 * {@code kubernetes-1.32.keys}.
 */
public final class Schema {

	private static final Schema INSTANCE = load();

	private final Map<String, Type> types = new TreeMap<>();

	private final Map<String, List<Field>> declared = new HashMap<>();

	private final Set<String> atomic = new java.util.HashSet<>();

	private Schema() {
	}

	/** The one schema. */
	public static Schema get() {
		return INSTANCE;
	}

	/**
	 * A type by its name.
	 * @throws IllegalArgumentException for an unknown one
	 */
	public Type type(String name) {
		Type type = this.types.get(name);
		if (type == null) {
			throw new IllegalArgumentException("the type table has no " + name);
		}
		return type;
	}

	/** The fields as declared, embedded structs not resolved. */
	List<Field> declared(String name) {
		return this.declared.getOrDefault(name, List.of());
	}

	/** The lines of a table on the class path, comments left out. */
	public static List<String> table(String name) {
		String path = "/dev/slipway/cluster/schema/" + name;
		try (InputStream stream = Schema.class.getResourceAsStream(path)) {
			if (stream == null) {
				throw new IllegalStateException("missing resource " + path);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Schema load() {
		Map<String, String[]> rules = new HashMap<>();
		for (String line : table("kubernetes-1.32.keys")) {
			String[] words = line.split(" ");
			rules.put(words[0], java.util.Arrays.copyOfRange(words, 1, words.length));
		}
		Schema schema = new Schema();
		for (String line : table("kubernetes-1.32.types")) {
			String[] words = line.split(" ");
			List<Field> fields = new ArrayList<>();
			for (int i = 1; i < words.length; i++) {
				Field field = Field.parse(words[i]);
				String[] rule = rules.get(words[0] + "." + field.name());
				fields.add((rule != null) ? field.with(rule) : field);
			}
			schema.declared.put(words[0], fields);
			if (rules.containsKey(words[0])) {
				schema.atomic.add(words[0]);
			}
		}
		schema.declared.keySet().forEach(schema::resolve);
		return schema;
	}

	private Type resolve(String name) {
		Type known = this.types.get(name);
		if (known != null) {
			return known;
		}
		Type type = Type.of(name, declared(name), this::resolve, this.atomic.contains(name));
		this.types.put(name, type);
		return type;
	}

}
