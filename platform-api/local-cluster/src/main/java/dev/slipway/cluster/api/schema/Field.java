package dev.slipway.cluster.api.schema;

import java.util.List;

/**
 * A field of a {@link Type}.
 *
 * @param name its JSON name
 * @param number its number in protobuf, 0 for none
 * @param shape one value, a list or a map
 * @param type the name of the (element) type
 * @param inline whether the fields of its type stand in its place in JSON
 * @param mergeKey the key by which strategic merge merges the list, empty for none
 * @param keys the keys by which server-side apply merges the list
 * @param flags {@code set}, {@code atomic}, {@code retainKeys}
 */
public record Field(String name, int number, Shape shape, String type, boolean inline, String mergeKey,
		List<String> keys, List<String> flags) {

	/** How many values. */
	public enum Shape {

		/** One. */
		ONE,
		/** A list. */
		LIST,
		/** A map from strings. */
		MAP

	}

	/** Whether the list is a set of values. */
	public boolean set() {
		return this.flags.contains("set");
	}

	/** Whether apply replaces the value whole. */
	public boolean atomic() {
		return this.flags.contains("atomic");
	}

	/** Whether a patch may list the keys to keep. */
	public boolean retainKeys() {
		return this.flags.contains("retainKeys");
	}

	/** Whether the element type is a scalar. */
	public boolean scalar() {
		return !this.type.contains(".");
	}

	static Field parse(String text) {
		String[] parts = text.split(":", 3);
		boolean inline = parts[0].startsWith("^");
		Shape shape = parts[2].startsWith("[]") ? Shape.LIST : parts[2].startsWith("{}") ? Shape.MAP : Shape.ONE;
		String type = (shape == Shape.ONE) ? parts[2] : parts[2].substring(2);
		return new Field(inline ? parts[0].substring(1) : parts[0], Integer.parseInt(parts[1]), shape, type, inline, "",
				List.of(), List.of());
	}

	Field with(String[] words) {
		String merge = "";
		List<String> listKeys = List.of();
		List<String> found = new java.util.ArrayList<>();
		for (String word : words) {
			if (word.equals("set") || word.equals("atomic") || word.equals("retainKeys")) {
				found.add(word);
			}
			else if (word.startsWith("smp=")) {
				merge = word.substring(4);
			}
			else {
				listKeys = List.of(word.split(","));
				merge = listKeys.get(0);
			}
		}
		return new Field(this.name, this.number, this.shape, this.type, this.inline, merge, listKeys,
				List.copyOf(found));
	}

}
