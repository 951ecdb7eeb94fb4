package dev.slipway.jenkins;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An element of a config.xml that the platform says what it is; all others are Jenkins's
 * or people's.
 *
 * @param path names of elements from below the root, separated by slashes; of several of
 * a name {@code name[id=x]} is the one whose element {@code id} holds x
 * @param attributes that it is made with, such as its class
 * @param text what it holds; empty for one that only has to be there
 * @param absent what Jenkins takes when it is missing; null when it must be there
 * @param compared whether another value is a difference; false for what is only made
 */
public record Owned(String path, Map<String, String> attributes, String text, @Nullable String absent,
		boolean compared) {

	public Owned {
		attributes = Map.copyOf(attributes);
	}

	/** One that must hold a text. */
	public static Owned text(String path, String text) {
		return new Owned(path, Map.of(), text, null, true);
	}

	/** One that may be missing when the text is what Jenkins takes then. */
	public static Owned text(String path, String text, String absent) {
		return new Owned(path, Map.of(), text, absent, true);
	}

	/** One that is made with a class, and holds others. */
	public static Owned typed(String path, String type) {
		return new Owned(path, Map.of("class", type), "", null, false);
	}

	/** One that points to another, as Jenkins's XML does. */
	public static Owned reference(String path, String type, String reference) {
		return new Owned(path, Map.of("class", type, "reference", reference), "", null, false);
	}

}
