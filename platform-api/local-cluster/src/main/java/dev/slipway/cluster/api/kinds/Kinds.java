package dev.slipway.cluster.api.kinds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.slipway.cluster.api.schema.Schema;

/** All kinds served, read from the table {@code kinds}. */
public final class Kinds {

	private static final Kinds INSTANCE = new Kinds();

	private final List<Kind> all = new ArrayList<>();

	private final Map<String, Kind> byPath = new LinkedHashMap<>();

	private Kinds() {
		for (String line : Schema.table("kinds")) {
			String[] words = line.split(" ");
			String[] version = words[0].contains("/") ? words[0].split("/") : new String[] { "", words[0] };
			Kind kind = new Kind(version[0], version[1], words[1], words[2], words[3].equals("N"), dash(words[4]),
					dash(words[5]), words[6], Set.of(java.util.Arrays.copyOfRange(words, 7, words.length)));
			this.all.add(kind);
			this.byPath.put(kind.apiVersion() + " " + kind.plural(), kind);
		}
	}

	private static String dash(String word) {
		return word.equals("-") ? "" : word;
	}

	/** The one registry. */
	public static Kinds get() {
		return INSTANCE;
	}

	/** Every kind in every version, in the order of discovery. */
	public List<Kind> all() {
		return this.all;
	}

	/** The kind a path names. */
	public Optional<Kind> find(String apiVersion, String plural) {
		return Optional.ofNullable(this.byPath.get(apiVersion + " " + plural));
	}

	/** The kind of an object. */
	public Optional<Kind> ofObject(String apiVersion, String kind) {
		return this.all.stream()
			.filter((candidate) -> candidate.apiVersion().equals(apiVersion) && candidate.kind().equals(kind))
			.findFirst();
	}

	/** The kind, in its first version, that the store keeps under a resource's name. */
	public Optional<Kind> ofResource(String resource) {
		return this.all.stream().filter((candidate) -> candidate.resource().equals(resource)).findFirst();
	}

	/** The groups, the core group first as the empty name. */
	public List<String> groups() {
		return this.all.stream().map(Kind::group).distinct().toList();
	}

	/** The kinds of a group and version. */
	public List<Kind> of(String apiVersion) {
		return this.all.stream().filter((kind) -> kind.apiVersion().equals(apiVersion)).toList();
	}

	/** The versions of a group, the preferred first. */
	public List<String> versions(String group) {
		return this.all.stream().filter((kind) -> kind.group().equals(group)).map(Kind::version).distinct().toList();
	}

}
