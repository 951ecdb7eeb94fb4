package dev.slipway.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What stays of a message when the parts that change from one to the next are masked:
 * {@code Order 4711 of 'sam' timed out after 30ms} becomes
 * {@code Order <num> of <str> timed out after <num>ms}. Masks first, words after, as
 * Drain does (P. He et al., "Drain: an online log parsing approach with fixed depth
 * tree", ICWS 2017).
 *
 * @param words of the masked message
 */
record LogTemplate(List<String> words) {

	private static final int LONGEST = 1000;

	private static final List<Mask> MASKS = List.of(new Mask("\"[^\"]*+\"", "<str>"),
			new Mask("(?<![\\w'])'[^']*+'(?!\\w)", "<str>"), new Mask("`[^`]*+`", "<str>"),
			new Mask("\\b[\\w.+-]++@[\\w-]++(?:\\.[\\w-]++)++", "<mail>"),
			new Mask("\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d++)?)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?",
					"<time>"),
			new Mask("\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b", "<id>"),
			new Mask("\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d++)?\\b", "<ip>"),
			new Mask("\\b0[xX][0-9a-fA-F]++\\b", "<hex>"), new Mask("@[0-9a-f]{5,16}\\b", "@<hex>"),
			new Mask("\\b(?=\\d*[a-fA-F])(?=[a-fA-F]*\\d)[0-9a-fA-F]{8,}\\b", "<hex>"),
			new Mask("(?<![\\w<])[-+]?\\d++(?:[.,:]\\d++)*+(?=[a-zA-Zµ%]{0,3}(?![\\w-]))", "<num>"),
			new Mask("(?<![\\w<-])(?=(?:[a-zA-Z_-]*+\\d){2}|[a-zA-Z_]++-[\\w-]*\\d)[\\w-]++", "<id>"));

	LogTemplate {
		words = List.copyOf(words);
	}

	/** Of the message's first line: what follows is a stack trace. */
	static LogTemplate of(String message) {
		String text = message.strip().lines().findFirst().orElse("");
		text = (text.length() > LONGEST) ? text.substring(0, LONGEST) : text;
		for (Mask mask : MASKS) {
			text = mask.pattern().matcher(text).replaceAll(mask.by());
		}
		return new LogTemplate(List.of(text.strip().split("\\s+")));
	}

	/** With the word at the place left open. */
	LogTemplate open(int place) {
		List<String> open = new ArrayList<>(this.words);
		open.set(place, "<*>");
		return new LogTemplate(open);
	}

	int size() {
		return this.words.size();
	}

	@Override
	public String toString() {
		return String.join(" ", this.words);
	}

	/**
	 * A kind of changing part.
	 *
	 * @param pattern what it looks like
	 * @param by what stands for it
	 */
	private record Mask(Pattern pattern, String by) {

		Mask(String pattern, String by) {
			this(Pattern.compile(pattern), by);
		}

	}

}
