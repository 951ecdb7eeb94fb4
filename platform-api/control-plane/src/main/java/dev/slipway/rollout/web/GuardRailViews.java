package dev.slipway.rollout.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.rollout.Progress;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateAdvice;
import dev.slipway.strategy.GateSpec;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The limits that are watched while a release takes requests, as the API shows them. */
final class GuardRailViews {

	private GuardRailViews() {
	}

	static List<GuardRailView> of(Release release, Optional<Progress> progress, GateAdvice advice) {
		Map<String, Reading> readings = progress.map(Progress::guardRails).orElse(Map.of());
		return release.draft()
			.strategy()
			.terms()
			.guardRails()
			.stream()
			.map((spec) -> view(spec, advice.describeGuardRail(spec), readings.get(spec.name())))
			.toList();
	}

	private static GuardRailView view(GateSpec spec, String limit, @Nullable Reading reading) {
		if (reading == null) {
			return new GuardRailView(spec.name(), spec.kind(), limit, false, Conclusion.PENDING, "", null, Map.of());
		}
		return new GuardRailView(spec.name(), spec.kind(), limit, true, reading.conclusion(), reading.explanation(),
				value(reading.evidence()), reading.evidence());
	}

	/** What was measured, or the share of the requests that were bad. */
	private static @Nullable Double value(Map<String, Object> evidence) {
		if (evidence.get("value") instanceof Number value) {
			return value.doubleValue();
		}
		if (evidence.get("bad") instanceof Number bad && evidence.get("total") instanceof Number total) {
			return (total.doubleValue() > 0) ? Double.valueOf(bad.doubleValue() / total.doubleValue()) : null;
		}
		return null;
	}

	/** A limit, and what is seen of it now. */
	@Schema(name = "ReleaseGuardRail")
	record GuardRailView(String name, String kind, @Schema(description = "What is limited, as a sentence") String limit,
			@Schema(description = "Whether it is watched now: while the candidate takes requests") boolean watched,
			@Schema(description = "FAILED when it tripped; PENDING while what was seen decides nothing") Conclusion conclusion,
			String explanation,
			@Schema(description = "What is measured now; null when nothing is") @Nullable Double value,
			@Schema(description = "The counts, samples and queries") Map<String, Object> evidence) {
	}

}
