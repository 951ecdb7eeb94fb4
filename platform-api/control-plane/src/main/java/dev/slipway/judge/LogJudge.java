package dev.slipway.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the kinds of errors that only the candidate logs. Were a kind equally likely on
 * both sides, all of its n occurrences would be the candidate's with the chance
 * (candidate's exposure / both exposures)ⁿ, the exact conditional test of two Poisson
 * rates (J. Przyborowski and H. Wilenski, Biometrika 31 (1940) 313–323); it matters when
 * that, times the number of kinds there are, is at most alpha. So two occurrences suffice
 * at a weight of 5 %, and at 50 % a dozen may be needed. Between "too rare to count" and
 * that it is undecided.
 */
public final class LogJudge {

	private LogJudge() {
	}

	/** Judges the messages of the same window. */
	public static LogFinding judge(String metric, Sides<LogSide> sides, LogRule rule) {
		LogSide candidate = sides.candidate();
		LogSide stable = sides.stable();
		if (stable == null) {
			return new LogFinding(Finding.notApplicable(metric, candidate.exposure()), List.of());
		}
		List<NewError> errors = news(candidate, stable, rule);
		if (stable.exposure() == 0 || candidate.exposure() == 0) {
			return new LogFinding(Finding.noData(metric, stable.exposure(), candidate.exposure()), errors);
		}
		long matter = errors.stream().filter(NewError::matters).count();
		boolean open = errors.stream().anyMatch((error) -> rule.counts(error.count(), candidate.exposure()));
		Conclusion conclusion = (matter > 0) ? Conclusion.FAIL : open ? Conclusion.INCONCLUSIVE : Conclusion.PASS;
		return new LogFinding(new Finding(metric, conclusion, stable.exposure(), candidate.exposure(), null,
				sentence(metric, errors, matter, open)), errors);
	}

	private static List<NewError> news(LogSide candidate, LogSide stable, LogRule rule) {
		Set<LogTemplate> old = new HashSet<>();
		stable.errors().forEach((message) -> old.add(LogTemplate.of(message)));
		LogVocabulary known = new LogVocabulary(old);
		Map<LogTemplate, List<String>> unknown = new TreeMap<>(Comparator.comparing(LogTemplate::toString));
		Set<LogTemplate> all = new HashSet<>(old);
		for (String message : candidate.errors()) {
			LogTemplate template = LogTemplate.of(message);
			all.add(template);
			if (!known.knows(template)) {
				unknown.computeIfAbsent(template, (key) -> new ArrayList<>()).add(message);
			}
		}
		double share = (double) candidate.exposure() / Math.max(1, candidate.exposure() + stable.exposure());
		List<NewError> errors = new ArrayList<>();
		kinds(unknown).forEach(
				(kind, messages) -> errors.add(error(kind, messages, share, all.size(), candidate.exposure(), rule)));
		errors.sort(Comparator.comparing(NewError::matters, Comparator.reverseOrder())
			.thenComparing(NewError::count, Comparator.reverseOrder())
			.thenComparing(NewError::template));
		return errors;
	}

	private static Map<String, List<String>> kinds(Map<LogTemplate, List<String>> unknown) {
		LogVocabulary own = new LogVocabulary(unknown.keySet());
		Map<String, List<String>> kinds = new TreeMap<>();
		unknown.forEach(
				(template, messages) -> kinds.computeIfAbsent(own.kind(template).toString(), (key) -> new ArrayList<>())
					.addAll(messages));
		return kinds;
	}

	private static NewError error(String kind, List<String> messages, double share, int kinds, long exposure,
			LogRule rule) {
		int count = messages.size();
		double pValue = Math.min(1, Math.pow(share, count) * kinds);
		boolean matters = exposure > 0 && rule.counts(count, exposure) && pValue <= rule.alpha();
		return new NewError(kind, count, pValue, matters,
				messages.stream().distinct().sorted().limit(rule.examples()).toList());
	}

	private static String sentence(String metric, List<NewError> errors, long matter, boolean open) {
		if (errors.isEmpty()) {
			return metric + ": the candidate logs no error that the stable release does not log.";
		}
		NewError first = errors.get(0);
		String kinds = (errors.size() == 1) ? "1 new kind of error" : errors.size() + " new kinds of errors";
		String meaning = (matter > 0) ? matter + " too frequent for chance"
				: open ? "undecided, chance alone may have put them on the candidate" : "too rare to matter";
		return String.format(Locale.ROOT, "%s: %s, %s; the first: \"%s\" %,d times.", metric, kinds, meaning,
				first.template(), first.count());
	}

}
