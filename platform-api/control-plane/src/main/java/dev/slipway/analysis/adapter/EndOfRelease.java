package dev.slipway.analysis.adapter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.slipway.analysis.ReleaseEvidence;
import dev.slipway.flow.Transition;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseJournal;
import dev.slipway.rollout.ReleaseJournal.Finding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the evidence of how a release ended in its journal, as the finding {@value #NAME}
 * of stage 0.
 */
final class EndOfRelease {

	static final String NAME = "evidence";

	private static final Logger logger = LoggerFactory.getLogger(EndOfRelease.class);

	private final ReleaseEvidence evidence;

	private final Function<Release, Optional<Release>> before;

	private final Function<Release, List<Transition>> history;

	private final ReleaseJournal journal;

	/**
	 * Creates one.
	 * @param before the release that was stable before
	 * @param history of a release, oldest first
	 */
	EndOfRelease(ReleaseEvidence evidence, Function<Release, Optional<Release>> before,
			Function<Release, List<Transition>> history, ReleaseJournal journal) {
		this.evidence = evidence;
		this.before = before;
		this.history = history;
		this.journal = journal;
	}

	/**
	 * Gathers and keeps it; a release that has it already stays as it is.
	 * @param endedAt when it came to rest
	 */
	void tell(Release release, Instant endedAt) {
		try {
			if (this.journal.findings(release).stream().noneMatch((finding) -> finding.gate().equals(NAME))) {
				keep(release, endedAt);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("The evidence of release {} could not be kept", release.plan().flowId(), ex);
		}
	}

	private void keep(Release release, Instant endedAt) {
		Release stable = this.before.apply(release).orElse(null);
		Map<String, Object> found = this.evidence.collect(release, stable, release.draft().requestedAt(), endedAt);
		decided(release).ifPresent((decided) -> found.put("rule", release.reason() + ". " + decided));
		Conclusion conclusion = (release.outcome() == Outcome.SUCCEEDED) ? Conclusion.PASSED : Conclusion.FAILED;
		this.journal.keep(release, new Finding(0, NAME, new Reading(conclusion, sentence(found), found), endedAt));
	}

	/** Why its last stage was over: what its gates said, or who left them out. */
	private Optional<String> decided(Release release) {
		return (release.outcome() != Outcome.SUCCEEDED) ? Optional.empty()
				: this.history.apply(release)
					.stream()
					.map(Transition::reason)
					.filter((reason) -> reason.startsWith(Release.STAGES_DONE))
					.reduce((earlier, later) -> later);
	}

	private static String sentence(Map<String, Object> found) {
		String commits = (found.get("commits") instanceof Map<?, ?> range) ? counted(range.get("commits"), "commit")
				: "commits are not known";
		return commits + ", " + counted(found.get("newErrors"), "new kind") + " of errors, "
				+ counted(found.get("exemplars"), "exemplary trace");
	}

	private static String counted(@Nullable Object list, String what) {
		int count = (list instanceof List<?> items) ? items.size() : 0;
		return count + " " + what + ((count == 1) ? "" : "s");
	}

}
