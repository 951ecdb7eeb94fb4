package dev.slipway.strategy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who mistyped a word. */
final class Nearest {

	private Nearest() {
	}

	/** The known word that takes the fewest edits, when it takes few. */
	static Optional<String> to(String word, Collection<String> known) {
		return known.stream()
			.filter((candidate) -> isNear(word, candidate))
			.min(Comparator.comparingInt((String candidate) -> edits(plain(word), plain(candidate)))
				.thenComparing(Comparator.naturalOrder()));
	}

	/** Up to a third of the letters: {@code wieght} is near {@code weight}. */
	private static boolean isNear(String word, String candidate) {
		int edits = edits(plain(word), plain(candidate));
		return edits <= Math.max(1, Math.max(word.length(), candidate.length()) / 3);
	}

	/** {@code max_surge}, {@code max-surge} and {@code maxSurge} are spelled alike. */
	private static String plain(String word) {
		return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
	}

	/** Levenshtein's distance: the letters to insert, to delete or to replace. */
	private static int edits(String from, String to) {
		int[] row = new int[to.length() + 1];
		for (int column = 0; column <= to.length(); column++) {
			row[column] = column;
		}
		for (int line = 1; line <= from.length(); line++) {
			int diagonal = row[0];
			row[0] = line;
			for (int column = 1; column <= to.length(); column++) {
				int replaced = diagonal + ((from.charAt(line - 1) == to.charAt(column - 1)) ? 0 : 1);
				diagonal = row[column];
				row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
			}
		}
		return row[to.length()];
	}

}
