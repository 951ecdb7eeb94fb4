package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.slipway.judge.LogFinding;
import dev.slipway.judge.LogRule;
import dev.slipway.repository.Repositories;
import dev.slipway.repository.Repositories.Commit;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of a candidate at its end, whether it was promoted or taken back:
 * the rule that decided, what both sides did, new kinds of errors with example lines,
 * traces that failed and the slowest, and the commits that it brought. What cannot be
 * gathered is told as well and holds up nothing.
 */
public final class ReleaseEvidence {

	private static final Duration BEFORE = Duration.ofHours(1);

	private static final int COMMITS = 50;

	private final NewErrors news;

	private final ReleaseSpans spans;

	private final BothSides sides;

	private final Repositories repositories;

	ReleaseEvidence(NewErrors news, ReleaseSpans spans, BothSides sides, Repositories repositories) {
		this.news = news;
		this.spans = spans;
		this.sides = sides;
		this.repositories = repositories;
	}

	/**
	 * Gathers.
	 * @param from when the candidate's first pods could have started
	 * @param to when it ended
	 * @return texts, numbers, lists and maps, fit to be kept as JSON
	 */
	public Map<String, Object> collect(Release candidate, @Nullable Release stable, Instant from, Instant to) {
		Map<String, Object> evidence = new LinkedHashMap<>();
		evidence.put("window", Map.of("from", from.toString(), "to", to.toString()));
		if (candidate.reason() != null) {
			evidence.put("rule", candidate.reason());
		}
		try {
			evidence.putAll(this.sides.of(candidate, stable, from, to));
		}
		catch (RuntimeException ex) {
			evidence.put("samplesMissing", String.valueOf(ex.getMessage()));
		}
		put(evidence, "newErrors", () -> newErrors(candidate, stable, from, to));
		put(evidence, "exemplars", () -> Exemplars.of(this.spans.of(candidate, from, to)));
		put(evidence, "commits", () -> commits(candidate, stable));
		return evidence;
	}

	private static void put(Map<String, Object> evidence, String name, Supplier<Object> gathered) {
		try {
			evidence.put(name, gathered.get());
		}
		catch (RuntimeException ex) {
			evidence.put(name + "Missing", String.valueOf(ex.getMessage()));
		}
	}

	private List<Object> newErrors(Release candidate, @Nullable Release stable, Instant from, Instant to) {
		LogFinding found = this.news.find(stable, candidate, from, to, BEFORE, LogRule.USUAL);
		return this.news.evidence(found, candidate, from, to);
	}

	private Map<String, Object> commits(Release candidate, @Nullable Release stable) {
		String to = candidate.draft().commit();
		Map<String, Object> range = new LinkedHashMap<>();
		range.put("to", to);
		if (stable != null) {
			range.put("from", stable.draft().commit());
		}
		range.put("commits", brought(candidate, to, (stable != null) ? stable.draft().commit() : null));
		return range;
	}

	/** The newest first, down to that of stable. */
	private List<Object> brought(Release candidate, String to, @Nullable String from) {
		List<Object> commits = new ArrayList<>();
		for (Commit commit : this.repositories.log(candidate.draft().team(), candidate.draft().service(), to,
				COMMITS)) {
			if (commit.id().equals(from)) {
				break;
			}
			commits.add(Map.of("id", commit.id(), "author", commit.author(), "message",
					commit.message().lines().findFirst().orElse("")));
		}
		return commits;
	}

}
