package dev.slipway.judge;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The kinds of messages in a set of templates. Where three or more differ in one word
 * only, that word is a changing part that no mask knows, such as a user's name: they are
 * one kind. The order of messages makes no difference.
 */
final class LogVocabulary {

	private static final int CHANGING = 3;

	private final Set<LogTemplate> templates;

	private final Set<LogTemplate> open = new HashSet<>();

	LogVocabulary(Collection<LogTemplate> templates) {
		this.templates = Set.copyOf(templates);
		Map<LogTemplate, Integer> variants = new HashMap<>();
		for (LogTemplate template : this.templates) {
			for (int place = 0; place < template.size(); place++) {
				variants.merge(template.open(place), 1, Integer::sum);
			}
		}
		variants.forEach((template, count) -> {
			if (count >= CHANGING) {
				this.open.add(template);
			}
		});
	}

	/** Whether the template is one of these kinds. */
	boolean knows(LogTemplate template) {
		return this.templates.contains(template) || !kind(template).equals(template);
	}

	/** The template with its changing word left open; itself when it has none. */
	LogTemplate kind(LogTemplate template) {
		for (int place = 0; place < template.size(); place++) {
			LogTemplate candidate = template.open(place);
			if (this.open.contains(candidate)) {
				return candidate;
			}
		}
		return template;
	}

}
