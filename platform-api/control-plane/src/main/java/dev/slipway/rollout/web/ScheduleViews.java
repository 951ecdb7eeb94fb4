package dev.slipway.rollout.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.flow.Transition;
import dev.slipway.rollout.Progress;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseJournal.Finding;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.HeaderMatch;
import dev.slipway.strategy.Schedule;
import dev.slipway.strategy.Stage;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where a release stands on its schedule, and what its gates found, as the API shows it.
 */
final class ScheduleViews {

	private ScheduleViews() {
	}

	/**
	 * Of a live release where it is; of one that has ended, the stages that it had.
	 * @param replaces the release that it replaced or tried to; null when it was the
	 * first
	 * @param history oldest first; without it the stage that it reached is not told
	 */
	static ScheduleView schedule(Release release, @Nullable Release replaces, Optional<Progress> progress,
			List<Transition> history) {
		int stable = (replaces != null) ? replaces.draft().replicas() : 0;
		Schedule schedule = progress.map(Progress::schedule)
			.orElseGet(() -> release.draft().strategy().schedule(release.draft().replicas(), stable));
		Map<String, Reading> readings = progress.map(Progress::gates).orElse(Map.of());
		int now = progress.map(Progress::stage).orElse(0);
		return new ScheduleView(now, progress.map(Progress::weight).orElse(null),
				progress.map(Progress::since).orElse(null), progress.map(Progress::waitingFor).orElse(""),
				progress.map(Progress::pausedBy).orElse(null), StagesPassed.last(history),
				progress.map(Progress::warmUntil).orElse(null),
				schedule.stages()
					.stream()
					.map((stage) -> view(stage, (stage.number() == now) ? readings : Map.of()))
					.toList());
	}

	static List<FindingView> findings(List<Finding> findings) {
		return findings.stream()
			.map((found) -> new FindingView(found.stage(), found.gate(), found.reading().conclusion(),
					found.reading().explanation(), found.reading().evidence(), found.at()))
			.toList();
	}

	private static StageView view(Stage stage, Map<String, Reading> readings) {
		List<GateView> gates = stage.gates().stream().map((gate) -> view(gate, readings.get(gate.name()))).toList();
		return new StageView(stage.number(), stage.candidate(), stage.stable(), stage.weight(), stage.header(),
				stage.mirror(), stage.hold().time().toString(), stage.hold().untilResumed(), gates);
	}

	private static GateView view(GateSpec gate, @Nullable Reading reading) {
		return new GateView(gate.name(), gate.kind(), gate.settings(),
				(reading != null) ? reading.conclusion() : Conclusion.PENDING,
				(reading != null) ? reading.explanation() : "",
				(reading != null && reading.evidence().get("needs") instanceof List<?> needs) ? List.copyOf(needs)
						: List.of());
	}

	/** The stages and where the release is. */
	@Schema(name = "ReleaseSchedule")
	record ScheduleView(@Schema(description = "0 before the first stage and after the last") int stage, @Schema(
			description = "The candidate's share of the requests in percent that the router has confirmed, while it is live") @Nullable Integer weight,
			@Nullable Instant since, String waitingFor, @Nullable String pausedBy,
			@Schema(description = "The last stage that it was at, also when it has turned back; 0 for none") int reached,
			@Schema(description = "Until when the release before stays warm, while it does") @Nullable Instant warmUntil,
			List<StageView> stages) {
	}

	/** A stage. */
	@Schema(name = "ReleaseStage")
	record StageView(int number, int candidate, int stable, int weight, @Nullable HeaderMatch header, int mirror,
			String hold, boolean untilResumed, List<GateView> gates) {
	}

	/** A gate, and what it says now. */
	@Schema(name = "ReleaseGate")
	record GateView(String name, String kind, Map<String, String> settings, Conclusion conclusion, String explanation,
			@Schema(description = "What it takes to decide: requests of each side, seconds, requests a second") List<?> needs) {
	}

	/** What a gate or a guard rail had found when its stage ended. */
	@Schema(name = "ReleaseFinding")
	record FindingView(int stage, String gate, Conclusion conclusion, String explanation, Map<String, Object> evidence,
			Instant at) {
	}

}
