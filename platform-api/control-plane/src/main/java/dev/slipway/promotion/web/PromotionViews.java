package dev.slipway.promotion.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.slipway.access.Role;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Transition;
import dev.slipway.promotion.Promotion;
import dev.slipway.promotion.Promotion.Answer;
import dev.slipway.promotion.Promotion.Draft;
import dev.slipway.promotion.PromotionState;
import dev.slipway.repository.Repositories.Commit;
import dev.slipway.rollout.Release;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Promotions as the API shows them. */
final class PromotionViews {

	private PromotionViews() {
	}

	static PromotionView view(Promotion promotion, @Nullable FlowView<PromotionState> flow, List<Answer> answers) {
		Draft draft = promotion.draft();
		PromotionState state = (flow != null) ? flow.state() : null;
		String phase = (state != null) ? state.getClass().getSimpleName().toUpperCase(Locale.ROOT) : "OVER";
		String status = phase;
		String reason = (state != null) ? state.waitingFor() : "";
		if (state instanceof PromotionState.Over over) {
			status = over.result().name();
			reason = over.reason();
		}
		List<AnswerView> said = answers.stream()
			.map((answer) -> new AnswerView(answer.by(), answer.approves(), answer.comment(), answer.at()))
			.toList();
		return new PromotionView(promotion.number(), status, reason, draft.environment(), draft.from(),
				draft.fromRelease(), draft.image(), draft.commit(), draft.build(), draft.approvals().count(),
				draft.approvals().role(), draft.approvals().notByRequester(), said, draft.automatic(),
				draft.notBefore(), draft.requestedBy(), draft.requestedAt(),
				(flow != null && flow.ended()) ? flow.updatedAt() : null, promotion.release());
	}

	static List<CommitView> commits(List<Commit> commits) {
		return commits.stream()
			.map((commit) -> new CommitView(commit.id(), commit.author(),
					commit.message().lines().findFirst().orElse(""), Instant.ofEpochSecond(commit.epochSecond())))
			.toList();
	}

	static List<PromotionLine> history(List<Transition> history) {
		return history.stream().map((line) -> new PromotionLine(line.at(), line.state(), line.reason())).toList();
	}

	static @Nullable Running running(Optional<Release> release) {
		return release
			.map((found) -> new Running(found.number(), found.draft().image(), found.draft().commit(),
					found.draft().build(), found.draft().requestedAt()))
			.orElse(null);
	}

	/** A promotion. */
	@Schema(name = "Promotion")
	record PromotionView(int number,
			@Schema(description = "SOAKING, ASKING, RELEASING, FOLLOWING; or how it ended: SUCCEEDED, FAILED, REFUSED, "
					+ "WITHDRAWN, OUTDATED") String status,
			@Schema(description = "What it waits for, or why it ended so") String reason, String environment,
			@Schema(description = "The environment before") String from, int fromRelease, String image, String commit,
			@Nullable Integer build, @Schema(description = "How many people have to approve") int approvals,
			@Schema(description = "The role that each of them has at least") Role role,
			@Schema(description = "Whether whoever asked does not count") boolean notByRequester,
			List<AnswerView> answers, boolean automatic, Instant notBefore, String requestedBy, Instant requestedAt,
			@Nullable Instant endedAt, @Schema(description = "The release that it became") @Nullable Integer release) {
	}

	/** A promotion with all that is known of it. */
	@Schema(name = "PromotionDetail")
	record PromotionDetail(PromotionView promotion, @Nullable Running runs, @Schema(
			description = "What would come, the newest first: commits that what runs does not have") List<CommitView> commits,
			List<PromotionLine> history) {
	}

	/** What somebody said. */
	@Schema(name = "PromotionAnswer")
	record AnswerView(String by, boolean approves, String comment, Instant at) {
	}

	/** A commit. */
	@Schema(name = "PromotionCommit")
	record CommitView(String id, String author, String title, Instant at) {
	}

	/** A line of a promotion's history. */
	@Schema(name = "PromotionHistory")
	record PromotionLine(Instant at, String phase, String reason) {
	}

	/** What runs in an environment. */
	@Schema(name = "RunningRelease")
	record Running(int release, String image, String commit, @Nullable Integer build, Instant since) {
	}

	/** An environment on the way of a service. */
	@Schema(name = "Lane")
	record LaneView(String environment, @Nullable Running runs,
			@Schema(description = "The number of the release under way") @Nullable Integer live,
			@Schema(description = "Until when and why nothing begins there") @Nullable String frozen,
			@Schema(description = "The environment before; null for the first") @Nullable String from,
			@Schema(description = "What a promotion would release") @Nullable Running candidate,
			@Schema(description = "Why it cannot be promoted; null when it can") @Nullable String obstacle,
			@Schema(description = "Whether only what succeeded in the environment before may be released") boolean ordered,
			int approvals, Role role, boolean automatic,
			@Schema(description = "Promotions that are not over") List<PromotionView> open) {
	}

}
