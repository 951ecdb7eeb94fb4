package dev.slipway.rollout.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.flow.FlowView;
import dev.slipway.flow.Transition;
import dev.slipway.rollout.Placement.Placed;
import dev.slipway.rollout.Placement.PlacedPod;
import dev.slipway.rollout.PodSeen;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Release.Draft;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.Status;
import dev.slipway.rollout.web.GuardRailViews.GuardRailView;
import io.swagger.v3.oas.annotations.media.Schema;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.StrategyWriter;
import org.jspecify.annotations.Nullable;

/** Releases and pods as the API shows them. */
final class ReleaseViews {

	private ReleaseViews() {
	}

	/** A release in a list. */
	static ReleaseView view(Release release, @Nullable FlowView<ReleaseState> flow) {
		Draft draft = release.draft();
		Instant endedAt = (flow != null && flow.ended()) ? flow.updatedAt() : null;
		String phase = (flow != null) ? flow.state().getClass().getSimpleName() : "Ended";
		// An outcome is recorded before the way back is done.
		Status status = (flow != null && !flow.ended()) ? Status.PROGRESSING : Status.of(release.outcome());
		String reason = release.reason();
		if (reason == null && flow != null && flow.trouble() != null) {
			reason = told(flow.trouble());
		}
		return new ReleaseView(release.number(), status, phase, reason, draft.image(), draft.commit(), draft.build(),
				draft.replicas(), draft.rollbackOf(), draft.requestedBy(), draft.requestedAt(), endedAt);
	}

	/** What failed is an exception's message, made for the platform's log. */
	private static String told(FlowView.Trouble trouble) {
		return "The cluster could not be looked at or changed, " + trouble.failures() + " times in a row; the next try "
				+ "is at " + trouble.retryAt() + ". See at GET /api/v1/environments whether it answers; "
				+ "the platform's log has the cause.";
	}

	static ReleaseDetail detail(Release release, @Nullable Release replaces, @Nullable FlowView<ReleaseState> flow,
			@Nullable Placed placed, List<Transition> history, ScheduleViews.ScheduleView schedule,
			List<GuardRailView> guardRails, List<ScheduleViews.FindingView> findings, List<String> configuration) {
		ReleaseView view = view(release, flow);
		List<PlacedPod> pods = (placed != null) ? placed.pods() : List.of();
		List<PodView> own = pods.stream()
			.filter((pod) -> pod.release() == release.number())
			.map(ReleaseViews::pod)
			.toList();
		int ready = (int) own.stream().filter(PodView::ready).count();
		List<HistoryView> lines = history.stream()
			.map((line) -> new HistoryView(line.sequence(), line.at(), line.state(), line.reason(),
					StagesPassed.stage(line)))
			.toList();
		Strategy strategy = release.draft().strategy();
		Rolling rolling = (strategy instanceof Rolling batches) ? batches : null;
		StrategyView used = new StrategyView(strategy.type(), strategy.terms().routing().router(),
				(rolling != null) ? rolling.maxSurge().toString() : null,
				(rolling != null) ? rolling.maxUnavailable().toString() : null, strategy.terms().minReady().toString(),
				strategy.terms().progressDeadline().toString(), StrategyWriter.write(strategy));
		return new ReleaseDetail(view.number(), view.status(), view.phase(), view.reason(), view.image(), view.commit(),
				view.build(), view.replicas(), ready, (placed != null) ? placed.own().get(view.number()) : null,
				view.rollbackOf(), (replaces != null) ? replaces.number() : null, view.requestedBy(),
				view.requestedAt(), view.endedAt(), used, schedule, guardRails, findings, configuration, own, lines);
	}

	static PodView pod(PlacedPod placed) {
		PodSeen pod = placed.pod();
		return new PodView(pod.name(), pod.ip(), pod.ready(), pod.terminating() ? "Terminating" : pod.phase(),
				pod.restarts(), placed.release(), pod.waiting(), pod.message());
	}

	static EnvironmentState state(String environment, Placed placed, @Nullable ReleaseView stable,
			@Nullable ReleaseView live) {
		return new EnvironmentState(environment, placed.namespace(), placed.address(), stable, live,
				placed.pods().stream().map(ReleaseViews::pod).toList());
	}

	/** A release in a list. */
	@Schema(name = "Release")
	record ReleaseView(int number, Status status, String phase, @Nullable String reason, String image, String commit,
			@Nullable Integer build, int replicas, @Nullable Integer rollbackOf, String requestedBy,
			Instant requestedAt, @Nullable Instant endedAt) {
	}

	/** A release with all that is known of it. */
	@Schema(name = "ReleaseDetail")
	record ReleaseDetail(int number, Status status, String phase, @Nullable String reason, String image, String commit,
			@Nullable Integer build, int replicas, int readyReplicas,
			@Schema(description = "Where this release alone answers, also before it gets any of the service's requests",
					example = "http://127.9.0.2:8080") @Nullable String address,
			@Nullable Integer rollbackOf, @Nullable Integer replaces, String requestedBy, Instant requestedAt,
			@Nullable Instant endedAt, StrategyView strategy, ScheduleViews.ScheduleView schedule,
			List<GuardRailView> guardRails, List<ScheduleViews.FindingView> findings,
			@Schema(description = "What the objects of deploy/ say differently than those of the release that it "
					+ "replaces; values are left out") List<String> configuration,
			List<PodView> pods, List<HistoryView> history) {
	}

	/** The strategy that a release goes by. */
	@Schema(name = "StrategyUsed")
	record StrategyView(String type, Router router, @Nullable String maxSurge, @Nullable String maxUnavailable,
			String minReady, String progressDeadline,
			@Schema(description = "All of it as it stands in slipway.yaml, with what was a default") Map<String, Object> definition) {
	}

	/** One line of a release's history. */
	@Schema(name = "ReleaseHistory")
	record HistoryView(long sequence, Instant at, String phase, String reason,
			@Schema(description = "The stage that it was at then; 0 before the first and after the last") int stage) {
	}

	/** A pod. */
	@Schema(name = "ReleasePod")
	record PodView(String name, @Nullable String ip, boolean ready, String phase, int restarts, int release,
			@Nullable String waiting, @Nullable String message) {
	}

	/** A service in one environment. */
	@Schema(name = "ServiceEnvironment")
	record EnvironmentState(String environment, String namespace, @Nullable String address,
			@Nullable ReleaseView stable, @Nullable ReleaseView live, List<PodView> pods) {
	}

}
