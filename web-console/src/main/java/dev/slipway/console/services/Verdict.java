package dev.slipway.console.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.slipway.console.services.Schedules.Finding;
import dev.slipway.console.services.Views.Release;
import org.jspecify.annotations.Nullable;

/**
 * Why a release ended as it did, or what its gates have found so far.
 *
 * @param title of the card
 * @param tone the colour of the end
 * @param rule what decided; null while nothing has
 * @param findings in the order of the stages
 */
record Verdict(String title, String tone, @Nullable String rule, List<Found> findings) {

	private static final String GUARD_RAIL = "guard rail";

	private static final Set<String> LETTING = Set.of("PASSED", "NOT_APPLICABLE");

	static Verdict of(Release release) {
		List<Finding> findings = release.findings();
		int decisive = -1;
		for (int i = 0; i < findings.size(); i++) {
			if (findings.get(i).conclusion().equals("FAILED") && !isEnd(findings.get(i))) {
				decisive = i;
			}
		}
		String status = (release.status() != null) ? release.status() : "";
		boolean turned = status.equals("FAILED") || status.equals("ROLLED_BACK") || "Restoring".equals(release.phase())
				|| "Withdrawing".equals(release.phase()) || "Reverting".equals(release.phase());
		List<Found> shown = new ArrayList<>();
		for (int i = 0; i < findings.size(); i++) {
			Finding one = findings.get(i);
			shown.add(new Found(i, one, turned && i == decisive, Evidence.of(one.evidence())));
		}
		String rule = (turned && decisive >= 0) ? rule(findings.get(decisive)) : null;
		return new Verdict(title(release, status), tone(status), (rule != null) ? rule : rule(release, status), shown);
	}

	private static String title(Release release, String status) {
		if (release.going()) {
			return "What its gates have found so far";
		}
		return switch (status) {
			case "SUCCEEDED" -> "Why it was promoted";
			case "ABORTED" -> "Why it was stopped";
			default -> "Why it was taken back";
		};
	}

	private static String tone(String status) {
		return switch (status) {
			case "SUCCEEDED" -> "green";
			case "FAILED" -> "red";
			case "ABORTED", "ROLLED_BACK" -> "orange";
			default -> "blue";
		};
	}

	/** What was gathered when it had ended, which decided nothing. */
	private static boolean isEnd(Finding finding) {
		return finding.stage() == 0 && finding.gate().equals("evidence");
	}

	private static String rule(Finding finding) {
		String at = (finding.stage() > 0) ? " at stage " + finding.stage() : "";
		return finding.gate().equals(GUARD_RAIL) ? "A guard rail decided" + at + ", while requests came in."
				: "The gate " + finding.gate() + " decided" + at + ".";
	}

	private static @Nullable String rule(Release release, String status) {
		if (release.going()) {
			return null;
		}
		int stages = (release.schedule() != null) ? release.schedule().stages().size() : 0;
		return switch (status) {
			case "SUCCEEDED" ->
				!leftOut(release).isEmpty() ? "A person left out " + leftOut(release) + "; its pods stayed ready."
						: release.findings().stream().allMatch(Verdict::isEnd)
								? "Its pods stayed ready through " + stages + ((stages == 1) ? " stage" : " stages")
										+ "; no gate was asked."
								: "Every gate that was asked let it pass, and its pods stayed ready.";
			case "ABORTED" -> "A person or a newer release wanted so; no gate decided.";
			default -> "Its pods, its router or a person decided, not a gate.";
		};
	}

	/**
	 * What its gates had found did not let it pass, and it went on: somebody wanted so.
	 */
	private static String leftOut(Release release) {
		return release.findings()
			.stream()
			.filter((one) -> !isEnd(one) && !one.gate().equals(GUARD_RAIL) && !LETTING.contains(one.conclusion()))
			.map((one) -> "the gate " + one.gate() + " of stage " + one.stage() + ", which "
					+ switch (one.conclusion()) {
						case "FAILED" -> "had failed";
						case "NO_DATA" -> "had no data";
						case "INCONCLUSIVE" -> "could not tell";
						default -> "had not decided";
					})
			.collect(Collectors.joining("; "));
	}

	/**
	 * A finding.
	 *
	 * @param index its place, to name it on the page
	 * @param decisive whether it ended the release
	 */
	record Found(int index, Finding finding, boolean decisive, Evidence evidence) {

		/** Whether it is what was gathered at the end, and no gate's finding. */
		public boolean end() {
			return isEnd(this.finding);
		}

		/** The gate, or what else it is. */
		public String title() {
			return end() ? "What both releases did, until the end" : this.finding.gate();
		}

	}

}
