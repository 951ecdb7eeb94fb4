package dev.slipway.rollout.web;

import java.util.List;
import java.util.stream.Collectors;

import dev.slipway.api.Problem;
import dev.slipway.rollout.RefusedRelease;
import dev.slipway.rollout.UnusableManifests;
import dev.slipway.strategy.BadStrategy;
import dev.slipway.strategy.Finding;
import dev.slipway.strategy.Mistake;
import org.springframework.http.HttpStatus;

/** Releases that are refused, as the API says it: each field with its remedy. */
final class Refusals {

	private Refusals() {
	}

	static Problem of(UnusableManifests ex) {
		return Problem.invalid(ex.file(), String.valueOf(ex.getMessage())).remedy(ex.remedy());
	}

	/** What the request wrote is named as in the request, the rest as in slipway.yaml. */
	static Problem of(BadStrategy ex, ReleaseBody body) {
		Problem problem = new Problem(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(ex.getMessage()));
		for (Mistake mistake : ex.mistakes()) {
			problem.field(field(mistake.path(), body), mistake.message());
		}
		return problem.remedy(remedies(ex.mistakes().stream().map(Mistake::remedy).toList()));
	}

	static Problem of(RefusedRelease ex, ReleaseBody body) {
		Problem problem = new Problem(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(ex.getMessage()));
		for (Finding finding : ex.findings()) {
			problem.field(field(finding.path(), body), finding.message());
		}
		return problem.remedy(remedies(ex.findings().stream().map(Finding::remedy).toList()));
	}

	private static String field(String path, ReleaseBody body) {
		return body.writes(path) ? path.substring("spec.".length()) : path;
	}

	private static String remedies(List<String> remedies) {
		return remedies.stream().distinct().collect(Collectors.joining(" "));
	}

}
